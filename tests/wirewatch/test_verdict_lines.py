"""Verdicts as people read them: what goes as it should takes one line, whatever held it up its own."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from archive.vocabulary import TOLD, Ruling, Stage, Verdict
from wirewatch.cli.verdicts import lines_of_verdicts

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def verdicts(*said: tuple[Ruling, str], message: int | None = 1, target: int = 0) -> list[Verdict]:
    return [
        Verdict(
            at=NOON + timedelta(minutes=number),
            stage=Stage.SEND,
            ruling=ruling,
            reason=reason,
            channel="desk" if message else "",
            target=target,
            watchlist="Bridges",
            message=message,
        )
        for number, (ruling, reason) in enumerate(said)
    ]


def lines(found: list[Verdict]) -> list[str]:
    return [line.partition("  ")[2] for line in lines_of_verdicts(found, ZoneInfo("UTC"))]


def test_what_failed_and_what_follows_from_it_is_a_line_between_the_others() -> None:
    found = verdicts(
        (Ruling.ROUTED, "watchlist Bridges, a follow-up"),
        (Ruling.CLEAR, "no mute holds it back"),
        (Ruling.LATER, "attempt 1: busy"),
        (Ruling.SETTLED, "another try is due in 31 s"),
        (Ruling.SENT, "attempt 2: accepted"),
        (Ruling.SETTLED, TOLD),
    )
    assert lines(found) == [
        "Bridges to desk: routed, a follow-up · not muted",
        "Bridges to desk: later: attempt 1: busy · another try is due in 31 s",
        "Bridges to desk: sent (attempt 2: accepted) · settled",
    ]


def test_messages_are_told_apart_and_what_made_none_is_told_too() -> None:
    first = verdicts((Ruling.ROUTED, "watchlist Bridges"), (Ruling.SENT, "attempt 1: accepted"))
    second = verdicts(
        (Ruling.HELD, "quiet hours"), (Ruling.CLEAR, "its mute is over"), message=2, target=1
    )
    silent = verdicts((Ruling.SILENT, "it came with the first poll of Post"), message=None)
    mixed = [each for pair in zip(first, second, strict=True) for each in pair]
    assert lines([*mixed, *silent]) == [
        "Bridges to desk: routed · sent (accepted)",
        "Bridges to desk (2): held: quiet hours",
        "Bridges to desk (2): its mute is over",
        "Bridges: silent: it came with the first poll of Post",
    ]
