"""Article pages: the full text and what the page says of it.

Runs in a worker process: a page takes about 50 ms and would hold up the loop.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from archive.stories.credits import credit_of
from archive.vocabulary import Entry
from spiders.entries import MOST_AUTHORS
from spiders.errors import PageError
from spiders.prose import plain
from spiders.reading import verdict
from spiders.reading.addresses import Addresses, read_addresses
from spiders.reading.authors import names_in
from spiders.reading.body import article_text, longer
from spiders.reading.dates import DateSource, read_dates
from spiders.reading.decoding import decode
from spiders.reading.facts import read_facts
from spiders.reading.language import read_language
from spiders.reading.lines import article_lines, byline_of, joined, without_authors
from spiders.reading.linked import linked_article, linked_objects, text
from spiders.reading.meta import read_meta
from spiders.reading.tree import linked_lines, parse, visible

LONGEST_WHOLE = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an article page says; all texts are plain, addresses are absolute http(s) ones, times in UTC."""

    text: str = ""
    """Paragraphs are lines; "" when the page has no article text."""
    title: str = ""
    titles: tuple[str, ...] = ()
    """Every candidate, the most trustworthy first."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    dated_by: DateSource | None = None
    """Where ``published`` was found, which says how far to trust it."""
    language: str | None = None
    """Primary subtag of BCP 47."""
    canonical: str | None = None
    """The address that the page calls its own, of the same site and not its front page."""
    aliases: tuple[str, ...] = ()
    """All addresses of the same site that the page calls its own, ``canonical`` first."""
    image: str | None = None
    section: str | None = None
    outlet: str | None = None
    credit: str | None = None
    """Whose report it is, as the page says it: «With Post wires», «(Reuters)»."""
    partial: str | None = None
    """Why the text is not the article's, or not all of it; None when it is."""
    meta_refresh: str | None = None
    """Where the page sends browsers on at once."""
    elsewhere: str | None = None
    """An address of another site that the page calls its canonical one: believed of a redirector, of nobody else."""
    whole: str = ""
    """All that a reader of the page sees, where it was asked for."""


def read_page(
    body: bytes,
    *,
    url: str,
    content_type: str | None,
    hint: Entry | None = None,
    whole: bool = False,
) -> Page:
    """Read an article page; ``hint`` is what the source listed; ``whole``: all else on it is wanted as well.

    Raises `PageError` when it is nothing that can be read.
    """
    if (other := verdict.no_page(body, content_type)) is not None:
        return Page(partial=other)
    try:
        return _read(decode(body, content_type), url=url, hint=hint, whole=whole)
    except PageError:
        raise
    except RecursionError as error:
        raise PageError("the page is nested too deeply to be read") from error
    except Exception as error:  # the libraries promise nothing about hostile pages
        raise PageError(f"the page cannot be read ({type(error).__name__})") from error


def _read(markup: str, *, url: str, hint: Entry | None, whole: bool) -> Page:
    tree = parse(markup)
    meta = read_meta(tree, url=url)
    feed_title = hint.title if hint is not None else ""
    og = meta.first("og:title")
    article = linked_article(linked_objects(tree), url=url, titles=(feed_title, og))
    facts = read_facts(tree, meta, article, url=url, hint=feed_title)
    dates = read_dates(tree, meta, article, url=url, now=datetime.now(UTC))
    addresses = read_addresses(meta, url=url)
    lines = article_lines(
        longer(article_text(tree), plain(text(article.get("articleBody")))),
        titles=facts.titles,
        section=facts.section or "",
        links=linked_lines(tree),
    )
    partial = verdict.judge(
        tree, meta, article, titles=facts.titles, lines=lines, seen=visible(tree)
    )
    if partial not in {None, verdict.PAYWALLED}:
        return _without_article(partial, addresses)
    credit = credit_of(lines)
    byline = byline_of(lines)
    authors = facts.authors or tuple(names_in(byline))[:MOST_AUTHORS]
    lines = without_authors([line for line in lines if line != byline], authors)
    prose = joined(lines)
    return Page(
        text=prose,
        title=next(iter(facts.titles), ""),
        titles=facts.titles,
        authors=authors,
        published=dates.published,
        modified=dates.modified,
        dated_by=dates.dated_by,
        language=read_language(
            tree,
            meta,
            f"{next(iter(facts.titles), '')}\n{prose}",
            linked=text(article.get("inLanguage")),
        ),
        canonical=addresses.canonical,
        aliases=addresses.aliases,
        image=facts.image,
        section=facts.section,
        outlet=facts.outlet,
        credit=credit,
        partial=partial,
        meta_refresh=addresses.meta_refresh,
        elsewhere=addresses.elsewhere,
        whole=visible(tree, LONGEST_WHOLE) if whole else "",
    )


def _without_article(partial: str | None, addresses: Addresses) -> Page:
    # What a wall says of itself (its title, its address) is not the article's.
    return Page(partial=partial, meta_refresh=addresses.meta_refresh, elsewhere=addresses.elsewhere)
