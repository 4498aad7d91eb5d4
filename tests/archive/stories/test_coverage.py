from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.stories import Outlets, Telling, coverage_of
from archive.stories.outlets import site_of
from archive.vocabulary import ArticleId, CopyKind, Report

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OUTLETS = Outlets({"post.example": "Example Group", "mirror.example": "Example Group"})


def telling(
    number: int,
    host: str,
    *,
    hours: float = 0,
    copy_of: int | None = None,
    credit: str | None = None,
    length: int = 1000,
    dated: bool = True,
    first_at: str | None = None,
) -> Telling:
    url = f"https://{host}/{number}"
    at = NOON + timedelta(hours=hours)
    report = Report(
        article=ArticleId(number),
        title=f"Report {number}",
        url=url,
        outlet=host,
        owner=OUTLETS.owner(url, host),
        published=at if dated else None,
        seen=at + timedelta(minutes=5),
        copy_of=ArticleId(copy_of) if copy_of else None,
        copy_kind=CopyKind.REPRINT if copy_of else None,
    )
    return Telling(
        report=report,
        group=copy_of or number,
        site=OUTLETS.site(url, host),
        length=length,
        credit=credit,
        first_at=first_at,
    )


def test_copies_and_outlets_of_one_owner_are_one_report() -> None:
    coverage = coverage_of(
        1,
        [
            telling(4, "b.example", hours=3),
            telling(1, "post.example"),
            telling(2, "a.example", hours=1, copy_of=1),
            telling(3, "mirror.example", hours=2),
        ],
    )
    assert [report.article for report in coverage.reports] == [1, 2, 3, 4]
    assert (coverage.outlets, coverage.copies) == (4, 1)
    assert coverage.independent == 2  # the Example Group, and b.example
    assert (coverage.same_owner, coverage.copying) == (1, 1)


def test_what_two_sites_took_from_one_agency_is_one_report() -> None:
    coverage = coverage_of(
        1,
        [telling(1, "a.example", credit="(Reuters)"), telling(2, "b.example", credit="(REUTERS)")],
    )
    assert (coverage.independent, coverage.same_owner) == (1, 1)
    coverage = coverage_of(
        1, [telling(1, "a.example", credit="(Reuters)"), telling(2, "b.example", credit="With AP")]
    )
    assert coverage.independent == 2


def test_an_outlet_with_several_articles_is_counted_once() -> None:
    coverage = coverage_of(
        1,
        [
            telling(1, "a.example"),
            telling(2, "a.example", hours=1, copy_of=1),
            telling(3, "b.example", hours=1, copy_of=1),
            telling(4, "b.example", hours=2, copy_of=1),
            telling(5, "c.example", hours=2, copy_of=1),
            telling(6, "c.example", hours=3),
            telling(7, "c.example", hours=4, credit="(Reuters)"),
        ],
    )
    assert (coverage.outlets, coverage.copying, coverage.independent) == (3, 1, 2)
    assert coverage.copies == 4


def test_an_outlet_that_has_the_text_of_another_is_no_independent_report() -> None:
    # The first outlet has a text of an agency, too.
    tellings = [
        telling(1, "a.example"),
        telling(2, "a.example", hours=1, credit="(Reuters)"),
        telling(3, "b.example", hours=2, copy_of=1),
    ]
    coverage = coverage_of(1, tellings)
    assert (coverage.outlets, coverage.copying, coverage.independent) == (2, 1, 1)


def test_the_outlet_that_was_first_is_not_among_those_that_copy() -> None:
    coverage = coverage_of(
        1, [telling(2, "a.example", copy_of=1), telling(1, "b.example", hours=1)]
    )
    # Which of the two is called the copy depends on which was seen first; the other has the same text.
    assert (coverage.outlets, coverage.copying, coverage.independent) == (2, 1, 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["post.example", "mirror.example", "a.example", "b.example"]),
            st.integers(min_value=0, max_value=9),
            st.sampled_from([None, "(Reuters)", "AFP"]),
            st.integers(min_value=0, max_value=5),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_outlet_is_independent_or_of_the_same_owner_or_copies(
    made: list[tuple[str, int, str | None, int]],
) -> None:
    tellings = [
        telling(n, host, copy_of=of if 0 < of < n else None, credit=credit, hours=hours)
        for n, (host, of, credit, hours) in enumerate(made, start=1)
    ]
    coverage = coverage_of(1, tellings)
    assert coverage.independent >= 1
    assert coverage.outlets - coverage.independent - coverage.copying == coverage.same_owner >= 0


def test_copies_of_a_forgotten_original_are_one_report() -> None:
    coverage = coverage_of(1, [telling(n, f"{n}.example", copy_of=9) for n in (2, 3)])
    assert (coverage.independent, coverage.outlets) == (1, 2)


def test_the_origin_is_a_guess_with_its_evidence() -> None:
    first, second = telling(1, "a.example", length=2000), telling(2, "b.example", hours=2)
    origin = coverage_of(1, [second, first]).origin
    assert origin is not None
    assert (origin.article, origin.outlet) == (1, "a.example")
    assert origin.evidence == ("published first", "seen first", "the longest text")


