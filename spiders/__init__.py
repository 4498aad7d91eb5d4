"""spiders.

Bytes in: sources are fetched politely and read into entries.
"""

from spiders.errors import GoneError, SpiderError, StatusError
from spiders.feeds import FeedSpider
from spiders.listing import Listed, Lister
from spiders.web import Answer, Ask, Fetcher
from spiders.workers import Workers

__all__ = [
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
