"""The canary: an article of our own that goes the whole way of an alert, so that silence can be told from a fault."""

from dataclasses import dataclass
from datetime import datetime

CANARY = "wirewatch canary"
"""The name of its source, of its watchlist and of its channel; no listing shows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """How the canary fared, as far as the archive knows."""

    arrived: datetime | None = None
    """When one last came to the stage of sending."""
    told: datetime | None = None
    """When the ops channels were told that none comes; None when all is well."""
