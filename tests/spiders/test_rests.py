"""A host that has enough of us is left alone as a whole."""

import asyncio
from datetime import timedelta

import pytest

from spiders import Answer, Ask, StatusError
from spiders.rests import LONGEST, SHORTEST, RestingFetcher
from tests.spiders.webs import Clock, Page, Web

HOST = "https://post.example"
A, B, ELSEWHERE = f"{HOST}/a", f"{HOST}/b", "https://wire.example/a"
OWN = frozenset({("127.0.0.1", 8801)})


class Asker:
    """Somebody who asks through a resting fetcher."""

    def __init__(self) -> None:
        self.web = Web({A: Page("a"), B: Page("b"), ELSEWHERE: Page("c")})
        self.clock = Clock()
        self._fetcher = RestingFetcher(self.web, own=OWN, now=self.clock)

    def ask(self, url: str) -> Answer:
        return asyncio.run(self._fetcher.fetch(Ask(url=url)))

    def refused(self, url: str) -> timedelta:
        asked = len(self.web.asked)
        with pytest.raises(StatusError) as caught:
            self.ask(url)
        assert len(self.web.asked) == asked
        assert caught.value.wait is not None
        return caught.value.wait


@pytest.mark.parametrize("status", [429, 503])
def test_the_whole_host_rests_as_long_as_it_asks(status: int) -> None:
    asker = Asker()
    asker.web.pages[A] = Page("", status, {"retry-after": "600"})
    assert asker.ask(A).status == status
    assert asker.refused(B) == timedelta(minutes=10)
    assert asker.ask(ELSEWHERE).status == 200
    asker.clock.now += timedelta(minutes=10)
    assert asker.ask(B).status == 200


def test_it_rests_an_hour_at_most() -> None:
    asker = Asker()
    asker.web.pages[A] = Page("", 429, {"retry-after": "999999"})
    asker.ask(A)
    assert asker.refused(B) == LONGEST


def test_without_a_time_the_rest_doubles_until_it_answers() -> None:
    asker = Asker()
    asker.web.pages[A] = Page("", 503)
    for times in range(9):
        asker.ask(A)
        wait = asker.refused(A)
        assert wait == min(SHORTEST * 2**times, LONGEST)
        asker.clock.now += wait
    asker.ask(B)
    asker.ask(A)
    assert asker.refused(B) == SHORTEST


def test_other_failures_are_of_one_address_only() -> None:
    asker = Asker()
    asker.web.pages[A] = Page("", 500)
    asker.ask(A)
    assert asker.ask(B).status == 200


def test_who_is_sent_on_rests_in_the_place_of_who_sends() -> None:
    asker = Asker()
    asker.web.pages[A] = Page("", 429, moved_to=ELSEWHERE)
    asker.ask(A)
    assert asker.ask(B).status == 200
    assert asker.refused(ELSEWHERE) == SHORTEST


def test_the_users_own_servers_do_not_rest() -> None:
    asker = Asker()
    asker.web.pages["http://127.0.0.1:8801/a"] = Page("", 429)
    for _ in range(2):
        assert asker.ask("http://127.0.0.1:8801/a").status == 429
