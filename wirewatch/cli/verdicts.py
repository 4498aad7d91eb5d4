"""Verdicts as people read them: what went as it should in one line, what did not in a line of its own."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from archive.vocabulary import TOLD, Ruling, Verdict
from scheduler.report import clock

SMOOTH = {
    Ruling.ROUTED: "routed",
    Ruling.GROUPED: "",
    Ruling.CLEAR: "not muted",
    Ruling.LET_GO: "",
    Ruling.WORDED: "",
    Ruling.SENT: "sent",
    Ruling.SETTLED: "settled",
}
"""How each ruling of a message that goes its way is told; an empty one by its reason alone."""


def lines_of_verdicts(verdicts: Sequence[Verdict], zone: ZoneInfo) -> Iterator[str]:
    """Give the lines, message by message, in the order in which they began."""
    numbers = dict.fromkeys(verdict.message for verdict in verdicts)
    for number in numbers:
        of_message = [verdict for verdict in verdicts if verdict.message == number]
        for smooth, run in groupby(of_message, key=_smooth):
            if smooth:
                yield _line(list(run), zone)
            else:
                yield from (_line(each, zone) for each in _apart(run))


def _smooth(verdict: Verdict) -> bool:
    """Say whether a verdict is of a message that goes its way."""
    after_failure = verdict.ruling is Ruling.SETTLED and verdict.reason != TOLD
    return verdict.ruling in SMOOTH and not after_failure


def _apart(verdicts: Iterable[Verdict]) -> list[list[Verdict]]:
    """Return each verdict for a line of its own, but what follows from a failure with the failure."""
    apart: list[list[Verdict]] = []
    for verdict in verdicts:
        if verdict.ruling is Ruling.SETTLED and apart:
            apart[-1].append(verdict)
        else:
            apart.append([verdict])
    return apart


def _line(verdicts: Sequence[Verdict], zone: ZoneInfo) -> str:
    last = verdicts[-1]
    said = " · ".join(_said(verdict) for verdict in verdicts)
    return f"{clock(last.at, zone)}  {_who(last)}: {said}"


def _said(verdict: Verdict) -> str:
    ruling = SMOOTH.get(verdict.ruling)
    # That the first attempt was the first goes without saying.
    reason = verdict.reason.removeprefix("attempt 1: ") if ruling else verdict.reason
    if ruling == "":
        return reason
    if verdict.ruling is Ruling.ROUTED:
        # For which watchlist stands before it.
        besides = reason.removeprefix(f"watchlist {verdict.watchlist}")
        return f"routed{besides}" if besides != reason else "routed"
    if verdict.ruling is Ruling.SETTLED:
        return "settled" if reason == TOLD else reason
    if verdict.ruling is Ruling.CLEAR:
        return "not muted" if reason.startswith("no ") else reason
    return f"{ruling or verdict.ruling} ({reason})" if ruling else f"{verdict.ruling}: {reason}"


def _who(verdict: Verdict) -> str:
    if not verdict.channel:
        return verdict.watchlist
    target = verdict.channel + (f" ({verdict.target + 1})" if verdict.target else "")
    if verdict.watchlist:
        return f"{verdict.watchlist} to {target}"
    return f"message {verdict.message} to {target}" if verdict.message else f"to {target}"
