"""Entries and articles as the matcher reads them, and what an alert says of them."""

from archive.polling import Recognition
from archive.vocabulary import Alert, Article, Entry, Source
from watchlists import Document


def document_of(entry: Entry, source: Source) -> Document:
    """Return an entry as the matcher reads it."""
    return Document(
        title=entry.title,
        titles=tuple(title for title in entry.titles if title != entry.title),
        lead=entry.summary,
        text=entry.text,
        url=entry.url or "",
        authors=entry.authors,
        language=source.language or entry.language,
        source=source.name,
        tags=source.tags,
        sections=tuple(filter(None, (entry.section, *entry.tags))),
    )


def article_document(article: Article, *, tags: tuple[str, ...] = ()) -> Document:
    """Return an article of the archive as the matcher reads it; ``tags`` are its source's."""
    return Document(
        title=article.title,
        titles=tuple(title for title in article.titles if title != article.title),
        lead=article.summary,
        text=article.text,
        url=article.url or "",
        authors=article.authors,
        language=article.language,
        source=article.source,
        tags=tags,
        sections=tuple(filter(None, (article.section, *article.tags))),
    )


def facts_of(article: Article) -> Alert:
    """Return what an alert says of an article of the archive."""
    return Alert(
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        source=article.source,
        published=article.published,
        seen=article.seen,
        language=article.language,
        partial=article.partial or "",
    )


def outlet_of(entry: Entry, source: Source) -> str:
    """Return the name of the outlet that an entry comes from."""
    return entry.outlet or source.name


def is_news(found: Recognition) -> bool:
    """Say whether an entry is new to its source."""
    return found.article is None or found.overlooked
