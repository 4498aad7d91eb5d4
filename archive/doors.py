"""Rooms that open on first use: `from spiders import SpiderError` does not load what reads feeds.

A short command spent most of its time on loading what it had no use for. So a room's `__init__.py` names what others
may use, and in which module each name is; the module is loaded when one of its names is asked for (PEP 562). No name
may be that of a module beside it: Python would put the module in its place.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def on_first_use(room: str, **names: str) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a room; ``names``: the names in each module, with spaces between."""
    where = {
        name: f"{room}.{module}" for module, listed in names.items() for name in listed.split()
    }

    def find(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        found = getattr(import_module(where[name]), name)
        setattr(sys.modules[room], name, found)
        return found

    return find
