"""What the rooms ask of the archive: one narrow port for each user, so that another database can answer."""

from datetime import datetime, timedelta
from typing import Protocol

from archive.vocabulary import Alert, Delivery, Outcome


class Outbox(Protocol):
    """Messages on their way; asked by the deliverer."""

    async def claim_delivery(
        self, channel: str, target: int, *, now: datetime, lease: timedelta
    ) -> Delivery | None:
        """Take the oldest message that is due for one target; it is ours until the lease ends.

        The claim is on disk before this returns. A message whose lease ran out, or that a crash left
        half sent, is given again with ``sure=False``.
        """
        ...

    async def settle_delivery(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
        """Write down how an attempt ended; it is on disk before this returns."""
        ...

    async def recover_deliveries(self) -> int:
        """At start: put back what a crash left half sent, as not sure; return how many."""
        ...

    async def next_delivery(self, channel: str, target: int) -> datetime | None:
        """Return when the next waiting message of a target is due; None when none waits."""
        ...

    async def post(
        self, alert: Alert, *, channel: str, target: int, key: str, now: datetime
    ) -> bool:
        """Put one message into the outbox, once per key and target; False when it is there already."""
        ...
