from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.sqlite.values import (
    dump,
    dump_alert,
    dump_spans,
    load_alert,
    load_spans,
    moment,
    stamp,
    words,
)
from archive.vocabulary import Alert, AlertKind, Change, Edit, EditKind, Figure, Span

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(
    min_value=datetime(1, 1, 3),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 29),  # noqa: DTZ001
    timezones=ZONES,
)
PLAIN = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(0, 2**31)
SPANS = st.lists(
    st.builds(Span, field=PLAIN, start=NUMBERS, end=NUMBERS, term=PLAIN), max_size=3
).map(tuple)
ALERTS = st.builds(
    Alert,
    kind=st.sampled_from(AlertKind),
    watchlist=PLAIN,
    query=PLAIN,
    title=PLAIN,
    url=st.none() | PLAIN.filter(bool),
    outlet=PLAIN,
    source=PLAIN,
    published=st.none() | MOMENTS,
    seen=st.none() | MOMENTS,
    language=st.none() | PLAIN.filter(bool),
    quote=PLAIN,
    marks=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=3).map(tuple),
    spans=SPANS,
    terms=st.lists(PLAIN, max_size=3).map(tuple),
    article=st.none() | NUMBERS,
    story=st.none() | NUMBERS,
    body=PLAIN,
)


@settings(max_examples=100)
@given(ALERTS)
def test_alerts_come_back_as_they_were(alert: Alert) -> None:
    assert load_alert(dump_alert(alert)) == alert


@settings(max_examples=50)
@given(SPANS, st.lists(PLAIN).map(tuple))
def test_spans_and_words_come_back_as_they_were(
    spans: tuple[Span, ...], texts: tuple[str, ...]
) -> None:
    assert load_spans(dump_spans(spans)) == spans
    assert words(dump(texts)) == texts


@settings(max_examples=200)
@given(MOMENTS, MOMENTS)
def test_stamps_sort_as_times_do(one: datetime, other: datetime) -> None:
    assert moment(stamp(one)) == one
    assert (stamp(one) < stamp(other)) == (one < other)
    assert len(stamp(one)) == len(stamp(other))


def test_a_time_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        stamp(datetime(2026, 11, 22))  # noqa: DTZ001 - that is the mistake
    assert stamp(None) is None
    assert moment(None) is None


def test_facts_of_a_later_version_are_left_out() -> None:
    assert load_alert('{"kind":"alert","title":"Bridge","mood":"grim"}') == Alert(title="Bridge")


def test_every_fact_of_an_alert_is_kept() -> None:
    filled = Alert(
        kind=AlertKind.NOTICE,
        watchlist="w",
        query="q",
        title="t",
        url="u",
        outlet="o",
        source="s",
        published=datetime(2026, 11, 22, tzinfo=UTC),
        seen=datetime(2026, 11, 22, tzinfo=UTC),
        language="en",
        quote="q",
        marks=((0, 1),),
        spans=(Span(field="title", start=0, end=1, term="t"),),
        terms=("t",),
        article=1,
        story=1,
        partial="behind a paywall",
        edit=Edit(
            kinds=(EditKind.HEADLINE, EditKind.FIGURES, EditKind.TEXT, EditKind.GONE),
            headline=Change(before="a", after="b"),
            figures=(Figure(before="5", after="", sentence="s"),),
            reworded=(Change(before="c", after="d"),),
            removed=("e",),
            added=("f",),
            more=2,
            reason="gone (410)",
        ),
        claim_by=datetime(2026, 11, 22, tzinfo=UTC),
        body="b",
    )
    empty = Alert()
    changed = {
        field.name
        for field in fields(filled)
        if getattr(filled, field.name) != getattr(empty, field.name)
    }
    assert changed == {field.name for field in fields(Alert)}
    assert load_alert(dump_alert(filled)) == filled
