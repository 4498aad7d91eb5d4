"""What follows when a known article reads otherwise: whom it concerns now, and who is told of the edit. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from alerts import route, route_edit
from archive.edits import Verdict, reread
from archive.polling import Revision, Reworded
from archive.vocabulary import Article, Edit, EditKind, Hit, Source
from scheduler.desk import Desk
from scheduler.documents import facts_of
from spiders.again import Look

BACK = "the server has it again"


def revision_of(reworded: Reworded, desk: Desk, *, now: datetime) -> Revision:
    """Match an article as it reads now, and decide whom to tell.

    A watchlist that it did not satisfy before and satisfies now hears of it as news. What it read before is matched as
    well: a watchlist that came meanwhile does not hear of old articles because a word was changed in them.
    """
    before, after = reworded.before, reworded.after
    hits: Sequence[Hit] = ()
    news: list[Hit] = []
    if before != after:
        hits = desk.match(after)
        known = {*before.matches}
        if any(hit.watchlist not in known for hit in hits):
            known |= {hit.watchlist for hit in desk.match(before)}
        news = [hit for hit in hits if hit.watchlist not in known]
    facts = replace(facts_of(after), seen=now)
    return Revision(
        reworded=reworded,
        hits=tuple(hit for hit in hits if hit.watchlist in before.matches or hit in news),
        postings=route(news, facts=facts, watchlists=desk.watchlists, channels=desk.channels),
        tellings=route_edit(
            reworded.edit,
            before.matches,
            hits,
            facts=facts,
            watchlists=desk.watchlists,
            channels=desk.channels,
        ),
    )


def revisions_of(reworded: Sequence[Reworded], desk: Desk, now: datetime) -> tuple[Revision, ...]:
    """Return what follows for each of several articles."""
    return tuple(revision_of(one, desk, now=now) for one in reworded)


def relayed_by(
    source: Source, article: Article, desk: Desk, *, now: datetime, tells: Callable[[Hit], bool]
) -> Revision | None:
    """Decide whom an article concerns that another source brought, now that a source lists it for the first time.

    Only watchlists that look at certain sources or tags can learn anything by that; None when there is none. A
    watchlist that came meanwhile does not hear of old articles because one more source lists them. ``tells`` says of
    which hits anybody is told.
    """
    document = replace(desk.document(article), source=source.name, tags=source.tags)
    found = [hit for hit in desk.matcher.match(document) if hit.watchlist not in article.matches]
    known = {hit.watchlist for hit in desk.match(article)} if found else ()
    hits = tuple(hit for hit in found if hit.watchlist not in known)
    if not hits:
        return None
    facts = replace(facts_of(article), source=source.name, seen=now)
    return Revision(
        reworded=Reworded(before=article, after=article, edit=None),
        hits=hits,
        postings=route(
            [*filter(tells, hits)],
            facts=facts,
            watchlists=desk.watchlists,
            channels=desk.channels,
        ),
    )


def gone(article: Article, reason: str) -> Reworded:
    """Return what becomes of an article at whose address there is nothing any more: it stays as it was."""
    return Reworded(before=article, after=article, edit=Edit(kinds=(EditKind.GONE,), reason=reason))


def seen_again(article: Article, look: Look, *, was_gone: bool = False) -> Reworded | None:
    """Return how an article reads now that its page was read again; None when nothing changed.

    One that was gone is back, if it is not another that stands at its address now.
    """
    after, decision = reread(article, look.titles, look.text, whole=look.whole)
    edit = decision.edit
    if was_gone and decision.verdict is not Verdict.ANOTHER:
        edit = replace(edit or Edit(kinds=()), reason=BACK)
        edit = replace(edit, kinds=(*edit.kinds, EditKind.BACK))
    if after == article and edit is None:
        return None
    return Reworded(before=article, after=after, edit=edit)
