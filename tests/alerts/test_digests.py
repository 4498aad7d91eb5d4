"""Digests: what matched by watchlist and story, and what was watched."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from alerts import Kind, render
from alerts.digests import overview, shortened
from alerts.rendering import ROOM
from alerts.times import period
from alerts.words import Form
from archive.vocabulary import AlertKind, Blind, Change, Counted, DigestReason, Edit, EditKind
from tests.alerts.stories import HOSTILE, NOW, ZONE, alert, coverage, digest
from tests.alerts.test_render import Tags, as_slack_gets_it

BLIND = Blind(
    source="Island News", since=NOW - timedelta(hours=5), reason="the server refuses us (403)."
)


def counted(watchlist: str, *stories: int) -> tuple[Counted, ...]:
    return tuple(Counted(watchlist=watchlist, story=story) for story in stories)


def test_a_digest_is_grouped_by_watchlist_and_story() -> None:
    told = digest(
        alerts=(
            alert(title="One", story=1, watchlist="Harbour"),
            alert(title="Two", story=2, watchlist="Ferries"),
            alert(title="One again", story=1, watchlist="Harbour", outlet="Coast Wire"),
        ),
        more=(*counted("Ferries", 8, 9, 10), *counted("Tides", 11, 12)),
    )
    whole = overview(told, zone=ZONE)
    assert [(group.watchlist, group.stories) for group in whole.groups] == [
        ("Harbour", 1),
        ("Ferries", 4),
        ("Tides", 2),
    ]
    (one,) = whole.groups[0].items
    assert (one.shown.headline, [also.outlet for also in one.also]) == ("One", ["Coast Wire"])
    assert whole.subject == "Wirewatch: 7 stories (Harbour, Ferries, Tides)"
    body = render(told, Kind.PLAIN, zone=ZONE).body
    assert "Also: Coast Wire" in body
    assert "- and 3 more" in body
    assert "Tides (2)\n- 2" in body


@pytest.mark.parametrize("kind", [Kind.PLAIN, Kind.SLACK, Kind.MARKDOWN, Kind.TELEGRAM, Kind.EMAIL])
def test_of_many_articles_of_a_story_the_first_are_named_and_the_rest_counted(kind: Kind) -> None:
    told = digest(
        alerts=tuple(alert(title="One", story=1, outlet=f"Coast {n}") for n in range(1, 10)),
        more=(),
    )
    body = render(told, kind, zone=ZONE).body
    assert "Coast 6" in body
    assert "Coast 7" not in body
    assert "and 3 more" in body


def test_a_story_in_two_watchlists_is_counted_once_in_all() -> None:
    told = digest(
        alerts=(
            alert(title="One", story=1, watchlist="Harbour"),
            alert(title="One", story=1, watchlist="Ferries"),
            alert(title="Two", story=2, watchlist="Ferries"),
        ),
        more=(*counted("Harbour", 2, 3), *counted("Ferries", 2, 3)),
    )
    whole = overview(told, zone=ZONE)
    assert [(group.stories, group.more) for group in whole.groups] == [(3, 2), (3, 1)]
    assert whole.headline == "3 stories"
    assert whole.subject == "Wirewatch: 3 stories (Harbour, Ferries)"
    assert "Harbour 3, Ferries 3" in render(told, Kind.SHORT, zone=ZONE).body


def test_an_edit_is_no_further_story() -> None:
    edit = alert(title="One, edited", story=1, kind=AlertKind.EDIT)
    told = digest(
        alerts=(
            alert(title="One", story=1),
            edit,
            replace(edit, title="One, edited again"),
            alert(title="Two", story=2, article=8),
            replace(edit, watchlist="Ferries"),
        )
    )
    whole = overview(told, zone=ZONE)
    assert [(len(group.items), group.stories, group.edits) for group in whole.groups] == [
        (4, 2, 2),
        (1, 0, 1),
    ]
    assert whole.headline == "2 stories and 2 edits"
    body = render(told, Kind.PLAIN, zone=ZONE).body
    assert "Harbour (2 and 2 edits)" in body
    assert "Ferries (1 edit)" in body
    assert overview(digest(alerts=(edit,)), zone=ZONE).headline == "1 edit"


def test_what_is_left_out_is_counted_with_the_edits_in_it() -> None:
    edit = alert(title="One, edited", story=1, kind=AlertKind.EDIT)
    whole = overview(digest(alerts=(alert(title="One", story=1), edit)), zone=ZONE)
    short = shortened(whole, items=1)
    assert [(group.stories, group.edits, group.more) for group in short.groups] == [(1, 1, 1)]
    assert short.headline == whole.headline == "1 story and 1 edit"


def test_a_digest_says_how_to_claim_what_has_to_be_claimed() -> None:
    told = digest(
        alerts=(
            alert(title="One", story=7, claim_by=NOW),
            alert(title="Two", story=8, kind=AlertKind.ESCALATION),
            alert(title="Three", story=9),
        )
    )
    body = render(told, Kind.PLAIN, zone=ZONE).body
    assert "\n  To be claimed by 21:05: wirewatch claim 7\n" in body
    assert "\n  Not claimed: wirewatch claim 8\n" in body
    assert "claim 9" not in body


def test_the_time_that_a_digest_covers_names_a_shared_minute_once() -> None:
    noon = datetime(2026, 10, 25, 12, tzinfo=UTC)
    assert period(noon, noon + timedelta(seconds=59), "UTC") == "Sun 25 Oct 2026, 12:00 (UTC)"
    assert period(noon - timedelta(seconds=1), noon, "UTC").startswith(
        "Sun 25 Oct 2026, 11:59–12:00"
    )
    # Where clocks are put back an hour later, both ends read alike and are an hour apart.
    half = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    said = period(half, half + timedelta(hours=1), "Europe/Berlin")
    assert said == "Sun 25 Oct 2026, 02:30–02:30 (Europe/Berlin)"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SHORT])
def test_a_digest_says_what_an_edit_changed_and_who_carries_a_story(kind: Kind) -> None:
    edit = Edit(
        kinds=(EditKind.HEADLINE,), headline=Change(before="Bridge open", after="Bridge shut")
    )
    told = digest(
        alerts=(
            alert(title="Bridge shut", story=3, kind=AlertKind.EDIT, edit=edit),
            alert(title="Ferries wait", story=4, kind=AlertKind.FOLLOW_UP),
            alert(title="Seal seen", story=5),
        ),
        coverage={
            4: coverage(story=4),
            5: coverage(story=5, outlets=2, independent=1),
            3: coverage(),
        },
    )
    body = unescape(render(told, kind, zone=ZONE).body).replace("\\", "")
    assert body.index("Bridge open") < body.index("Ferries wait")
    assert (
        body.count("Now 10 outlets: the first, 7 copies, 2 independent of it; first at Coast Wire")
        == 1
    )
    assert body.count("Also at 1 outlet, not independent; first at Coast Wire") == 1
    assert body.count("Coast Wire") == 2


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_digest_says_what_was_watched_and_what_was_not(kind: Kind) -> None:
    words = render(digest(0, blind=(BLIND,)), kind, zone=ZONE)
    said = (words.title + words.body).replace("\\", "")
    assert "othing matched" in said
    assert "38 sources were read, 1 could not be" in said
    if kind is not Kind.SHORT:
        assert "Island News, not read since 16:05: the server refuses us (403)" in said
        assert "Sat 21 Nov, 21:05 – Sun 22 Nov 2026, 21:05 (Europe/Kyiv)" in said


def test_what_is_muted_is_not_said_not_to_have_matched() -> None:
    words = render(digest(0, muted=3, watched=2, blind=()), Kind.PLAIN, zone=ZONE)
    assert words.title == "Wirewatch: Nothing to tell, 3 stories are muted"
    assert "3 stories are muted. 2 sources were read." in words.body
    words = render(digest(1, muted=1), Kind.PLAIN, zone=ZONE)
    assert words.title.startswith("Wirewatch: 1 story")
    assert "1 story is muted. 38 sources" in words.body


def test_no_source_is_said_to_have_been_read_and_not() -> None:
    ended = replace(BLIND, read=True)
    for blind, said in (
        ((ended,), "38 sources were read, 1 of them until it failed."),
        ((ended, ended), "38 sources were read, 2 of them until they failed."),
        ((ended, BLIND), "38 sources were read, 1 of them until it failed, 1 could not be."),
    ):
        assert overview(digest(0, blind=blind), zone=ZONE).watched == said


def test_nothing_read_is_not_said_to_be_no_news() -> None:
    words = render(digest(0, watched=0, blind=(BLIND,)), Kind.PLAIN, zone=ZONE)
    assert words.title == "Wirewatch: Nothing matched, 1 source not read"
    assert "No source was read." in words.body


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (DigestReason.QUIET, "quiet hours"),
        (DigestReason.LIMIT, "limit"),
        (DigestReason.MUTED, "mute"),
        (DigestReason.BACKLOG, "all at once"),
    ],
)
def test_a_digest_says_why_it_is_one(reason: DigestReason, said: str) -> None:
    assert said in render(digest(reason=reason), Kind.PLAIN, zone=ZONE).body
    assert said not in render(digest(0, reason=reason), Kind.PLAIN, zone=ZONE).body


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("number", [1, 60, 400])
def test_a_digest_always_fits_and_counts_what_it_leaves_out(kind: Kind, number: int) -> None:
    title = "Мост закрыт" + " на неделю, паромы ходят чаще & дольше обычного *" * 3
    told = digest(number)
    told = replace(told, alerts=tuple(replace(each, title=title) for each in told.alerts))
    words = render(told, kind, zone=ZONE, sure=False)
    length = len(words.body.encode()) if kind is Kind.PLAIN else len(words.body)
    assert length <= ROOM[kind]
    if kind is not Kind.SHORT:
        shown = words.body.count("Мост закрыт")
        assert f"{number} stor" in words.title + words.body
        assert shown >= min(number, 3)
        if shown < number and kind is not Kind.EMAIL:
            assert f"and {number - shown} more" in words.body
        assert "38 sources were read" in words.body
    assert "may be a repeat" in words.title + words.body


def test_a_busy_watchlist_crowds_out_no_other() -> None:
    busy = tuple(alert(story=n) for n in range(50))
    rare = tuple(alert(story=n, watchlist="Tides") for n in range(90, 92))
    short = shortened(overview(digest(alerts=busy + rare), zone=ZONE), items=6)
    assert [(len(group.items), group.more) for group in short.groups] == [(4, 46), (2, 0)]


def test_the_service_may_take_less_than_its_kind() -> None:
    body = render(digest(60), Kind.PLAIN, zone=ZONE, room=1000).body
    assert len(body) <= 1000
    assert "38 sources were read" in body
    single = render(
        alert(quote="Bridge " * 100, query="ferry " * 80), Kind.PLAIN, zone=ZONE, room=700
    )
    assert len(single.body) <= 700
    assert "https://news.example/harbour?a=1&b=2" in single.body


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", [Kind.SLACK, Kind.MARKDOWN, Kind.TEAMS, Kind.TELEGRAM, Kind.EMAIL])
def test_no_hostile_title_becomes_markup_in_a_digest(kind: Kind, title: str) -> None:
    hostile = alert(
        title=title, quote=title, marks=((0, 6),), outlet=title, watchlist=title, partial=title
    )
    blind = (Blind(source=title, since=NOW, reason=title),)
    told = digest(alerts=(hostile, replace(hostile, article=8)), blind=blind)
    words = render(told, kind, zone=ZONE)
    assert len(words.title.splitlines()) <= 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]|@everyone", words.body)
    if words.form is Form.HTML:
        tags = Tags(words.body).tags
        assert not {tag for tag, _ in tags} & {"script", "svg", "img"}
        links = {attrs["href"] for tag, attrs in tags if tag == "a"}
        assert links <= {"https://news.example/harbour?a=1&b=2"}
    else:
        body = as_slack_gets_it(words.body) if kind is Kind.SLACK else words.body
        assert "://evil" not in body
        assert not re.search(r"(?<!\\)\]\((?!<?https://news\.example/)", body)
        assert not re.search(r"<(?!https://news\.example/)[@#:!/a-zA-Z]", body)
