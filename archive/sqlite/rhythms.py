"""When a source publishes, as one compact text: most of its hours are zero."""

import json

from archive.sqlite.values import dump, duration, moment, seconds, stamp
from archive.vocabulary import HOURS_OF_WEEK, Rhythm


def dump_rhythm(rhythm: Rhythm) -> str | None:
    """Write a rhythm; nothing for one of which nothing is known."""
    if rhythm == Rhythm():
        return None
    return dump(
        {
            "hours": {
                hour: round(each, 3) for hour, each in enumerate(rhythm.hours) if each >= 0.001
            },
            "began": stamp(rhythm.began),
            "at": stamp(rhythm.at),
            "newest": stamp(rhythm.newest),
            "lately": [round(rhythm.lately, 3), round(rhythm.expected, 3)],
            "days": [round(rhythm.days, 3), round(rhythm.due, 3)],
            "unseen": round(rhythm.unseen, 3),
            "hint": seconds(rhythm.hint),
        }
    )


def load_rhythm(text: str | None) -> Rhythm:
    """Read what `dump_rhythm` wrote."""
    if text is None:
        return Rhythm()
    record = json.loads(text)
    hours = [0.0] * HOURS_OF_WEEK
    for hour, each in record["hours"].items():
        hours[int(hour)] = each
    lately, expected = record["lately"]
    days, due = record["days"]
    return Rhythm(
        hours=tuple(hours),
        began=moment(record["began"]),
        at=moment(record["at"]),
        newest=moment(record["newest"]),
        lately=lately,
        expected=expected,
        days=days,
        due=due,
        unseen=record["unseen"],
        hint=duration(record["hint"]),
    )
