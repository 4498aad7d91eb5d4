"""The doorway to Scrapy and Twisted: one long-lived crawler inside our own asyncio loop.

Imported late (it takes half a second), and only by what fetches.
"""

import inspect
from functools import partial

# For each of its deprecated classes Scrapy asks for the stack, to learn where it is, and Python then reads the source of
# all that is on it: a fifth of the time until `run` polls. The stack without the source says as much.
_stack = inspect.stack
inspect.stack = partial(_stack, 0)
try:
    import scrapy.core.downloader.contextfactory  # noqa: F401
finally:
    inspect.stack = _stack
