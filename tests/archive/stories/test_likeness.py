"""When reports tell of one event: openings weighed with an empty lexicon, so that every word is as rare as the next."""

from itertools import count

from archive.stories.lexicon import Lexicon
from archive.stories.likeness import ONE_EVENT, Weighed, join, weighed
from archive.stories.openings import opening_of

_NUMBERS = count()


def words(some: int) -> str:
    """Return words that stand in no other text."""
    letters = (
        chr(ord("a") + int(figure))
        for figure in "".join(f"{next(_NUMBERS):04}" for _ in range(some))
    )
    return " ".join(f"w{a}{b}{c}{d}" for a, b, c, d in zip(*[letters] * 4, strict=True))


def report(text: str) -> Weighed:
    opening, _ = opening_of("", text, "en")
    return weighed(opening, Lexicon())


def test_two_names_that_all_have_make_no_story() -> None:
    """A watchlist for «North Korean troops» sees nothing else: the same words again and again, in news of any kind."""
    talk = "it was of North Korean troops and "
    one, other = (report(" ".join(talk + words(9) for _ in range(5))) for _ in range(2))
    assert one.likeness(other) < ONE_EVENT
    assert join(one, {1: [other]}, {}) is None


def test_five_names_and_some_words_do() -> None:
    said = (
        "the ferry of Tarnmouth hit Aldmoor pier near Wend, where Ann Oaks and Bert Lind saw smoke "
    )
    one, other = (report(said + words(30)) for _ in range(2))
    found = join(one, {1: [other]}, {})
    assert found is not None
    assert found.story == 1


def test_a_story_whose_reports_are_close_takes_none_that_is_only_near() -> None:
    same = words(40)
    close = [report(f"{same} {words(10)}") for _ in range(3)]
    near = report(f"{' '.join(same.split()[:15])} {words(45)}")
    assert join(near, {1: close[:1]}, {}) is not None
    assert join(near, {1: close}, {}) is None