def test_a_credited_agency_is_the_origin_even_if_its_article_is_not_here() -> None:
    origin = coverage_of(1, [telling(1, "a.example", credit="(Reuters)")]).origin
    assert origin is not None
    assert (origin.article, origin.outlet) == (None, "Thomson Reuters")
    own = telling(2, "www.reuters.com", hours=-1)
    origin = coverage_of(1, [telling(1, "a.example", credit="(Reuters)"), own]).origin
    assert origin is not None
    assert (origin.article, origin.outlet) == (2, "www.reuters.com")
    assert origin.evidence == ("credited in the text: (Reuters)", "published first")


def test_one_article_without_credit_has_no_origin_but_itself() -> None:
    assert coverage_of(1, [telling(1, "a.example")]).origin is None


def test_wires_of_a_house_that_is_not_there_speak_for_nobody() -> None:
    own = telling(1, "a.example", credit="With Post wires")
    assert coverage_of(1, [own]).origin is None
    origin = coverage_of(1, [own, telling(2, "b.example", hours=1, copy_of=1)]).origin
    assert origin is not None
    assert (origin.article, origin.evidence) == (1, ("published first", "seen first"))


def test_wires_of_a_house_point_at_its_outlet() -> None:
    """A reprint that was seen first says whose report it is."""
    first, second = (
        telling(n, f"{n}.example", hours=n, credit="With Post wires", copy_of=n - 1) for n in (1, 2)
    )
    reprint = replace(first, report=replace(first.report, outlet="Republisher Daily"))
    post = replace(second, report=replace(second.report, outlet="New York Post"))
    origin = coverage_of(1, [reprint, post]).origin
    assert origin is not None
    assert (origin.article, origin.outlet) == (2, "New York Post")
    assert origin.evidence == ("credited in the text: With Post wires, and in 1 more",)


def test_one_credit_of_several_reports_is_not_where_the_story_began() -> None:
    alone = [telling(n, f"{n}.example", hours=n) for n in (1, 2, 3)]
    wire = telling(4, "4.example", hours=4, credit="(Reuters)")
    for tellings in ([alone[0], wire], [*alone, wire]):
        origin = coverage_of(1, tellings).origin
        assert origin is not None
        assert (origin.article, "credited" in str(origin.evidence)) == (1, False)


def test_an_agency_is_the_origin_if_the_first_report_or_most_texts_credit_it() -> None:
    first = telling(1, "1.example", credit="(Reuters)")
    others = [telling(n, f"{n}.example", hours=n) for n in (2, 3, 4)]
    origin = coverage_of(1, [first, *others]).origin
    assert origin is not None
    assert (origin.outlet, origin.evidence) == (
        "Thomson Reuters", ("credited in the text: (Reuters)",)
    )  # fmt: skip
    wires = [telling(n, f"{n}.example", hours=n, credit="AFP") for n in (5, 6, 7, 8)]
    origin = coverage_of(1, [others[0], *wires]).origin
    assert origin is not None
    assert origin.outlet == "Agence France-Presse"
    # Copies of one text are one of them.
    copies = [telling(n, f"{n}.example", hours=n, copy_of=5, credit="AFP") for n in (6, 7, 8)]
    origin = coverage_of(1, [others[0], others[1], wires[0], *copies]).origin
    assert origin is not None
    assert origin.article == 2


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("edition.post.example", "post.example"),
        ("news.post.co.uk", "post.co.uk"),
        ("post.com.au", "post.com.au"),
        ("m.tvn24.pl", "tvn24.pl"),
        ("localhost", "localhost"),
    ],
)
def test_the_site_of_a_host(host: str, site: str) -> None:
    assert site_of(host) == site


def test_owners_come_from_the_user_first_then_from_the_table() -> None:
    outlets = Outlets({"NYPost.com": "Mine"})
    assert outlets.owner("https://nypost.com/a", "Post") == "Mine"
    assert outlets.owner("https://www.wsj.com/a", "WSJ") == "News Corp"
    assert outlets.owner("https://feeds.bbci.co.uk/a", "BBC Europe") == "BBC"
    assert outlets.owner("https://unknown.example/a", "Unknown") == "Unknown"
    assert outlets.owner(None, "Reuters") == "Thomson Reuters"
    assert outlets.owner("https://[bad/", "Unknown") == "Unknown"


def test_sites_that_carry_others_say_nothing_of_who_wrote() -> None:
    outlets = Outlets()
    assert outlets.site("https://news.google.com/rss/articles/1", "Kyiv Post") == "Kyiv Post"
    assert outlets.owner("https://news.google.com/rss/articles/1", "Reuters") == "Thomson Reuters"
    assert outlets.site("https://feeds.post.example/1", "Post") == "post.example"


def test_what_pages_call_the_original_says_most() -> None:
    named = "https://www.post.example/2?utm_source=x"
    tellings = [
        telling(1, "a.example", credit="(Reuters)", first_at=named),
        telling(3, "b.example", hours=1, first_at="https://post.example/2"),
    ]
    origin = coverage_of(1, tellings).origin
    assert origin is not None
    assert (origin.article, origin.outlet) == (None, "post.example")
    why = "the page at a.example names post.example as the original, and so do 1 more"
    assert origin.evidence == (why,)
    origin = coverage_of(1, [*tellings, telling(2, "post.example", hours=-1)]).origin
    assert origin is not None
    assert (origin.article, origin.outlet) == (2, "post.example")
    assert origin.evidence == (why, "published first")
