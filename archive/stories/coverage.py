"""Who carries a story: how many outlets, and how many of them by themselves."""

from collections.abc import Sequence

from archive.stories.agencies import agency_of
from archive.stories.origin import guess_origin
from archive.stories.telling import Telling
from archive.vocabulary import Coverage


def coverage_of(story: int, tellings: Sequence[Telling]) -> Coverage:
    """Put together what is known of a story from its articles, in any order."""
    ordered = sorted(tellings, key=lambda one: (one.at, one.report.article))
    outlets = {one.site for one in ordered}
    # The first article may be called a copy: it was seen later than one that was published after it.
    first = ordered[0]
    # Then the text that it has is that of the other, which has nothing of its own by that.
    own = {first.site} | {
        one.site for one in ordered if one.report.copy_of is None and one.group != first.group
    }
    return Coverage(
        story=story,
        reports=tuple(one.report for one in ordered),
        outlets=len(outlets),
        independent=min(_independent(ordered), len(own)),
        copies=sum(one.report.copy_of is not None for one in ordered),
        copying=len(outlets - own),
        origin=guess_origin(ordered),
    )


def _independent(tellings: Sequence[Telling]) -> int:
    """Count the groups of copies whose text is of different owners: what two sites took from one agency is one report."""
    originals: dict[int, Telling] = {}
    for one in tellings:
        # The article that others copy speaks for its group; where it is forgotten, the oldest that is left.
        if one.group not in originals or one.report.article == one.group:
            originals[one.group] = one
    return len({agency_of(one.credit) or one.report.owner for one in originals.values()})
