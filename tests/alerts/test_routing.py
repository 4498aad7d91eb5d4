from dataclasses import replace

from alerts import route
from alerts.routing import query_text
from archive.vocabulary import Alert, Channel, Hit, Secret, Span, Watchlist
from tests.alerts.stories import NOW

FACTS = Alert(
    title="Harbour bridge closes",
    url="https://news.example/harbour",
    outlet="Aldmoor Post",
    source="post",
    published=NOW,
    seen=NOW,
    language="en",
)
HIT = Hit(
    watchlist="Harbour",
    spans=(
        Span(field="text", start=4, end=18, term='"harbour bridge"'),
        Span(field="text", start=31, end=37, term="bridge"),
        Span(field="title", start=0, end=14, term='"harbour bridge"'),
    ),
    quote="The harbour bridge closes.",
    marks=((4, 18),),
)
DESK = Channel(name="desk", to=(Secret("mailto://a"), Secret("mailto://b")))
SLACK = Channel(name="slack", to=(Secret("slack://x"),))
CHANNELS = {"desk": DESK, "slack": SLACK}
HARBOUR = Watchlist(name="Harbour", query="harbour\n  AND bridge", notify=("desk", "slack", "desk"))


def test_each_address_of_each_channel_is_told_once() -> None:
    postings = route([HIT], facts=FACTS, watchlists={"Harbour": HARBOUR}, channels=CHANNELS)
    assert [(p.channel, p.target, p.watchlist) for p in postings] == [
        ("desk", 0, "Harbour"),
        ("desk", 1, "Harbour"),
        ("slack", 0, "Harbour"),
    ]


def test_an_alert_holds_the_facts_and_each_term_once() -> None:
    postings = route([HIT], facts=FACTS, watchlists={"Harbour": HARBOUR}, channels=CHANNELS)
    alert = postings[0].alert
    assert alert.query == "harbour AND bridge"
    assert alert.terms == ('"harbour bridge"', "bridge")
    assert (alert.title, alert.url, alert.outlet) == (
        FACTS.title,
        FACTS.url,
        FACTS.outlet,
    )
    assert (alert.quote, alert.marks, alert.spans) == (HIT.quote, HIT.marks, HIT.spans)


def test_two_watchlists_are_two_messages_to_the_same_channel() -> None:
    ferries = Watchlist(name="Ferries", query="ferr*", notify=("slack",))
    postings = route(
        [HIT, replace(HIT, watchlist="Ferries")],
        facts=FACTS,
        watchlists={"Harbour": HARBOUR, "Ferries": ferries},
        channels=CHANNELS,
    )
    assert [p.watchlist for p in postings if p.channel == "slack"] == ["Harbour", "Ferries"]


def test_what_is_no_longer_configured_is_told_nowhere() -> None:
    assert route([HIT], facts=FACTS, watchlists={}, channels=CHANNELS) == ()
    assert route([HIT], facts=FACTS, watchlists={"Harbour": HARBOUR}, channels={}) == ()
    assert route([], facts=FACTS, watchlists={"Harbour": HARBOUR}, channels=CHANNELS) == ()


def test_the_list_form_reads_as_one_line() -> None:
    kursk = Watchlist(name="x", any=("Aldmoor", "Brack"), all=("harbour",), none=("football",))
    assert query_text(kursk) == "any: Aldmoor, Brack; all: harbour; none: football"
