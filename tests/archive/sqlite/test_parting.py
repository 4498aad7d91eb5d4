"""What becomes of what is not seen when a story is parted, and of what was claimed, told and withheld."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlite_utils import Database

from archive.polling import Posting
from archive.sqlite import escalations, outbox, postings, stories, withheld
from archive.sqlite.connection import connect
from archive.sqlite.regrouping import regroup
from archive.stories import Outlets
from archive.stories.grouping import Report
from archive.vocabulary import Alert, AlertKind
from tests.archive.polls import NOW, posting


def archive_of(path: Path, *, count: int, first: int = 1) -> Database:
    """Return an archive in which article 1 is a story, and the others are one that article 2 began."""
    db = connect(path / "archive.db")
    for number in range(1, count + 1):
        story = min(number, 2)
        db.execute(
            """INSERT INTO articles (id, anchor, title, outlet, source, seen, listed, authors, tags, summary, text, story)
               VALUES (?, ?, '', '', '', '', '', '[]', '[]', '', '', ?)""",
            [number, f"anchor {number}", story],
        )
        if number == story:
            db.execute("INSERT INTO stories VALUES (?, ?, NULL)", [number, f"anchor {number}"])
    return db


def report(article: int, story: int, likeness: dict[int, float]) -> Report:
    return Report(article=article, story=story, at=0, likeness=likeness)


def founder_leaves(db: Database) -> None:
    """Let the first article of the second story turn out to be of the first, while few of its reports are seen."""
    seen = (
        report(1, 1, {}),
        report(2, 2, {1: 0.9}),
        report(18, 2, {1: 0.0, 2: 0.0}),
        report(19, 2, {1: 0.0, 2: 0.0, 18: 0.9}),
        report(20, 0, {1: 0.0, 2: 0.0, 18: 0.9, 19: 0.9}),
    )
    regroup(db, seen, 20, "words", NOW)


def test_what_was_not_seen_goes_with_the_most_of_its_story(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=20)
    founder_leaves(db)
    story_of = dict(db.execute("SELECT id, story FROM articles").fetchall())
    assert story_of[2] == 1
    assert {story_of[number] for number in range(3, 21)} == {18}
    assert stories.current(db, 2) == 1


def test_what_leaves_takes_nothing_from_where_the_first_report_goes(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=20)
    for article, story in ((1, 1), (3, 2), (19, 2)):
        outbox.insert(
            db,
            posting(f"W{article}"),
            keys=[f"key {article}"],
            article=article,
            story=story,
            now=NOW,
        )
    escalations.claim(db, 1, NOW)
    founder_leaves(db)
    assert db.execute("SELECT article, story FROM outbox ORDER BY id").fetchall() == [
        (1, 1), (3, 18), (19, 18),
    ]  # fmt: skip
    assert db.execute("SELECT story FROM claims").fetchall() == [(1,)]


def test_a_claim_by_an_older_number_goes_with_what_was_told(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=4)
    told = posting()
    outbox.insert(db, told, keys=["key"], article=3, story=2, now=NOW)
    escalations.claim(db, 2, NOW)
    stories.merge(db, 1, 2, 4, "", NOW)
    stories.move(db, {3: "words"}, 1, 3, NOW)
    assert db.execute("SELECT story FROM outbox").fetchone() == (3,)
    again = escalations.claim(db, 3, NOW + timedelta(hours=1))
    assert again is not None
    assert again.before == NOW


def test_an_escalation_is_told_once_whatever_became_of_its_story(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=4)
    stories.merge(db, 1, 2, 4, "", NOW)
    alert = Alert(
        watchlist="Boats", title="Ferry", seen=NOW, article=3, story=2, kind=AlertKind.ESCALATION
    )
    one = Posting(channel="desk", target=0, watchlist="Boats", alert=alert)
    assert [outbox.post(db, one, "key", NOW) for _ in range(3)] == [True, False, False]


def test_a_message_names_the_story_that_its_article_is_in(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=4)
    outbox.insert(db, posting(), keys=["key"], article=3, story=2, now=NOW)
    stories.move(db, {3: "words"}, 2, 3, NOW)
    row = next(db.query("SELECT * FROM outbox"))
    message = outbox.message_of(db, row, Outlets())
    assert isinstance(message, Alert)
    assert message.story == row["story"] == 3


def test_a_copy_that_turns_out_to_be_none_is_told(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=3)
    db.execute("UPDATE articles SET original = 2, copy_of = 2 WHERE id = 3")
    assert outbox.insert(db, posting(), keys=["key"], article=2, story=2, now=NOW) is None
    withheld.keep(db, 3, posting())
    stories.leave(db, 3, now=NOW, reason="")
    assert postings.release(db, {2, 3}, NOW) == 1


def test_who_was_told_that_a_story_grew_is_not_told_of_it_anew(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=4)
    alert = Alert(watchlist="Bridges", title="More", seen=NOW, kind=AlertKind.FOLLOW_UP)
    outbox.insert(db, posting(), keys=["key"], article=2, story=2, now=NOW)
    withheld.keep(db, 3, posting())
    more = replace(posting(), alert=alert)
    outbox.insert(db, more, keys=["key of it"], article=3, story=2, now=NOW)
    stories.move(db, {2: "words"}, 2, 1, NOW)
    assert postings.release(db, {1, 2}, NOW) == 0


def test_of_a_story_that_is_told_after_all_one_report_is(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=6)
    outbox.insert(db, posting(), keys=["key"], article=2, story=2, now=NOW)
    for article in range(3, 7):
        withheld.keep(db, article, posting())
    stories.move(db, {2: "words"}, 2, 1, NOW)
    assert postings.release(db, {1, 2}, NOW) == 1
    assert [row[0] for row in db.execute("SELECT article FROM outbox ORDER BY id")] == [2, 3]
    assert postings.release(db, {1, 2}, NOW) == 0


def test_what_stays_behind_is_known_by_the_story_that_it_is_in(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=4)
    outbox.insert(db, posting(), keys=["key"], article=3, story=2, now=NOW)
    escalations.claim(db, 2, NOW)
    stories.merge(db, 1, 2, 4, "", NOW)
    stories.move(db, {2: "words"}, 1, 2, NOW)
    # The second number leads to the second article again, but the third was told, and is in the first story.
    assert db.execute("SELECT story, json_extract(alert, '$.story') FROM outbox").fetchone() == (
        1,
        1,
    )
    again = escalations.claim(db, 1, NOW + timedelta(hours=1))
    assert again is not None
    assert again.before == NOW


def test_two_told_stories_that_became_one_are_escalated_once(tmp_path: Path) -> None:
    db = archive_of(tmp_path, count=4)
    rules = {"Bridges": timedelta(hours=1)}
    assert not escalations.unclaimed(db, rules, NOW)
    for story in (1, 2):
        outbox.insert(db, posting(), keys=[f"key {story}"], article=story, story=story, now=NOW)
    later = NOW + timedelta(hours=2)
    assert [one.story for one in escalations.unclaimed(db, rules, later)] == [1, 2]
    stories.merge(db, 1, 2, 4, "", NOW)
    (one,) = escalations.unclaimed(db, rules, later)
    escalations.remember(db, one, later)
    assert not escalations.unclaimed(db, rules, later)
