"""Forgetting, in slices that take turns, and for so long only."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from scheduler.retention import KEEP_VERDICTS, SLICE, forget

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEEP = timedelta(days=30)


class Old:
    """Promises what `archive.ports.Retention` does, of nothing but numbers."""

    def __init__(self, *, texts: int = 0, verdicts: int = 0, articles: int = 0) -> None:
        self.left = {"texts": texts, "verdicts": verdicts, "articles": articles}
        self.before: set[datetime] = set()

    async def tidy(self, *, now: datetime, limit: int) -> int:
        return self._take("texts", limit)

    async def prune_verdicts(self, *, before: datetime, limit: int) -> int:
        assert before == NOW - KEEP_VERDICTS
        return self._take("verdicts", limit)

    async def prune(self, *, before: datetime, limit: int) -> int:
        assert before == NOW - KEEP
        return self._take("articles", limit)

    def _take(self, what: str, limit: int) -> int:
        taken = min(self.left[what], limit)
        self.left[what] -= taken
        return taken


def test_all_that_is_old_goes() -> None:
    old = Old(texts=3 * SLICE + 1, verdicts=1, articles=2 * SLICE)
    assert asyncio.run(forget(old, KEEP, now=NOW)) == 2 * SLICE
    assert old.left == {"texts": 0, "verdicts": 0, "articles": 0}


def test_articles_stay_where_they_are_kept_for_ever() -> None:
    old = Old(texts=1, articles=7)
    assert asyncio.run(forget(old, None, now=NOW)) == 0
    assert old.left == {"texts": 0, "verdicts": 0, "articles": 7}


@pytest.mark.parametrize("slices", [1, 3, 7])
def test_no_more_slices_than_there_is_time_for_and_each_gets_its_turn(slices: int) -> None:
    turns = count(1)
    many = 10 * SLICE
    old = Old(texts=many, verdicts=many, articles=many)
    asyncio.run(forget(old, KEEP, now=NOW, enough=lambda: next(turns) >= slices))
    taken = [(many - left) // SLICE for left in old.left.values()]
    assert sum(taken) == slices
    assert max(taken) - min(taken) <= 1
