"""An outbox in memory that keeps the promises of the port."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.vocabulary import Alert, Delivery, DeliveryState, Outcome, OutcomeKind


@dataclass(kw_only=True)
class Row:
    id: int
    key: str
    channel: str
    target: int
    alert: Alert
    created: datetime
    due: datetime
    state: DeliveryState = DeliveryState.READY
    attempts: int = 0
    sure: bool = True
    lease: datetime | None = None
    reason: str = ""


class MemoryOutbox:
    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.settled: list[tuple[int, Outcome]] = []

    async def claim_delivery(
        self, channel: str, target: int, *, now: datetime, lease: timedelta
    ) -> Delivery | None:
        for row in self._of(channel, target):
            if row.state is DeliveryState.SENDING and row.lease and row.lease <= now:
                row.state, row.sure = DeliveryState.READY, False
        for row in self._of(channel, target):
            if row.state is DeliveryState.READY and row.due <= now:
                row.state, row.lease = DeliveryState.SENDING, now + lease
                row.attempts += 1
                return Delivery(
                    id=row.id,
                    key=row.key,
                    channel=channel,
                    target=target,
                    message=row.alert,
                    attempts=row.attempts,
                    sure=row.sure,
                    created=row.created,
                )
        return None

    async def settle_delivery(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
        self.settled.append((delivery.id, outcome))
        row = next(row for row in self.rows if row.id == delivery.id)
        row.reason, row.lease = outcome.reason, None
        row.sure = row.sure and outcome.sure
        match outcome.kind:
            case OutcomeKind.SENT:
                row.state = DeliveryState.SENT
            case OutcomeKind.DEAD:
                row.state = DeliveryState.DEAD
            case OutcomeKind.LATER:
                assert outcome.due is not None
                row.state, row.due = DeliveryState.READY, outcome.due

    async def recover_deliveries(self) -> int:
        lost = [row for row in self.rows if row.state is DeliveryState.SENDING]
        for row in lost:
            row.state, row.sure = DeliveryState.READY, False
        return len(lost)

    async def next_delivery(self, channel: str, target: int) -> datetime | None:
        due = [r.due for r in self._of(channel, target) if r.state is DeliveryState.READY]
        return min(due, default=None)

    async def post(
        self, alert: Alert, *, channel: str, target: int, key: str, now: datetime
    ) -> bool:
        if any(row.key == key for row in self._of(channel, target)):
            return False
        row = Row(
            id=len(self.rows) + 1,
            key=key,
            channel=channel,
            target=target,
            alert=alert,
            created=now,
            due=now,
        )
        self.rows.append(row)
        return True

    def states(self) -> list[DeliveryState]:
        return [row.state for row in self.rows]

    def _of(self, channel: str, target: int) -> list[Row]:
        return [row for row in self.rows if row.channel == channel and row.target == target]
