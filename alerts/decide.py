"""What becomes of the messages that wait for a target: one decision from all the facts; pure.

In this order: what is muted waits for the end of the mute; in quiet hours everything waits; a channel with
set times waits for the next of them; many at once become one digest; what is above the limit waits and
becomes one. Everything else may go. Whatever has waited is told as one message that says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.bucket import filled, next_token, taken
from alerts.hours import NextCron, digest_key, last_digest, next_digest, quiet_until
from alerts.muting import ALERTS, muted
from alerts.times import told
from archive.telling import Bundle, Decided, Decision, Pace, Queue, Waiting
from archive.vocabulary import (
    AT_ONCE,
    AlertKind,
    Beat,
    DeliveryState,
    DigestReason,
    Limit,
    Quiet,
    When,
)

MANY = 10
"""More alerts than this at once are one digest."""
COLLECT = timedelta(minutes=1)
"""After such a digest, alerts are collected for so long: a flood is one message in each."""
WIDEST = Limit(number=100, per=timedelta(minutes=100))
"""What a channel without ``limit`` allows: a watchlist that matches everything must not bury the rest."""

UNITS = {
    timedelta(seconds=1): "s",
    timedelta(minutes=1): "m",
    timedelta(hours=1): "h",
    timedelta(days=1): "d",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When one target may be written to."""

    zone: ZoneInfo
    next_cron: NextCron
    when: When = AT_ONCE
    quiet: Quiet | None = None
    limit: Limit | None = None


@dataclass(slots=True)
class _Draft:
    """A decision while it is made."""

    each: list[Decided]
    bundles: list[Bundle]
    pace: Pace

    def done(self) -> Decision:
        return Decision(each=tuple(self.each), bundles=tuple(self.bundles), pace=self.pace)


def decide(
    queue: Queue, *, rules: Rules, now: datetime, probing: bool = False, together: bool = False
) -> Decision:
    """Decide what may be sent now and what waits for what.

    ``probing``: the service failed and is only asked whether it is well again; so that many do not fail
    with it, one message is let go and the others stay as they are. ``together``: what waits was collected and is
    one message, however few they are.
    """
    held, rest = muted(queue, rules.zone)
    draft = _Draft(held, [], _begun(queue.pace, rules, now))
    quiet = quiet_until(rules.quiet, now, rules.zone)
    if quiet is not None:
        _hold(draft, rest, DigestReason.QUIET, quiet, f"quiet hours until {_told(quiet, rules)}")
        return draft.done()
    alerts = [one for one in rest if one.kind in ALERTS and one.due <= now]
    _unlimited(draft, [one for one in rest if one.kind not in ALERTS and not one.let_go], now)
    if rules.when.beat is Beat.AT_ONCE:
        draft.pace = replace(draft.pace, told=None)
        _at_once(draft, alerts, rules=rules, now=now, probing=probing, together=together)
    else:
        _at_set_times(draft, alerts, rules=rules, now=now)
    return draft.done()


def _unlimited(draft: _Draft, some: Sequence[Waiting], now: datetime) -> None:
    """Let go what no limit and no set time holds; of a flood that nobody claimed, one message tells."""
    unclaimed = [one for one in some if one.kind is AlertKind.ESCALATION]
    many = len(unclaimed) > MANY
    if many:
        reason = f"{len(unclaimed)} stories were not claimed"
        _bundle(draft, unclaimed, DigestReason.BACKLOG, now, reason)
    for one in some:
        if not (many and one.kind is AlertKind.ESCALATION):
            _let_go(draft, one, "no limit and no set time holds it")


def _begun(pace: Pace, rules: Rules, now: datetime) -> Pace:
    """Let the first digest cover what comes from now on, also where set times begin in quiet hours."""
    if rules.when.beat is Beat.AT_ONCE or pace.told is not None:
        return pace
    return replace(pace, told=now)


