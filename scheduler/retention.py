"""Forgetting what is old, in small slices, so that nothing waits long for the archive."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from archive.ports import Retention
from scheduler.report import count

log = logging.getLogger(__name__)

SLICE = 500
"""Articles that are forgotten in one transaction."""
KEEP_VERDICTS = timedelta(days=90)
"""How long it can be said why something was told, or was not."""


async def forget(
    archive: Retention,
    keep: timedelta | None,
    *,
    now: datetime,
    enough: Callable[[], bool] = lambda: False,
) -> int:
    """Forget what is too old, until nothing is left or ``enough`` says so; return how many articles were.

    ``keep`` is how long articles without a match are kept; None: for ever. What finds copies, verdicts and articles get
    their slices by turns, so that each shrinks however little time there is.
    """
    forgotten = 0
    slices: list[Callable[[], Awaitable[int]]] = [
        lambda: archive.tidy(now=now, limit=SLICE),
        lambda: archive.prune_verdicts(before=now - KEEP_VERDICTS, limit=SLICE),
    ]

    async def prune(before: datetime) -> int:
        nonlocal forgotten
        pruned = await archive.prune(before=before, limit=SLICE)
        forgotten += pruned
        return pruned

    if keep is not None:
        before = now - keep
        slices.append(lambda: prune(before))
    while slices:
        for each in tuple(slices):
            if not await each():
                slices.remove(each)
            if enough():
                slices.clear()
                break
    if forgotten:
        log.info("%s without a match forgotten", count(forgotten, "article", "articles"))
    return forgotten
