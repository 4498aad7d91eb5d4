"""spiders.

Bytes in: sources are fetched politely and read into entries.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.errors import GoneError as GoneError
    from spiders.errors import SpiderError as SpiderError
    from spiders.errors import StatusError as StatusError
    from spiders.feeds import FeedSpider as FeedSpider
    from spiders.listing import MOVED_FOR_GOOD as MOVED_FOR_GOOD
    from spiders.listing import Listed as Listed
    from spiders.listing import Lister as Lister
    from spiders.web import Answer as Answer
    from spiders.web import Ask as Ask
    from spiders.web import Fetcher as Fetcher
    from spiders.workers import Workers as Workers
else:
    from archive.doors import on_first_use

    __getattr__ = on_first_use(
        __name__,
        errors="GoneError SpiderError StatusError",
        feeds="FeedSpider",
        listing="MOVED_FOR_GOOD Listed Lister",
        web="Answer Ask Fetcher",
        workers="Workers",
    )
