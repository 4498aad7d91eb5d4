"""What is in memory of the last reports changes no decision, whatever happens to the archive meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.sqlite import articles
from archive.sqlite.connection import transaction
from archive.sqlite.recent import Lately, Recent
from archive.vocabulary import Entry
from benchmarks.stream import Item, Stream
from tests.archive.words import words

BEGIN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOURS = 11
"""Between two steps: more than a lease, and few enough that a story has reports of several."""
Step = Literal["poll", "other polls", "taken back", "restart", "forget", "other forgets", "a week"]
STEPS = st.lists(
    st.sampled_from(
        ["poll", "poll", "poll", "other polls", "taken back", "restart", "forget", "other forgets", "a week"]
    ),
    min_size=4,
    max_size=10,
)  # fmt: skip


def reports(chance: Random) -> Iterator[Item]:
    """Yield reports whose words are drawn from those of one or two events each."""
    events = [words(f"event{n}", 20).split() for n in range(4)]
    for number in count(1):
        some = chance.sample(events, 2 if chance.random() < 0.35 else 1)
        mixed = [word for event in some for word in chance.sample(event, chance.randint(8, 16))]
        text = f"{' '.join(mixed)} {words(f'own{number}', 12)}"
        entry = Entry(
            title=f"Report {number}", url=f"https://s{number}.example/{number}", text=text
        )
        yield Item(id=str(number), entry=entry, language="en", at=BEGIN, labels={})


class World:
    """Two connections to one archive, which forget what they have in memory before each poll, or never."""

    def __init__(self, path: Path, seed: int, *, remembers: bool) -> None:
        self.ours, self.theirs = Stream(path), Stream(path)
        self.restart()
        self._remembers = remembers
        self._news = reports(Random(seed))  # noqa: S311 - reproducible, not secret
        self._chance = Random(seed)  # noqa: S311 - reproducible, not secret
        self._now = BEGIN

    def restart(self) -> None:
        # So small that most of it has to go and come again.
        self.ours.recent = Recent(openings=5)
        self.theirs.recent = Recent()

    def step(self, what: Step) -> None:
        self._now += timedelta(days=7) if what == "a week" else timedelta(hours=HOURS)
        stream = self.theirs if what.startswith("other") else self.ours
        if not self._remembers:
            # How common words are is remembered all the same: it depends on when it was learned.
            for recent in (self.ours.recent, self.theirs.recent):
                recent.openings.clear()
        if what == "restart":
            self.restart()
        elif what == "taken back":
            self._taken_back(stream)
        elif what.endswith(("forget", "forgets")):
            self._forget(stream)
        elif what == "a week":
            articles.tidy(stream.db, self._now, 100)
        else:
            self._poll(stream)

    def _poll(self, stream: Stream) -> None:
        stream.send([next(self._news) for _ in range(4)], now=self._now)

    def _taken_back(self, stream: Stream) -> None:
        (last,) = stream.db.execute(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'articles'"
        ).fetchone()
        stream.db.execute(
            f"""CREATE TEMP TRIGGER full BEFORE INSERT ON listings WHEN NEW.article = {last + 3}
                BEGIN SELECT RAISE(ABORT, 'no room'); END"""
        )
        with pytest.raises(sqlite3.IntegrityError, match="no room"):
            self._poll(stream)
        stream.db.execute("DROP TRIGGER full")

    def _forget(self, stream: Stream) -> None:
        known = stream.db.execute(
            "SELECT id, text FROM articles ORDER BY id DESC LIMIT 6"
        ).fetchall()
        with transaction(stream.db):
            for article, text in known[:: self._chance.randint(1, 3)]:
                articles.forget(stream.db, article, text)

    def state(self) -> dict[str, Any]:
        """Return everything that decides where an article belongs, and what was decided."""
        db = self.ours.db
        queries = {
            "articles": "SELECT id, story, copy_of FROM articles ORDER BY id",
            "openings": "SELECT article, story, at, hex(near), size, names_size FROM openings ORDER BY article",
            "newest": "SELECT term, articles FROM newest ORDER BY term",
            "events": "SELECT kind, story, article, other, reason FROM story_events ORDER BY id",
        }
        found: dict[str, Any] = {
            name: db.execute(query).fetchall() for name, query in queries.items()
        }
        return found


@settings(max_examples=12, deadline=None)
@given(steps=STEPS, seed=st.integers(0, 1000))
def test_with_and_without_memory_the_same_is_decided(steps: list[Step], seed: int) -> None:
    states = []
    for remembers in (True, False):
        with TemporaryDirectory() as folder:
            world = World(Path(folder) / "archive.db", seed, remembers=remembers)
            with closing(world.ours.db), closing(world.theirs.db):
                for step in steps:
                    world.step(step)
                states.append(world.state())
    assert states[0] == states[1]


def test_the_law_is_of_stories_that_join_and_part(tmp_path: Path) -> None:
    """Else it would show nothing."""
    world = World(tmp_path / "archive.db", 1, remembers=True)
    for _ in range(12):
        world.step("poll")
    kinds = {kind for kind, *_ in world.state()["events"]}
    assert kinds >= {"joined", "split"}
    assert len(world.state()["newest"]) > 100


def test_memory_grows_no_larger_than_twice_the_limit_and_keeps_what_is_asked_for() -> None:
    lately: Lately[str] = Lately(10)
    for number in range(1000):
        lately.put(number, str(number))
        assert lately.get(0) == "0"
        assert lately.find(range(max(0, number - 8), number + 1)).keys() == {*range(max(0, number - 8), number + 1)}  # fmt: skip
    assert len(lately.find(range(1000))) <= 20


@given(st.lists(st.tuples(st.sampled_from(["put", "get", "find"]), st.integers(0, 9))))
def test_memory_has_the_last_value_or_none(acts: list[tuple[str, int]]) -> None:
    lately: Lately[int] = Lately(2)
    true: dict[int, int] = {}
    for value, (act, number) in enumerate(acts):
        if act == "put":
            lately.put(number, value)
            true[number] = value
        elif act == "get":
            assert lately.get(number) in {true.get(number), None}
        else:
            assert lately.find([number, 0]).items() <= true.items()


@pytest.mark.parametrize("forgotten", [False, True])
def test_what_another_connection_forgot_is_not_found(tmp_path: Path, forgotten: bool) -> None:
    ours, theirs = Stream(tmp_path / "archive.db"), Stream(tmp_path / "archive.db")
    first, second, third = (_of_one_event(number) for number in (1, 2, 3))
    ours.send([first], now=BEGIN)
    ours.send([second], now=BEGIN + timedelta(hours=1))  # and now the first is in memory
    if forgotten:
        with transaction(theirs.db):
            for article in (1, 2):
                articles.forget(theirs.db, article, first.entry.text)
    ours.send([third], now=BEGIN + timedelta(hours=2))
    (story,) = ours.db.execute("SELECT story FROM articles WHERE id = 3").fetchone()
    assert story == (3 if forgotten else 1)


def _of_one_event(number: int) -> Item:
    text = f"{words('event', 20)} {words(f'own{number}', 12)}"
    entry = Entry(title=f"Report {number}", url=f"https://s{number}.example/{number}", text=text)
    return Item(id=str(number), entry=entry, language="en", at=BEGIN, labels={})
