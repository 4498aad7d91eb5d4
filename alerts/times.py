"""Times as people read them, in the zone of their channel; pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
UTC_NAMES = {"Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "UCT", "Zulu", "Universal"}
"""What the time zone database also calls UTC; machines are often set to one of these."""


def zone_name(zone: str) -> str:
    """Return what a zone is called in messages."""
    return "UTC" if zone in UTC_NAMES else zone


def told(moment: datetime, zone: str) -> str:
    """Write a time for people, with the name of its zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{_day(local)}, {local:%H:%M} ({zone_name(zone)})"


def clock(moment: datetime, zone: str, *, beside: datetime) -> str:
    """Write a time beside another one that is told in full: the hour alone when both are on one day."""
    local, other = moment.astimezone(ZoneInfo(zone)), beside.astimezone(ZoneInfo(zone))
    if local.date() == other.date():
        return f"{local:%H:%M}"
    year = "" if local.year == other.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M}"


def period(since: datetime, until: datetime, zone: str) -> str:
    """Write from when to when, naming a day, or a minute, that both share only once."""
    first, last = since.astimezone(ZoneInfo(zone)), until.astimezone(ZoneInfo(zone))
    if until - since < MINUTE and first.minute == last.minute:
        return told(until, zone)
    if first.date() == last.date():
        return f"{_day(first)}, {first:%H:%M}–{last:%H:%M} ({zone_name(zone)})"
    return f"{clock(since, zone, beside=until)} – {told(until, zone)}"


def _day(local: datetime) -> str:
    return f"{local:%a} {local.day} {local:%b %Y}"
