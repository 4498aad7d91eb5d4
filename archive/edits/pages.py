"""What another look at an article's page says of the article: pure."""

from collections.abc import Sequence
from dataclasses import replace

from archive.edits.decision import Decision, Verdict, compare
from archive.edits.listing import wording_of
from archive.edits.standing import restored
from archive.edits.wording import Wording
from archive.vocabulary import Article


def reread(
    article: Article, titles: Sequence[str], text: str, *, whole: str = ""
) -> tuple[Article, Decision]:
    """Return how an article reads now, given the headlines (the best first) and the text of its page.

    ``whole`` is all that a reader of the page sees. What stands there still was not taken out of the text.
    A page that is read for the first time says more than the source did, and what is more in it is no edit.
    """
    known = tuple(dict.fromkeys((article.title, *article.titles)))
    if not article.titles:
        after = replace(article, titles=tuple(dict.fromkeys((*known, *titles))))
        return _completed(after, text)
    before = wording_of(article)
    if article.partial is not None:
        before = replace(before, text="", summary="")
    elif text:
        text = restored(article.text, text, whole)
    if not _read_well(article, text):
        text = ""
    found = Wording(title=titles[0], titles=tuple(titles), text=text, outlet=article.outlet)
    decision = compare(before, found)
    after = article
    if decision.edit is not None and decision.edit.headline is not None:
        after = replace(article, title=found.title, titles=found.titles)
    if decision.verdict is Verdict.COMPLETED or (article.partial is not None and text):
        return replace(after, text=text, partial=None), decision
    if decision.verdict is Verdict.EDITED and decision.wording.text == text:
        after = replace(after, text=text)
    return after, decision


def _completed(article: Article, text: str) -> tuple[Article, Decision]:
    after = replace(article, text=text, partial=None) if _read_well(article, text) else article
    return after, Decision(verdict=Verdict.COMPLETED, wording=wording_of(after))


def _read_well(article: Article, text: str) -> bool:
    """Say whether a page gave its text. A source may carry more than was found in the page, and pages break off."""
    return bool(text) and 2 * len(text) >= len(article.text)
