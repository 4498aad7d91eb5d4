"""Who is told of an edit; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from alerts.routing import route
from archive.polling import Posting
from archive.vocabulary import (
    Alert,
    AlertKind,
    Channel,
    Edit,
    EditKind,
    Hit,
    OnEdit,
    Watchlist,
)


def route_edit(
    edit: Edit | None,
    matched: Sequence[str],
    hits: Iterable[Hit],
    *,
    facts: Alert,
    watchlists: Mapping[str, Watchlist],
    channels: Mapping[str, Channel],
) -> tuple[Posting, ...]:
    """Return what to tell whom about an edit: the watchlists that the article satisfied before it, if they want to hear.

    They hear of it even when it satisfies them no more: what a correction took out may be the very thing. ``hits`` are
    those of the article as it reads now.
    """
    if edit is None:
        return ()
    now = {hit.watchlist: hit for hit in hits}
    told = [
        now.get(name, Hit(watchlist=name, spans=(), quote=""))
        for name in matched
        if name in watchlists and wants(watchlists[name].on_edit, edit)
    ]
    postings = route(
        told,
        facts=replace(facts, kind=AlertKind.EDIT, edit=edit),
        watchlists=watchlists,
        channels=channels,
    )
    # An edit is no news that somebody has to claim, that grows, or that is looked at again.
    return tuple(
        replace(
            one,
            recheck=(),
            follow_up=None,
            wait=timedelta(0),
            alert=replace(one.alert, claim_by=None),
        )
        for one in postings
    )


def wants(on_edit: OnEdit, edit: Edit) -> bool:
    """Say whether a watchlist wants to hear of an edit.

    That an article is gone, or back, concerns all that want to hear of any.
    """
    if on_edit is OnEdit.NEVER:
        return False
    if on_edit is OnEdit.ANY or not {EditKind.GONE, EditKind.BACK}.isdisjoint(edit.kinds):
        return True
    return EditKind(on_edit) in edit.kinds
