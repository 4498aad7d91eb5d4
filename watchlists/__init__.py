"""watchlists.

What matters: the query language, the matcher, and explanations. Pure: no I/O and no clock.
"""

from archive.vocabulary import Hit, Span, Watchlist
from watchlists.complaints import Complaint, QueryError, caret, render
from watchlists.compose import check, compose, parse
from watchlists.document import Document
from watchlists.engines import Searches, searches
from watchlists.explanation import Explanation
from watchlists.live import Live, successor
from watchlists.matcher import Cost, Matcher
from watchlists.query import Query
from watchlists.weighing import Scales, Weight

__all__ = [
    "Complaint",
    "Cost",
    "Document",
    "Explanation",
    "Hit",
    "Live",
    "Matcher",
    "Query",
    "QueryError",
    "Scales",
    "Searches",
    "Span",
    "Watchlist",
    "Weight",
    "caret",
    "check",
    "compose",
    "parse",
    "render",
    "searches",
    "successor",
]
