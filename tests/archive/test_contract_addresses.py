"""What `archive.ports.Addresses` promises, and what waits for an address that was taken out."""

from collections.abc import AsyncIterator, Sequence

from archive.addresses import Mark
from archive.vocabulary import Alert, DeliveryState, Standing
from tests.archive.polls import NOW, Archive, Live


async def stranded(archive: Archive) -> list[bool]:
    """Say of each message that waits, the newest first, whether nobody sends it."""
    return [message.stranded async for batch in batches(archive) for message in batch]


def batches(archive: Archive) -> AsyncIterator[Sequence[Standing]]:
    return archive.messages(states=[DeliveryState.READY])


def test_what_waits_for_an_address_that_was_taken_out_is_stranded(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        marks = [Mark(whole=name, stem=name) for name in "abc"]
        assert await archive.number_addresses({"desk": marks}) == {"desk": (0, 1, 2)}
        for target in (0, 1, 2):
            key = str(target)
            await archive.post(Alert(title=key), channel="desk", target=target, key=key, now=NOW)
        assert await stranded(archive) == [False] * 3
        assert await archive.number_addresses({"desk": marks[1:]}) == {"desk": (1, 2)}
        assert await stranded(archive) == [False, False, True]
        (state,) = await archive.channels()
        assert (state.stranded, state.waiting) == (1, 3)
        # As one that has waited since before addresses had marks.
        await archive.post(Alert(title="d"), channel="desk", target=5, key="d", now=NOW)
        (state,) = await archive.channels()
        assert state.stranded == 2
        ways = [message.address async for batch in batches(archive) for message in batch]
        assert ways == [None, (2, 2), (1, 2), None]
        new = Mark(whole="new", stem="new")
        assert await archive.number_addresses({"desk": [new, *marks[1:]]}) == {"desk": (6, 1, 2)}
        assert await archive.number_addresses({"desk": marks}) == {"desk": (0, 1, 2)}
        assert (await archive.channels())[0].stranded == 1

    archive.live(journey)
