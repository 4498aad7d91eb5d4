"""How reading a source can fail; every message is one plain line without a secret.

SpiderError
├── FetchError              a request brought no answer
│   ├── FetchLaterError         the same request may do better later
│   │   ├── UnreachableError        no address, no connection, no certificate to trust
│   │   ├── TooSlowError            the time limit ended it
│   │   └── BrokenError             the answer broke off or is no HTTP
│   └── FetchRefusedError       we will not ask, or not take it: the user must mend something
│       ├── PrivateAddressError
│       └── TooBigError
├── StatusError             an answer that is no document: the server said no, or not now
│   └── GoneError               410: it will never be there again
├── RobotsError             the site's robots.txt does not let us ask, or cannot be read
├── FeedError               a document that is no feed
│   └── BrokenFeedError         one that breaks off before its first entry
├── PageError               a document that is no page
├── ListingError            a document that is no sitemap, or a page without links to articles
├── OwnSpiderError          a spider of the user's own that fails
└── WorkerError             a document that could not be read in time or in memory
"""

from datetime import timedelta


class SpiderError(Exception):
    """A source could not be read."""


class FetchError(SpiderError):
    """A request brought no answer."""


class FetchLaterError(FetchError):
    """The same request may do better later."""


class UnreachableError(FetchLaterError):
    """No address, no connection, or no certificate to trust."""


class TooSlowError(FetchLaterError):
    """The time limit ended it."""


class BrokenError(FetchLaterError):
    """The answer broke off, or is no HTTP."""


class FetchRefusedError(FetchError):
    """We will not ask, or not take what comes."""


class PrivateAddressError(FetchRefusedError):
    """The address, or one it leads to, is inside a private network and not allowed."""


class TooBigError(FetchRefusedError):
    """The answer is larger than the size limit."""


class StatusError(SpiderError):
    """An answer that is no document: the server said no, or not now."""

    def __init__(
        self, message: str, *, wait: timedelta | None = None, status: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.wait = wait
        """How long the server asked us to stay away (Retry-After), at most a day."""


class GoneError(StatusError):
    """410: the document will never be there again."""


class FeedError(SpiderError):
    """A document that is no feed."""


class BrokenFeedError(FeedError):
    """A feed that breaks off before its first entry."""


class RobotsError(SpiderError):
    """The site's robots.txt does not let us ask, or cannot be read."""


class ListingError(SpiderError):
    """A document that is no sitemap, or a page without links to articles."""


class PageError(SpiderError):
    """A document that is no web page, or one that cannot be read."""


class OwnSpiderError(SpiderError):
    """A spider of the user's own fails, or yields what is no article."""


class WorkerError(SpiderError):
    """A document that could not be read in time or in memory."""
