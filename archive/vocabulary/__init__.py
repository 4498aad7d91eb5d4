"""The words every room shares: frozen, keyword-only values; times are aware and in UTC."""

from archive.vocabulary.articles import (
    Article,
    ArticleId,
    CopyKind,
    Entry,
)
from archive.vocabulary.canary import CANARY, Flight
from archive.vocabulary.dossiers import Dossier
from archive.vocabulary.edits import Change, Edit, EditKind, Figure, OnEdit, Version
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
    Standing,
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
    Delays,
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
    "CANARY",
    "Alert",
    "AlertKind",
    "Article",
    "ArticleId",
    "Beat",
    "Blind",
    "Change",
    "Channel",
    "ChannelState",
    "CopyKind",
    "Coverage",
    "Delays",
    "Delivery",
    "DeliveryState",
    "Digest",
    "DigestReason",
    "Dossier",
    "Edit",
    "EditKind",
    "Entry",
    "FetchRules",
    "Figure",
    "Flight",
    "FollowUp",
    "FullText",
    "Group",
    "Hit",
    "Limit",
    "Match",
    "Message",
    "Obey",
    "OnEdit",
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
    "Standing",
    "Told",
    "Validators",
    "Verdict",
    "Version",
    "Watchlist",
    "When",
]
