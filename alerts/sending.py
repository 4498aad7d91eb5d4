"""One attempt: a message put into words, sent to one target, and its outcome."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts import console
from alerts.answers import Answer, Fate
from alerts.own import current
from alerts.rendering import render
from alerts.retry import GIVE_UP, wait_before
from alerts.samples import SAMPLE, sample_digest
from alerts.services import CANARY, CONSOLE, TIMEOUT, Service, label, schema_of
from alerts.words import FORMS, Kind
from archive.vocabulary import (
    Channel,
    Coverage,
    Message,
    Outcome,
    OutcomeKind,
    Secret,
)

log = logging.getLogger(__name__)


def attempt(
    address: Secret,
    message: Message,
    *,
    zone: str,
    key: str,
    sure: bool = True,
    coverage: Coverage | None = None,
    template: str | None = None,
    timeout: float = TIMEOUT,
) -> Answer:
    """Write to one target; blocks, never raises.

    ``coverage`` is who carries the story of an alert; ``template`` is a file, or a folder, of the user's
    own words; ``timeout``: seconds for each network operation.
    """
    if schema_of(address) == CONSOLE:
        return console.show(message, zone=zone, sure=sure, coverage=coverage)
    service = None if schema_of(address) == CANARY else Service(address, timeout=timeout)
    try:
        words = render(
            message,
            service.kind if service else Kind.EMAIL,
            zone=zone,
            sure=sure,
            key=key,
            coverage=coverage,
            room=service.room if service else None,
            own=current(Path(template)) if template else None,
        )
    except Exception as error:
        # A bug that one message brings to light must not stop the others.
        log.exception("message %s cannot be put into words", key)
        reason = f"it cannot be put into words: {type(error).__name__}"
        return Answer(fate=Fate.LATER, reason=reason, cause="words")
    if service is None:
        return Answer(fate=Fate.SENT, reason="it came as far as sending")
    whose = f"from {' and '.join(words.files)}" if words.files else "in Wirewatch's own words"
    form = f"{FORMS[service.kind]}, {whose}"
    return replace(service.send(words, key=key), words=form, remark=words.fault)


def outcome_of(
    answer: Answer,
    *,
    attempts: int,
    created: datetime,
    now: datetime,
    random: Callable[[], float],
) -> Outcome:
    """Decide what an answer means for the message; pure.

    ``attempts`` counts this one; a message that was written more than 72 hours ago is given up.
    """
    if answer.fate is Fate.SENT:
        return Outcome(kind=OutcomeKind.SENT, reason=answer.reason)
    if answer.fate is Fate.NEVER:
        return Outcome(kind=OutcomeKind.DEAD, reason=answer.reason, sure=answer.sure)
    if now - created >= GIVE_UP:
        return Outcome(kind=OutcomeKind.DEAD, reason=given_up(answer), sure=answer.sure)
    wait = wait_before(attempts, random=random, retry_after=answer.retry_after)
    return Outcome(kind=OutcomeKind.LATER, reason=answer.reason, due=now + wait, sure=answer.sure)


def given_up(answer: Answer) -> str:
    """Say why a message is given up whose time is over."""
    return f"given up after {GIVE_UP // timedelta(hours=1)} hours: {answer.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of a sample message to one target."""

    target: str
    """A label without secrets."""
    outcome: Outcome
    remark: str = ""
    """Why a template of the user's own was not used."""


def send_test(
    channel: Channel,
    *,
    zone: str,
    target: int | None = None,
    digest: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[Tried]:
    """Send a sample message, or a sample digest, to the targets of a channel, or to one of them; blocks.

    The answer of each service comes in plain words. Nothing is tried again: LATER means that it failed
    now but might work later.
    """
    told = []
    for number, address in enumerate(channel.to):
        if target is not None and number != target:
            continue
        moment = now()
        answer = attempt(
            address,
            sample_digest(moment) if digest else replace(SAMPLE, seen=moment),
            zone=channel.timezone or zone,
            key=f"test-{channel.name}-{number}-{moment:%Y%m%dT%H%M%S}",
            template=channel.template,
        )
        outcome = outcome_of(answer, attempts=1, created=moment, now=moment, random=lambda: 0.5)
        name = label(address)
        if channel.to[1:]:
            name = f"{name} ({number + 1} of {len(channel.to)})"
        told.append(Tried(target=name, outcome=outcome, remark=answer.remark))
    return told
