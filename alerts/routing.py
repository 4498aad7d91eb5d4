"""Which hits of an article go where; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.vocabulary import Alert, Article, Channel, Hit, Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One message to put into the outbox."""

    channel: str
    target: int
    """Which address of the channel, counted from 0."""
    watchlist: str
    alert: Alert


def route(
    hits: Iterable[Hit],
    *,
    article: Article,
    watchlists: Mapping[str, Watchlist],
    channels: Mapping[str, Channel],
) -> list[Posting]:
    """Return what to tell whom about an article: one posting per hit, channel and target.

    A channel that a watchlist names twice is told once; a hit whose watchlist, or a channel that, is
    no longer configured is left out. The order is that of the hits, then of ``notify``.
    """
    postings: list[Posting] = []
    for hit in hits:
        watchlist = watchlists.get(hit.watchlist)
        if watchlist is None:
            continue
        alert = alert_of(hit, article=article, watchlist=watchlist)
        for name in dict.fromkeys(watchlist.notify):
            channel = channels.get(name)
            targets = range(len(channel.to)) if channel else ()
            postings += [
                Posting(channel=name, target=target, watchlist=watchlist.name, alert=alert)
                for target in targets
            ]
    return postings


def alert_of(hit: Hit, *, article: Article, watchlist: Watchlist) -> Alert:
    """Gather the facts of one alert."""
    return Alert(
        watchlist=watchlist.name,
        query=query_text(watchlist),
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        source=article.source,
        published=article.published,
        seen=article.seen,
        language=article.language,
        quote=hit.quote,
        marks=hit.marks,
        spans=hit.spans,
        terms=tuple(dict.fromkeys(span.term for span in hit.spans)),
        article=article.id,
        story=article.story,
    )


def query_text(watchlist: Watchlist) -> str:
    """Return the query as the user wrote it; the list form reads as one line."""
    if watchlist.query:
        return " ".join(watchlist.query.split())
    parts = [
        f"{name}: {', '.join(words)}"
        for name, words in (
            ("any", watchlist.any),
            ("all", watchlist.all),
            ("none", watchlist.none),
        )
        if words
    ]
    return "; ".join(parts)
