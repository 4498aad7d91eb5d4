"""What templates of the user's own are given: plain values, cleaned, and nothing of the configuration but names; pure."""

from collections.abc import Mapping

from alerts.coverage import Carried
from alerts.digests import Group, Item, Overview
from alerts.templates.users import Url
from alerts.text import Piece
from alerts.words import Picture
from archive.vocabulary import AlertKind

Values = Mapping[str, object]

NAMES = frozenset({
    "kind", "subject", "watchlist", "title", "url", "outlet", "when", "place", "language", "quote", "sentence", "terms", "query",
    "reason", "partial", "changes", "body", "repeat", "coverage", "others", "more_others", "origin", "claim",
})  # fmt: skip
NAMES_OF_DIGESTS = frozenset(
    {"kind", "subject", "title", "period", "reason", "repeat", "stories", "edits", "watchlists", "watched", "blind"}
)  # fmt: skip


def of_picture(shown: Picture) -> Values:
    """Return the values for an alert, a follow-up or a test."""
    carried = shown.carried
    return {
        "kind": str(shown.kind),
        "subject": shown.subject,
        "watchlist": shown.watchlist,
        "title": shown.headline,
        "url": _url(shown.url),
        "outlet": shown.outlet,
        "when": shown.when,
        "place": shown.place,
        "language": shown.language,
        "quote": [_piece(piece) for piece in shown.quote],
        "sentence": shown.said,
        "terms": list(shown.terms),
        "query": shown.query,
        "reason": shown.why,
        "partial": shown.partial,
        "changes": [
            {"side": str(line.side), "label": line.label, "text": line.text}
            for line in shown.changes
        ],
        "body": shown.body,
        "repeat": not shown.sure,
        "coverage": carried.line if carried else "",
        "others": _others(carried),
        "more_others": carried.more if carried else 0,
        "origin": carried.origin if carried else "",
        "claim": shown.claim,
    }


def of_digest(whole: Overview) -> Values:
    """Return the values for a digest."""
    return {
        "kind": str(AlertKind.DIGEST),
        "subject": whole.subject,
        "title": whole.headline,
        "period": whole.period,
        "reason": whole.reason,
        "repeat": not whole.sure,
        "stories": whole.stories,
        "edits": whole.edits,
        "watchlists": [_group(group) for group in whole.groups],
        "watched": whole.watched,
        "blind": list(whole.blind),
    }


def _group(group: Group) -> Values:
    return {
        "name": group.watchlist,
        "stories": [_item(item) for item in group.items],
        "more": group.more,
        "number": group.stories,
        "edits": group.edits,
    }


def _item(item: Item) -> Values:
    also = [
        {"title": one.headline, "url": _url(one.url), "outlet": one.outlet, "when": one.when}
        for one in item.also
    ]
    return {**of_picture(item.shown), "also": also}


def _others(carried: Carried | None) -> list[Values]:
    return [
        {
            "outlet": other.outlet,
            "title": other.title,
            "url": _url(other.url),
            "how": other.how,
            "when": other.when,
        }
        for other in (carried.others if carried else ())
    ]


def _piece(piece: Piece) -> Values:
    return {"text": piece.text, "hit": piece.hit}


def _url(url: str | None) -> Url | None:
    return Url(url) if url else None
