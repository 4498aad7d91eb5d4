"""What a source says of an article each time it lists it: compared with its own words only."""

from dataclasses import dataclass, replace
from hashlib import blake2b

from archive.edits.decision import compare
from archive.edits.wording import Wording
from archive.vocabulary import Article, Edit, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What comes of it when a source lists an article with other words."""

    after: Article
    edit: Edit | None
    said: str
    """What the source says, and of what it leaves out for now, what it said before."""


def said_of(entry: Entry) -> str:
    """Return hashes of the title, the summary and the text that a source gives an entry."""
    return ":".join(map(_hash, (entry.title, entry.summary, entry.text)))


def listed_again(before: Article, said: str, entry: Entry) -> Listed:
    """Decide what it means that a source that said ``said`` of an article lists ``entry`` now.

    What it leaves out, or shows the beginning of, stays as it was: most often it is there again at the next poll.
    """
    after = relisted(before, said, entry)
    if after != before:
        decision = compare(wording_of(before), wording_of(after), listed=True)
        after, edit = reading(after, decision.wording), decision.edit
    else:
        edit = None
    return Listed(after=after, edit=edit, said=_said_still(said, before, after, entry))


def _said_still(said: str, before: Article, after: Article, entry: Entry) -> str:
    """Return hashes of what a source says, and of what it left out the hashes of what it said before."""
    title, summary, text = said.split(":")
    new_title, new_summary, new_text = said_of(entry).split(":")
    if not entry.title:
        new_title = title
    if before.summary == after.summary and _hash(before.summary) == summary:
        new_summary = summary
    if before.text == after.text and _hash(before.text) == text:
        new_text = text
    return f"{new_title}:{new_summary}:{new_text}"


def relisted(article: Article, said: str, entry: Entry) -> Article:
    """Return how an article reads when a source that said ``said`` of it lists ``entry`` now.

    A headline, summary or text that is not the source's own (it is from the page, or another source's) stays.
    """
    title, summary, text = said.split(":")
    after = article
    own = (article.title, *article.titles)
    if title in map(_hash, own) and entry.title:
        first = _hash(article.title) == title
        titles = tuple(entry.title if _hash(one) == title else one for one in article.titles)
        after = replace(
            after,
            title=entry.title if first else article.title,
            titles=tuple(dict.fromkeys(titles)),
        )
    if _hash(article.summary) == summary:
        after = replace(after, summary=entry.summary)
    if _hash(article.text) == text:
        after = replace(after, text=entry.text, partial=None if entry.text else article.partial)
    return after


def wording_of(article: Article) -> Wording:
    """Return the wording of an article; a text that is known to be no more than a beginning is none."""
    return Wording(
        title=article.title,
        summary=article.summary,
        text=article.text,
        titles=article.titles,
        outlet=article.outlet,
    )


def reading(article: Article, wording: Wording) -> Article:
    """Return an article as it reads now."""
    return replace(
        article,
        title=wording.title,
        titles=wording.titles,
        summary=wording.summary,
        text=wording.text,
    )


def _hash(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=8).hexdigest()
