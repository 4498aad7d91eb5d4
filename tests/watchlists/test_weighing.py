"""What each watchlist costs is measured for it alone, by a clock that is handed in."""

from itertools import count

from watchlists import Document, Matcher, Scales, Watchlist

WATCHLISTS = (
    Watchlist(name="word", query="kursk"),
    Watchlist(name="near", query="kursk NEAR/3 troops"),
    Watchlist(name="pattern", query="/[Kk]ursk/"),
    Watchlist(name="apart", query="kursk NEAR/3 soldiers"),
    Watchlist(name="absent", query="kursk NEAR/3 zebra"),
)
TEXTS = [
    Document(title="Troops near Kursk", text="Two soldiers."),
    Document(title="Seals", text="Sleep."),
]


def test_each_watchlist_is_charged_for_itself_alone() -> None:
    ticks = count()
    scales = Scales(WATCHLISTS, clock=lambda: next(ticks))
    matcher = Matcher(WATCHLISTS)
    for text in TEXTS:
        assert scales.weigh(text) == matcher.match(text)
    weights = {one.cost.watchlist: one for one in scales.weights()}
    assert [one.cost for one in scales.weights()] == list(matcher.costs())
    # One tick for each time that a watchlist was asked or quoted: the clock goes on by one at every look.
    assert {name: one.own for name, one in weights.items()} == {
        "word": 1, "near": 2, "pattern": 3, "apart": 1, "absent": 0,
    }  # fmt: skip
    assert scales.documents == 2
    assert scales.whole > sum(one.own for one in weights.values())


def test_a_watchlist_of_nothing_weighs_nothing() -> None:
    scales = Scales((), clock=lambda: 0)
    assert scales.weigh(TEXTS[0]) == ()
    assert scales.weights() == ()
