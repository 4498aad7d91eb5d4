"""spiders.

Bytes in: sources are fetched politely and read into entries.
"""

from spiders.errors import GoneError, SpiderError, StatusError
from spiders.feeds import MOVED_FOR_GOOD, FeedSpider
from spiders.listing import Listed, Lister
from spiders.web import Answer, Ask, Fetcher
from spiders.workers import Workers

__all__ = [
    "MOVED_FOR_GOOD",
    "Answer",
    "Ask",
    "FeedSpider",
    "Fetcher",
    "GoneError",
    "Listed",
    "Lister",
    "SpiderError",
    "StatusError",
    "Workers",
]
