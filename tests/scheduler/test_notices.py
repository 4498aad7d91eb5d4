"""What ops is told of sources: once, and once again when they are well."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archive.vocabulary import SourceKind, SourceStanding, SourceState, Told
from scheduler.notices import notices

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def state(name: str, standing: SourceStanding = SourceStanding.OK, **more: object) -> SourceState:
    base = SourceState(
        name=name,
        kind=SourceKind.FEED,
        url=f"https://{name}.example/",
        standing=standing,
        last_poll=NOW - timedelta(minutes=5),
    )
    return replace(base, **more)  # type: ignore[arg-type]


def failing(
    name: str, *, failures: int = 3, hours: float = 1, told: Told | None = None
) -> SourceState:
    return state(
        name,
        SourceStanding.FAILING,
        failures=failures,
        trouble=float(failures),
        since=NOW - timedelta(hours=hours),
        last_poll=NOW - timedelta(minutes=5),
        reason="it hurts",
        told=told,
    )


def titles(*states: SourceState) -> list[str]:
    return [notice.title for notice in notices(states, now=NOW, zone=UTC)]


def test_a_source_is_blind_after_some_failures_and_some_time() -> None:
    well = state("well")
    assert titles(failing("a", failures=2, hours=9), well) == []
    assert titles(failing("a", failures=9, hours=0.9), well) == []
    (notice,) = notices([failing("a"), well], now=NOW, zone=UTC)
    assert notice.title == "a cannot be read"
    assert notice.body == "a: it hurts since 2026-11-22 11:00 UTC. It is still tried."
    assert (notice.sources, notice.told) == (("a",), Told.BLIND)


def test_what_was_told_is_not_told_again() -> None:
    assert titles(failing("a", told=Told.BLIND), state("well")) == []


def test_a_source_that_is_gone_is_told_at_once() -> None:
    gone = state("a", SourceStanding.GONE, failures=1, since=NOW, reason="gone (410)")
    (notice,) = notices([gone, state("well")], now=NOW, zone=UTC)
    assert notice.body.endswith("It is not asked again.")


def test_a_recovery_is_told_only_if_the_failure_was() -> None:
    (notice,) = notices([state("a", told=Told.BLIND), state("well")], now=NOW, zone=UTC)
    assert (notice.title, notice.told) == ("a can be read again", None)
    assert titles(state("a"), state("well")) == []


def test_several_at_once_are_one_message_that_names_ten() -> None:
    states = [failing(f"s{n}") for n in range(12)]
    (notice,) = notices([*states, state("well")], now=NOW, zone=UTC)
    assert notice.title == "12 sources cannot be read"
    assert "s9: it hurts" in notice.body
    assert "s10:" not in notice.body
    assert "and 2 more" in notice.body


def test_all_at_once_is_the_network_and_takes_those_along_that_just_began_to_fail() -> None:
    states = [failing("a"), failing("b", failures=1, hours=0.1)]
    (notice,) = notices(states, now=NOW, zone=UTC)
    assert notice.title == "No source can be read"
    assert (notice.sources, notice.told) == (("a", "b"), Told.NETWORK)


def test_the_end_of_a_network_failure_is_told_once_half_is_back() -> None:
    dark = [failing(f"s{n}", told=Told.NETWORK) for n in range(4)]
    back = [state(f"s{n}", told=Told.NETWORK) for n in range(4)]
    assert titles(back[0], *dark[1:]) == []
    assert titles(*back[:2], *dark[2:]) == ["2 sources can be read again"]


def test_a_single_source_is_not_the_network() -> None:
    assert titles(failing("only")) == ["only cannot be read"]
