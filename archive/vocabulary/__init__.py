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
    Blind,
    Channel,
    ChannelState,
    Delivery,
    DeliveryState,
    Digest,
    DigestReason,
    Message,
    Outcome,
    OutcomeKind,
)
from archive.vocabulary.rules import (
    AT_ONCE,
    Beat,
    FollowUp,
    Limit,
    Quiet,
    When,
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
from archive.vocabulary.stories import Coverage, Origin, Report
from archive.vocabulary.verdicts import (
    Ruling,
    Stage,
    Verdict,
)
from archive.vocabulary.watchlists import (
    Group,
    Hit,
    Match,
    Span,
    Watchlist,
)

__all__ = [
    "AT_ONCE",
    "Alert",
    "AlertKind",
    "Article",
    "ArticleId",
    "Beat",
    "Blind",
    "Channel",
    "ChannelState",
    "CopyKind",
    "Coverage",
    "Delivery",
    "DeliveryState",
    "Digest",
    "DigestReason",
    "Entry",
    "FetchRules",
    "FollowUp",
    "FullText",
    "Group",
    "Hit",
    "Limit",
    "Match",
    "Message",
    "Obey",
    "Origin",
    "Outcome",
    "OutcomeKind",
    "Quiet",
    "Report",
    "Ruling",
    "Secret",
    "Source",
    "SourceKind",
    "SourceStanding",
    "SourceState",
    "Span",
    "Stage",
    "Told",
    "Validators",
    "Verdict",
    "Watchlist",
    "When",
]
