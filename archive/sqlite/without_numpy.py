"""Loads sqlite-utils without numpy.

sqlite-utils takes numpy along when it is installed, only to know its kinds of numbers. None are stored here, and loading it
took more time than all that reading the archive needs.
"""

import sys

if "sqlite_utils" not in sys.modules and "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # so an import of it fails
    try:
        import sqlite_utils  # noqa: F401
    finally:
        del sys.modules["numpy"]
