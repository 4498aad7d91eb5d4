import asyncio

import pytest

from spiders.crawl.turns import OWN_AT_MOST, OWN_AT_ONCE, Turns


async def most_together(turns: Turns, asks: int, *, own: bool) -> int:
    """Ask so many times for requests that never end; return how many are under way once nothing moves any more."""
    under_way = 0
    for_ever = asyncio.Event()

    async def ask() -> None:
        nonlocal under_way
        async with turns.of("post.example", own=own):
            under_way += 1
            await for_ever.wait()

    tasks = [asyncio.create_task(ask()) for _ in range(asks)]
    before = -1
    while before != under_way:
        before = under_way
        done = asyncio.Event()
        asyncio.get_running_loop().call_later(0.01, done.set)
        await done.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return under_way


@pytest.mark.parametrize(
    ("own", "hanging", "most"),
    [(False, 0.0, 1), (True, 60.0, OWN_AT_ONCE), (True, 0.0, OWN_AT_MOST)],
)
def test_hanging_requests_hold_up_only_the_hosts_of_others(
    own: bool, hanging: float, most: int
) -> None:
    assert asyncio.run(most_together(Turns(hanging=hanging), 30, own=own)) == most


def test_a_turn_that_ended_or_was_cancelled_is_given_back_once() -> None:
    async def journey() -> int:
        turns = Turns(hanging=0.0)
        for _ in range(3):
            await most_together(turns, 30, own=True)
        return await most_together(turns, 30, own=True)

    assert asyncio.run(journey()) == OWN_AT_MOST
