"""Apprise's objects for addresses, and as little of Apprise loaded for them as will do.

Apprise loads all of its 150 services before it makes an object for one, which takes several times as long as the
rest of a start. The services that most people write to are loaded alone. What became of an address is the same.
"""

import logging
import re
import threading
import warnings
from collections.abc import Mapping
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apprise import NotifyBase

ALONE: Mapping[str, str] = {
    "discord": "discord.NotifyDiscord",
    "gotify": "gotify.NotifyGotify",
    "gotifys": "gotify.NotifyGotify",
    "json": "custom_json.NotifyJSON",
    "jsons": "custom_json.NotifyJSON",
    "mailto": "email.NotifyEmail",
    "mailtos": "email.NotifyEmail",
    "matrix": "matrix.NotifyMatrix",
    "matrixs": "matrix.NotifyMatrix",
    "mmost": "mattermost.NotifyMattermost",
    "mmosts": "mattermost.NotifyMattermost",
    "ntfy": "ntfy.NotifyNtfy",
    "ntfys": "ntfy.NotifyNtfy",
    "pover": "pushover.NotifyPushover",
    "slack": "slack.NotifySlack",
    "tgram": "telegram.NotifyTelegram",
}
"""Module and class of a service by the schema of its addresses; others are left to Apprise to find."""

_ADDRESS = re.compile(r"\s*([a-z0-9]{1,32})://.*$", re.IGNORECASE)
"""What Apprise takes for an address; a line break inside makes it none."""

_loading = threading.Lock()


def apprise() -> Any:
    """Load Apprise without its services, once, and return its module."""
    with _loading:
        return _loaded()


def plugin_of(address: str) -> "NotifyBase | None":
    """Make Apprise's object for an address; None when it refuses."""
    found = _ADDRESS.match(address)
    service = _alone(found[1].lower()) if found else None
    make = partial(_made, service) if service else everything().Apprise.instantiate
    try:
        plugin: NotifyBase | None = make(address, asset=asset())
    except Exception:  # noqa: BLE001 - some services stumble over a wrong address in place of refusing it
        plugin = None
    return plugin


def asset() -> Any:
    """Return what we decide for every object."""
    return apprise().AppriseAsset(
        async_mode=False,  # no pool that every channel would share
        service_timeout=0,  # no thread that is abandoned and delivers later all the same
        app_id="Wirewatch",
        app_desc="Wirewatch",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        image_path_mask="",
        storage_mode="memory",
        result_log_disk_size=0,
    )


def everything() -> Any:
    """Load Apprise with all its services, once, and return its module."""
    with _loading:
        return _all_loaded()


def _alone(schema: str) -> Any:
    with _loading:
        return _loaded_alone(schema) if schema in ALONE else None


def _made(service: Any, address: str, *, asset: Any) -> Any:
    """Do what `Apprise.instantiate` does when it has found the service."""
    parts = service.parse_url(address.replace("/#", "/%23"))
    if not parts:
        return None
    plugin = service(**parts, asset=asset)
    return plugin if plugin.enabled else None


@cache
def _loaded() -> Any:
    with _quietly():
        import apprise
    _hush()
    return apprise


@cache
def _loaded_alone(schema: str) -> Any:
    _loaded()
    module, _, name = ALONE[schema].partition(".")
    with _quietly():
        return getattr(import_module(f"apprise.plugins.{module}"), name)


@cache
def _all_loaded() -> Any:
    module = _loaded()
    with _quietly():
        module.Apprise.instantiate("json://localhost")
    return module


def _quietly() -> warnings.catch_warnings:
    # It imports a module that Python 3.13 has dropped, and brings its own where it is missing.
    return warnings.catch_warnings(action="ignore", category=DeprecationWarning)


def _hush() -> None:
    """Keep Apprise's log lines from every handler: they name addresses, tokens and all."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.handlers = [logging.NullHandler()]
    logger.setLevel(logging.DEBUG)
    # Its libraries print the path of a webhook at DEBUG.
    for name in ("urllib3", "requests"):
        logging.getLogger(name).setLevel(logging.ERROR)
