"""watchlists.

What matters: the query language, the matcher, and explanations. Pure: no I/O and no clock.
"""

from typing import TYPE_CHECKING

from archive.vocabulary import Hit as Hit
from archive.vocabulary import Span as Span
from archive.vocabulary import Watchlist as Watchlist

if TYPE_CHECKING:
    from watchlists.complaints import Complaint as Complaint
    from watchlists.complaints import QueryError as QueryError
    from watchlists.complaints import caret as caret
    from watchlists.complaints import render as render
    from watchlists.composing import check as check
    from watchlists.composing import compose as compose
    from watchlists.composing import parse as parse
    from watchlists.document import Document as Document
    from watchlists.engines import Searches as Searches
    from watchlists.engines import searches as searches
    from watchlists.explanation import Explanation as Explanation
    from watchlists.live import Live as Live
    from watchlists.live import successor as successor
    from watchlists.matcher import Cost as Cost
    from watchlists.matcher import Matcher as Matcher
    from watchlists.query import Query as Query
    from watchlists.weighing import Scales as Scales
    from watchlists.weighing import Weight as Weight
else:
    from archive.doors import on_first_use

    __getattr__ = on_first_use(
        __name__,
        complaints="Complaint QueryError caret render",
        composing="check compose parse",
        document="Document",
        engines="Searches searches",
        explanation="Explanation",
        live="Live successor",
        matcher="Cost Matcher",
        query="Query",
        weighing="Scales Weight",
    )
