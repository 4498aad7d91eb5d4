import asyncio
import logging

import pytest

from archive.errors import ArchiveBusyError, ArchiveError
from scheduler.patience import CALM, Patience


def test_trouble_is_told_when_it_begins_and_when_it_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = [0.0]
    patience = Patience(steady=lambda: clock[0])
    answers: list[ArchiveError | None] = [
        None,
        ArchiveError("full"),
        ArchiveBusyError("busy"),
        None,
        None,
    ]

    async def act() -> None:
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    async def all_of_them() -> None:
        while answers:
            await patience.bear(act)
        for seconds in (1, 5, 9.9):  # a small poll finds room between two that do not
            clock[0] = seconds
            patience.recover()
            patience.suffer(ArchiveError("full again"))
        clock[0] += CALM - 0.1
        patience.recover()
        assert len(caplog.records) == 1
        clock[0] += 0.1
        patience.recover()
        patience.recover()

    with caplog.at_level(logging.INFO):
        asyncio.run(all_of_them())
    assert [record.getMessage() for record in caplog.records] == [
        "full. Polling waits until then",
        "the archive can be written again; polling goes on",
    ]


def test_other_errors_are_not_borne() -> None:
    async def act() -> None:
        raise KeyError("a mistake of ours")

    with pytest.raises(KeyError):
        asyncio.run(Patience().bear(act))
