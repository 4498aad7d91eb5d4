"""An outbox in memory that keeps the promises of the port."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.telling import Bundle, Decide, Decision, Mute, Pace, Queue, Waiting
from archive.vocabulary import (
    Alert,
    AlertKind,
    ChannelState,
    Delivery,
    DeliveryState,
    Digest,
    DigestReason,
    Message,
    Outcome,
    OutcomeKind,
)

ASKING = (DeliveryState.HELD, DeliveryState.MUTED)
UNDER_WAY = (DeliveryState.READY, DeliveryState.SENDING)
FAILED = (*UNDER_WAY, DeliveryState.DEAD)


@dataclass(kw_only=True)
class Row:
    id: int
    key: str
    channel: str
    target: int
    alert: Message
    created: datetime
    due: datetime
    state: DeliveryState = DeliveryState.READY
    attempts: int = 0
    sure: bool = True
    lease: datetime | None = None
    reason: str = ""
    cause: DigestReason | None = None
    let_go: bool = False
    digest: int | None = None


class MemoryOutbox:
    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.settled: list[tuple[int, Outcome]] = []
        self.mutes: list[Mute] = []
        self.paces: dict[tuple[str, int], Pace] = {}

    async def claim_delivery(
        self,
        channel: str,
        target: int,
        *,
        now: datetime,
        lease: timedelta,
        decide: Decide | None = None,
    ) -> Delivery | None:
        if decide is not None:
            self._carry_out(channel, target, decide(self._queue(channel, target, now)), now)
        for row in sorted(self._of(channel, target), key=lambda row: (row.due, row.id)):
            given_up = row.state is DeliveryState.SENDING and row.lease is not None
            if given_up and row.lease and row.lease <= now:
                row.state, row.sure, row.due = DeliveryState.READY, False, now
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

    def _queue(self, channel: str, target: int, now: datetime) -> Queue:
        waiting = [
            Waiting(
                id=row.id,
                kind=row.alert.kind if isinstance(row.alert, Alert) else AlertKind.DIGEST,
                watchlist=row.alert.watchlist if isinstance(row.alert, Alert) else "",
                story=row.alert.story if isinstance(row.alert, Alert) else None,
                state=row.state,
                cause=row.cause,
                let_go=row.let_go,
                due=row.due,
                created=row.created,
            )
            for row in self._of(channel, target)
            if row.state is DeliveryState.READY or (row.state in ASKING and row.due <= now)
        ]
        return Queue(
            waiting=tuple(waiting),
            mutes=tuple(mute for mute in self.mutes if mute.until > now),
            pace=self.paces.get((channel, target), Pace()),
        )

    def _carry_out(self, channel: str, target: int, decision: Decision, now: datetime) -> None:
        for one in decision.each:
            row = self.rows[one.message - 1]
            row.state, row.cause, row.due = one.state, one.cause, one.until or row.due
            row.let_go = one.state is DeliveryState.READY
            row.reason = "" if row.let_go else one.reason
        for bundle in decision.bundles:
            self._merge(channel, target, bundle, now)
        self.paces[channel, target] = decision.pace

    def _merge(self, channel: str, target: int, bundle: Bundle, now: datetime) -> None:
        members = [self.rows[message - 1] for message in bundle.messages]
        created = [row.created for row in members]
        taken = {row.key for row in self._of(channel, target)}
        if bundle.key in taken and not members:
            return
        digest = Row(
            id=len(self.rows) + 1,
            key=bundle.key if bundle.key not in taken else f"{bundle.key} #{len(taken)}",
            channel=channel,
            target=target,
            alert=Digest(
                reason=bundle.digest,
                since=bundle.since or min(created, default=now),
                until=now,
                alerts=tuple(row.alert for row in members if isinstance(row.alert, Alert)),
            ),
            created=now,
            due=now,
            sure=all(row.sure for row in members),
            let_go=True,
        )
        self.rows.append(digest)
        for row in members:
            row.state, row.digest, row.cause = DeliveryState.MERGED, digest.id, None

    async def decide_anew(self, channel: str, target: int, *, now: datetime) -> None:
        for row in self._of(channel, target):
            if row.state in ASKING:
                row.due = now

    async def settle_delivery(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
        self.settled.append((delivery.id, outcome))
        row = next(row for row in self.rows if row.id == delivery.id)
        if row.state is not DeliveryState.SENDING or row.attempts != delivery.attempts:
            return
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

    async def give_up(
        self, channel: str, target: int, *, before: datetime, reason: str, now: datetime
    ) -> int:
        late = [
            row
            for row in self._of(channel, target)
            if row.state is DeliveryState.READY and row.created <= before
        ]
        for row in late:
            row.state, row.reason = DeliveryState.DEAD, reason
        return len(late)

    async def recover_deliveries(self, *, now: datetime) -> int:
        lost = [row for row in self.rows if row.state is DeliveryState.SENDING]
        for row in lost:
            row.state, row.sure, row.lease = DeliveryState.READY, False, None
        return len(lost)

    async def hasten(self, *, now: datetime) -> None:
        for row in self.rows:
            if row.state is DeliveryState.READY and not row.attempts:
                row.due = min(row.due, now)

    async def next_delivery(self, channel: str, target: int) -> datetime | None:
        waiting = (DeliveryState.READY, *ASKING)
        due = [r.due for r in self._of(channel, target) if r.state in waiting]
        leases = [row.lease for row in self._of(channel, target) if row.lease is not None]
        return min((*due, *leases), default=None)

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

    async def channels(self) -> list[ChannelState]:
        return [self._state(name) for name in sorted({row.channel for row in self.rows})]

    def _state(self, name: str) -> ChannelState:
        rows = [row for row in self.rows if row.channel == name]
        waiting = [row for row in rows if row.state in (*ASKING, *UNDER_WAY)]
        failed = [row.reason for row in rows if row.state in FAILED and row.reason]
        return ChannelState(
            name=name,
            counts={state: sum(row.state is state for row in rows) for state in DeliveryState},
            unsure=sum(not row.sure for row in waiting),
            oldest=min((row.created for row in waiting), default=None),
            error=failed[-1] if failed else None,
            addresses=Counter(row.target for row in waiting),
        )

    async def close(self) -> None:
        pass

    def states(self) -> list[DeliveryState]:
        return [row.state for row in self.rows]

    def _of(self, channel: str, target: int) -> list[Row]:
        return [row for row in self.rows if row.channel == channel and row.target == target]
