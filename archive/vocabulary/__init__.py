"""The words every room shares: frozen, keyword-only values; times are aware and in UTC."""

from archive.vocabulary.articles import (
    Article,
    ArticleId,
    CopyKind,
    Entry,
)
from archive.vocabulary.messages import (
    Alert,
    AlertKind,
    Channel,
    ChannelState,
    Delivery,
    DeliveryState,
    Outcome,
    OutcomeKind,
)
from archive.vocabulary.secret import (
    Secret,
)
from archive.vocabulary.sources import (
    FetchRules,
    FullText,
    Obey,
    Source,
    SourceKind,
    SourceStanding,
    SourceState,
    Told,
    Validators,
)
from archive.vocabulary.watchlists import (
    Hit,
    Match,
    Span,
    Watchlist,
)

__all__ = [
    "Alert",
    "AlertKind",
    "Article",
    "ArticleId",
    "Channel",
    "ChannelState",
    "CopyKind",
    "Delivery",
    "DeliveryState",
    "Entry",
    "FetchRules",
    "FullText",
    "Hit",
    "Match",
    "Obey",
    "Outcome",
    "OutcomeKind",
    "Secret",
    "Source",
    "SourceKind",
    "SourceStanding",
    "SourceState",
    "Span",
    "Told",
    "Validators",
    "Watchlist",
]
