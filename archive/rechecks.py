"""Looking again at articles that were told: when, and what came of it; pure values."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archive.polling import Revision
from archive.vocabulary import Article, Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """An article that is ours to look at until the lease ends."""

    article: Article
    began: datetime
    """When it was seen; ``steps`` count from there."""
    steps: tuple[timedelta, ...]
    step: int
    """Which of them is due."""
    failures: int
    """Looks in a row that brought no answer."""
    validators: Validators
    token: str
    """Fences what comes of it: a later claim makes it void."""
    gone: bool = False
    """Whether there was nothing at its address at the last look that said anything of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """When an article is looked at next."""

    due: datetime
    step: int
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of a look."""

    ahead: Ahead | None
    """None when it was the last."""
    validators: Validators = field(default_factory=Validators)
    revision: Revision | None = None


FIRST_RETRY = timedelta(minutes=5)
MOST_RETRIES = 4
"""Looks without an answer after which only the next step is waited for."""


def ahead(
    recheck: Recheck, *, now: datetime, failed: bool = False, wait: timedelta | None = None
) -> Ahead | None:
    """Decide when to look at an article next; a pure function.

    After an answer: at the next step that is not over. Without one: after 5, 10, 20 and 40 minutes, or when the
    server says, unless the next step comes before.
    """
    following = next(
        (
            Ahead(due=recheck.began + after, step=step)
            for step, after in enumerate(recheck.steps)
            if step > recheck.step and recheck.began + after > now
        ),
        None,
    )
    failures = recheck.failures + 1
    if not failed or failures > MOST_RETRIES:
        return following
    again = now + max(FIRST_RETRY * 2 ** (failures - 1), wait or timedelta(0))
    if following is not None and following.due <= again:
        return following
    return Ahead(due=again, step=recheck.step, failures=failures)
