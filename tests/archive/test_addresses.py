"""Which address of a channel is which when the list changes."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from archive.addresses import Known, Mark, number


def mark(text: str) -> Mark:
    """Return the mark of `service` or, with a secret, `service:secret`."""
    return Mark(whole=text, stem=text.partition(":")[0])


def known(*texts: str, out: Sequence[str] = ()) -> list[Known]:
    """Return addresses as they were numbered at first; some were taken out since."""
    listed = [text for text in texts if text not in out]
    return [
        Known(number=n, mark=mark(text), place=listed.index(text) if text in listed else None)
        for n, text in enumerate(texts)
    ]


def numbers(*texts: str, before: Sequence[Known], free: int = 7) -> tuple[int, ...]:
    return number([mark(text) for text in texts], before, free=free)


def test_what_nobody_knows_is_numbered_by_its_place() -> None:
    assert numbers("a", "b", before=[], free=5) == (0, 1)


def test_an_address_keeps_its_number_wherever_it_stands() -> None:
    before = known("a", "b", "c")
    assert numbers("b", "c", before=before) == (1, 2)
    assert numbers("c", "x", "a", before=before) == (2, 7, 0)
    assert numbers("b", "x", "y", before=before) == (1, 7, 8)


def test_an_address_that_is_back_has_its_number_again() -> None:
    assert numbers("c", "a", before=known("a", "b", "c", out="ab")) == (2, 0)


def test_a_new_secret_changes_no_number_where_there_is_no_doubt() -> None:
    assert numbers("slack:2", "mail", before=known("mail", "slack:1")) == (1, 0)
    # Which of the two is this?
    assert numbers("slack:3", "mail", before=known("mail", "slack:1", "slack:2")) == (7, 0)
    assert numbers("slack:2", "slack:3", "mail", before=known("mail", "slack:1")) == (7, 8, 0)


def test_a_channel_that_was_moved_as_a_whole_keeps_what_waits() -> None:
    assert numbers("x", before=known("a")) == (0,)
    assert numbers("x", "y", before=known("a", "b", "c", out="b")) == (0, 2)
    assert numbers("x", before=known("a", "b")) == (7,)


def test_two_that_only_differ_in_their_passwords_are_told_apart_by_their_order() -> None:
    assert numbers("a", "a", before=known("a", "a")) == (0, 1)


TEXTS = st.sampled_from(["a", "b", "s:1", "s:2", "s:3", "t:1", "t:2"])


@given(st.lists(st.lists(TEXTS, unique=True, min_size=1), max_size=6))
def test_no_number_is_ever_that_of_two(editions: list[list[str]]) -> None:
    rows: dict[int, Known] = {}
    for texts in editions:
        before, free = list(rows.values()), max(rows, default=-1) + 1
        given = numbers(*texts, before=before, free=free)
        assert len(set(given)) == len(texts)
        same = {one.mark.whole: one.number for one in before}
        assert all(same.get(text, n) == n for text, n in zip(texts, given, strict=True))
        rows = {n: Known(number=n, mark=one.mark, place=None) for n, one in rows.items()}
        rows |= {
            n: Known(number=n, mark=mark(text), place=place)
            for place, (n, text) in enumerate(zip(given, texts, strict=True))
        }