def _at_set_times(draft: _Draft, alerts: Sequence[Waiting], *, rules: Rules, now: datetime) -> None:
    """Make the digest that is due, if one is, and hold the rest for the next."""
    since = draft.pace.told or now
    due = last_digest(rules.when, since, now, rules.zone, rules.next_cron)
    draft.pace = replace(draft.pace, told=due or since)
    if due is not None:
        draft.bundles.append(
            Bundle(
                key=digest_key(rules.when, due, rules.zone),
                digest=DigestReason.SCHEDULE,
                since=since,
                messages=tuple(one.id for one in alerts),
                reason=f"told in the digest of {_told(due, rules)}",
            )
        )
        return
    following = next_digest(rules.when, since, rules.zone, rules.next_cron)
    if following is not None:
        reason = f"collected for the digest of {_told(following, rules)}"
        _hold(draft, alerts, DigestReason.SCHEDULE, following, reason)


def _at_once(
    draft: _Draft,
    alerts: Sequence[Waiting],
    *,
    rules: Rules,
    now: datetime,
    probing: bool,
    together: bool,
) -> None:
    if probing:
        _probe(draft, alerts)
        return
    limit = rules.limit or WIDEST
    draft.pace = filled(draft.pace, limit, now)
    for cause, reason in (
        (DigestReason.MUTED, "it was muted until now"),
        (DigestReason.QUIET, "it was held during quiet hours"),
    ):
        freed = [one for one in alerts if one.cause is cause]
        if freed:
            _bundle(draft, freed, cause, now, reason)
    rest = [one for one in alerts if one.cause not in (DigestReason.MUTED, DigestReason.QUIET)]
    until = draft.pace.collecting
    # Later than that it can only be when the clock was set back.
    if until is not None and now < until <= now + COLLECT:
        fresh = [one for one in rest if not one.let_go]
        _hold(draft, fresh, DigestReason.BACKLOG, until, "collected, since many came at once")
    elif len(rest) > (1 if together else MANY):
        _bundle(draft, rest, DigestReason.BACKLOG, now, f"{len(rest)} alerts came at once")
        draft.pace = replace(taken(draft.pace) or draft.pace, collecting=now + COLLECT)
    else:
        _within_limit(draft, [one for one in rest if not one.let_go], limit, now, rules)


def _probe(draft: _Draft, alerts: Sequence[Waiting]) -> None:
    """Let one go, unless one is on its way already."""
    if alerts and not any(one.let_go for one in alerts):
        _let_go(draft, alerts[0], "one message asks whether the service is well again")


def _within_limit(
    draft: _Draft, fresh: Sequence[Waiting], limit: Limit, now: datetime, rules: Rules
) -> None:
    """Let go as many as the limit allows; what had to wait for it goes as one."""
    over = [one for one in fresh if one.cause is DigestReason.LIMIT]
    if len(over) > 1 and (pace := taken(draft.pace)):
        draft.pace = pace
        reason = f"above the limit of {_limit(limit)}"
        _bundle(draft, fresh, DigestReason.LIMIT, now, reason)
        return
    for number, one in enumerate(fresh):
        allowed = taken(draft.pace)
        if allowed is None:
            until = next_token(draft.pace, limit, now)
            reason = f"above the limit of {_limit(limit)} until {_told(until, rules)}"
            _hold(draft, fresh[number:], DigestReason.LIMIT, until, reason)
            return
        draft.pace = allowed
        _let_go(draft, one, "within the limits, at once")


def _limit(limit: Limit) -> str:
    unit = UNITS.get(limit.per)
    return f"{limit.number}/{unit}" if unit else f"{limit.number} and then one a minute"


def _let_go(draft: _Draft, one: Waiting, reason: str) -> None:
    draft.each.append(Decided(message=one.id, state=DeliveryState.READY, reason=reason))


def _hold(
    draft: _Draft, waiting: Iterable[Waiting], cause: DigestReason, until: datetime, reason: str
) -> None:
    draft.each += [
        Decided(message=one.id, state=DeliveryState.HELD, until=until, cause=cause, reason=reason)
        for one in waiting
    ]


def _bundle(
    draft: _Draft, some: Sequence[Waiting], cause: DigestReason, now: datetime, reason: str
) -> None:
    draft.bundles.append(
        Bundle(
            key=f"{cause} {now.isoformat(timespec='milliseconds')}",
            digest=cause,
            since=None,
            messages=tuple(one.id for one in some),
            reason=reason,
        )
    )


def _told(moment: datetime, rules: Rules) -> str:
    return told(moment, rules.zone.key)
