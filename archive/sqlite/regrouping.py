"""Stories as their reports are grouped now: who joins, what becomes one, and what turns out to be two."""

from collections.abc import Collection, Sequence
from datetime import datetime
from statistics import fmean

from sqlite_utils import Database

from archive.sqlite import stories
from archive.stories.grouping import Move, Report, moves


def regroup(
    db: Database, reports: Sequence[Report], newcomer: int, why: str, now: datetime
) -> tuple[int, frozenset[int]]:
    """Write down which stories there are, now that an article is there.

    Return the story to which it belongs, and those that lost or took in parts of others. ``why`` says what the article has in common with the report that is most like it.
    """
    stirred: set[int] = set()
    found = moves(reports)
    for story in dict.fromkeys(move.before for move in found if move.before):
        moved = [move for move in found if move.before == story]
        stay = {r.article for r in reports if r.story == story} - {m.article for m in moved}
        if not stay and len({move.after for move in moved}) == 1:
            alike = 100 * fmean(move.alike or 0 for move in moved)
            reason = f"the reports of both became {alike:.0f} % alike"
            stories.merge(db, moved[0].after, story, newcomer, reason, now)
        else:
            stirred |= {story, *_part(db, story, moved, newcomer, now)}
    (own,) = (move for move in found if move.article == newcomer)
    if own.after != newcomer:
        reason = f"{why}: {100 * (own.alike or 0):.0f} % alike"
        stories.note(db, "joined", story=own.after, article=newcomer, reason=reason, now=now)
    return own.after, frozenset(stirred)


def _part(
    db: Database, before: int, moved: Sequence[Move], newcomer: int, now: datetime
) -> Collection[int]:
    """Let some reports leave their story; return where they are now."""
    after: dict[int, list[Move]] = {}
    for move in moved:
        after.setdefault(move.after, []).append(move)
    for story, some in after.items():
        stories.move(db, {move.article: _reason(move) for move in some}, before, story, now)
    if stories.current(db, before) != before:
        # Its first article is elsewhere: what was not looked at goes with the most of what was.
        most = max(after, key=lambda story: (len(after[story]), -story))
        if stories.move_rest(db, before, most):
            reason = "its first report left for another story"
            stories.note(
                db, "merged", story=most, article=newcomer, other=before, reason=reason, now=now
            )
    return after.keys()


def _reason(move: Move) -> str:
    was = f"{100 * (move.was_alike or 0):.0f} % like the others of story {move.before}"
    if move.alike is None:
        return f"only {was}, now that more are known"
    return f"{100 * move.alike:.0f} % like the reports of story {move.after}, {was}"
