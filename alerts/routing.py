"""Which hits of an article go where; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from archive.polling import Posting
from archive.vocabulary import Alert, Channel, Hit, Watchlist


def route(
    hits: Iterable[Hit],
    *,
    facts: Alert,
    watchlists: Mapping[str, Watchlist],
    channels: Mapping[str, Channel],
) -> tuple[Posting, ...]:
    """Return what to tell whom about an article: one posting per hit, channel and target.

    ``facts`` says what is known of the article; each hit adds its own. A channel that a watchlist
    names twice is told once; a hit whose watchlist, or a channel that, is no longer configured is
    left out. The order is that of the hits, then of ``notify``.
    """
    postings: list[Posting] = []
    for hit in hits:
        watchlist = watchlists.get(hit.watchlist)
        if watchlist is None:
            continue
        alert = alert_of(hit, facts=facts, watchlist=watchlist)
        for name in dict.fromkeys(watchlist.notify):
            channel = channels.get(name)
            targets = channel.targets if channel else ()
            postings += [
                Posting(
                    channel=name,
                    target=target,
                    watchlist=watchlist.name,
                    alert=alert,
                    group=watchlist.group,
                    wait=watchlist.wait,
                    follow_up=watchlist.follow_up,
                    recheck=watchlist.recheck,
                )
                for target in targets
            ]
    return tuple(postings)


def alert_of(hit: Hit, *, facts: Alert, watchlist: Watchlist) -> Alert:
    """Add to the facts of an article why it matched."""
    return replace(
        facts,
        watchlist=watchlist.name,
        query=query_text(watchlist),
        quote=hit.quote,
        marks=hit.marks,
        spans=hit.spans,
        terms=tuple(dict.fromkeys(span.term for span in hit.spans)),
        claim_by=facts.seen + watchlist.escalate.after
        if facts.seen and watchlist.escalate
        else None,
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
