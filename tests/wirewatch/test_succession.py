"""A configuration that is taken up brings a matcher that knows texts, and the former one is given back."""

import gc
import sys
import threading
from dataclasses import replace
from pathlib import Path
from weakref import ref

import pytest

from tests.wirewatch.test_reloading import config_of, write
from watchlists import Document, Matcher, QueryError, Watchlist
from wirewatch.succession import leave_alone, succeed

FERRY, TRAIN = (
    Document(title=f"A {word} sinks", text="", language="en") for word in ("ferry", "train")
)


def freeing() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "freeing"]


def test_the_former_matcher_works_until_its_last_user_lets_it_go(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    write(path)
    first = config_of(path)
    write(path, word="train")
    former = Matcher(first.watchlists, first.terms)
    assert former.holding(FERRY) == ("Ferries",)
    found = succeed(former, config_of(path))
    assert (found.holding(FERRY), found.holding(TRAIN)) == ((), ("Ferries",))
    # A poll under way still has it.
    assert former.holding(FERRY) == ("Ferries",)
    assert gc.isenabled()
    gone, programs = ref(former), former._programs  # noqa: SLF001
    del former
    for thread in freeing():
        thread.join(10)
    assert gone() is None
    assert programs == []
    assert found.holding(TRAIN) == ("Ferries",)


def test_a_query_that_cannot_be_read_leaves_the_former_one(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    write(path)
    config = config_of(path)
    former = Matcher(config.watchlists, config.terms)
    config = replace(config, watchlists=(Watchlist(name="Bad", query="tittle:x"),))
    with pytest.raises(QueryError):
        succeed(former, config)
    assert former.holding(FERRY) == ("Ferries",)


def test_what_was_under_way_at_an_edit_is_given_back_at_the_next() -> None:
    class Request:
        def __init__(self) -> None:
            self.callback = self.answered

        def answered(self) -> None:
            pass

    request = Request()
    under_way = ref(request)
    leave_alone(most=sys.maxsize)
    assert gc.get_freeze_count() > 0
    del request
    gc.collect()
    assert under_way() is not None
    leave_alone(most=0)
    assert under_way() is not None  # so many objects are not looked through
    leave_alone(most=sys.maxsize)
    assert under_way() is None
