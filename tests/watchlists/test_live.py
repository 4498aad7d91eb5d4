"""Other watchlists take the place of those in use while texts are matched."""

import gc
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.watchlists.test_matcher import LISTS, stream
from watchlists import Document, Live, Matcher, QueryError, Watchlist

NEAR = Watchlist(name="near", query="w0 NEAR/3 w1 OR /w5/")
FORMER, NEW = LISTS[:300], [*LISTS[200:], NEAR]
DOCUMENTS = stream(600, 5)


def answers(watchlists: Sequence[Watchlist]) -> list[tuple[str, ...]]:
    """Return what each document satisfies, asked in one thread."""
    matcher = Matcher(watchlists)
    return [matcher.holding(document) for document in DOCUMENTS]


def test_every_text_is_matched_by_the_one_set_or_by_the_other() -> None:
    former, new = answers(FORMER), answers(NEW)
    live = Live(Matcher(FORMER))
    swapped = threading.Event()

    def swap() -> None:
        try:
            for number in range(5):
                live.replace(FORMER if number % 2 else NEW)
        finally:
            swapped.set()

    def match() -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        while len(found) < len(DOCUMENTS) or not swapped.is_set():
            found.append(live.holding(DOCUMENTS[len(found) % len(DOCUMENTS)]))
        return found

    with ThreadPoolExecutor(4) as pool:
        swapping = pool.submit(swap)
        matching = [pool.submit(match) for _ in range(3)]
        swapping.result()
        for found in (each.result() for each in matching):
            for at, answer in enumerate(found):
                assert answer in (former[at % len(DOCUMENTS)], new[at % len(DOCUMENTS)])
    assert [live.holding(document) for document in DOCUMENTS] == new


def test_threads_that_share_a_matcher_learn_and_hang_without_losing_a_query() -> None:
    matcher, expected = Matcher(FORMER), answers(FORMER)
    with ThreadPoolExecutor(4) as pool:
        for _ in range(2):
            found = list(pool.map(matcher.holding, DOCUMENTS))
            assert found == expected


def test_a_set_that_cannot_be_read_changes_nothing() -> None:
    live = Live(Matcher([NEAR]))
    with pytest.raises(QueryError, match="watchlist 'bad'"):
        live.replace([Watchlist(name="bad", query="tittle:x")])
    assert gc.isenabled()
    assert live.holding(Document(title="", text="w5", language="en")) == ("near",)


def test_a_matcher_in_use_is_left_whole_until_it_is_let_go() -> None:
    live = Live(Matcher([NEAR]))
    document = Document(title="", text="w5", language="en")
    breaths = 0

    def breathe() -> None:
        nonlocal breaths
        breaths += 1
        if breaths == 3:
            held.set()

    held = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with live.using() as matcher:
            replacing = pool.submit(live.replace, FORMER, breathe=breathe)
            held.wait()
            assert matcher.holding(document) == ("near",)
        replacing.result()
    assert live.holding(document) == ()


def test_building_lets_others_go_on_and_takes_its_knowledge_along() -> None:
    live = Live(Matcher(FORMER))
    for document in DOCUMENTS:
        live.holding(document)
    breaths: list[None] = []
    live.replace(NEW, breathe=lambda: breaths.append(None))
    assert len(breaths) > len(NEW) // 10
    with live.using() as matcher:
        assert len(matcher._indexes["en"].memo) > 50  # noqa: SLF001
        assert matcher.explain(Document(title="", text="w5"), "near").holds
