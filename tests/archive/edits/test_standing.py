"""What a page still shows was not taken out of its article, whatever reading it brought home."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from archive.edits import Verdict, reread
from archive.edits.standing import MOST, restored
from archive.vocabulary import Article, ArticleId, Change

TITLE = "The bridge is closed"
LINES = (
    "Officials in the border town said on Sunday that the bridge over the river had been closed.",
    "An inspection found cracks in two of its pillars, which were built in the last century.",
    "Engineers were expected to need at least three weeks for the repair of the damage.",
)
TEXT = "\n".join(LINES)
KNOWN = Article(
    id=ArticleId(1),
    url="https://post.example/1",
    title=TITLE,
    titles=(TITLE,),
    outlet="Post",
    source="Post",
    published=None,
    seen=datetime(2026, 11, 22, 12, tzinfo=UTC),
    language=None,
    authors=(),
    summary="",
    text=TEXT,
    story=1,
)
AROUND = "Home Sport Storm hits the coast of Norway"


def test_what_stands_on_the_page_goes_back_to_its_place() -> None:
    for lost in range(3):
        rest = "\n".join(line for n, line in enumerate(LINES) if n != lost)
        assert restored(TEXT, rest, f"{AROUND} {TEXT}") == TEXT
        assert restored(TEXT, rest, f"{AROUND} {rest}") == rest


def test_of_a_paragraph_that_stands_no_more_its_other_sentences_stay() -> None:
    both = f"{LINES[0]} {LINES[1]}"
    assert restored(f"{both}\n{LINES[2]}", LINES[2], f"{LINES[1]} {LINES[2]}") == "\n".join(
        LINES[1:]
    )


def test_a_sentence_that_is_read_in_another_line_is_not_doubled() -> None:
    joined = f"{LINES[0]} {LINES[1]} {LINES[2]}"
    assert restored(TEXT, joined, joined) == joined


def test_a_page_that_is_read_in_part_is_the_same() -> None:
    after, decision = reread(KNOWN, (TITLE,), "\n".join(LINES[1:]), whole=f"{AROUND} {TEXT}")
    assert (after, decision.verdict) == (KNOWN, Verdict.SAME)


def test_an_edit_of_a_page_that_is_read_in_part_is_told_alone() -> None:
    new = LINES[2].replace("three", "four")
    whole = f"{LINES[0]} {LINES[1]} {new}"
    after, decision = reread(KNOWN, (TITLE,), f"{LINES[1]}\n{new}", whole=whole)
    assert decision.edit is not None
    assert (decision.edit.kinds, decision.edit.removed) == (("figures", "text"), ())
    assert after.text == "\n".join((LINES[0], LINES[1], new))


def test_a_correction_that_quotes_what_was_reworded_does_not_hide_it() -> None:
    new = LINES[2].replace("three", "four")
    text = "\n".join((*LINES[:2], new))
    whole = f"{text} An earlier version of this article said: {LINES[2]}"
    _, decision = reread(KNOWN, (TITLE,), text, whole=whole)
    assert decision.edit is not None
    assert decision.edit.reworded == (Change(before=LINES[2], after=new),)
    assert decision.edit.figures[0].after == "four weeks"


def test_what_stands_nowhere_is_removed() -> None:
    rest = "\n".join(LINES[:2])
    after, decision = reread(KNOWN, (TITLE,), rest, whole=f"{AROUND} {rest}")
    assert decision.edit is not None
    assert (decision.edit.removed, after.text) == ((LINES[2],), rest)


def test_a_text_that_lacks_very_many_sentences_is_taken_as_it_is() -> None:
    long = "\n".join(f"The speaker number {n} spoke for an hour." for n in range(2 * MOST))
    assert restored(f"{long}\n{TEXT}", LINES[0], f"{TEXT}") == LINES[0]


LONG = st.lists(st.sampled_from([*LINES, "Menu", "It is so. It was so, too.", AROUND]), max_size=6)


@given(LONG.map("\n".join), LONG.map("\n".join), LONG.map(" ".join))
def test_nothing_is_lost_and_what_is_restored_stays(before: str, after: str, whole: str) -> None:
    once = restored(before, after, whole)
    assert [line for line in once.splitlines() if line in after.splitlines()] == after.splitlines()
    assert restored(before, once, whole) == once
    assert restored(once, once, whole) == once
