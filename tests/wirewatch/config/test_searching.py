"""Searches become a source for each watchlist, and what an engine cannot be asked for is told."""

from pathlib import Path

from archive.vocabulary import Source, SourceKind
from tests.wirewatch.config.reading import good, read

SEARCH = (
    "  - name: news search\n    search: https://news.example/rss?q={query}&hl=en\n    tags: [all]\n"
)


def text(watchlists: str, search: str = SEARCH) -> str:
    return f"sources:\n{search}watchlists:\n{watchlists}channels: {{c: console://}}\n"


def watchlist(name: str, what: str, *more: str) -> str:
    lines = "".join(f"    {line}\n" for line in (what, "notify: [c]", *more))
    return f"  - name: {name}\n{lines}"


def names(sources: tuple[Source, ...]) -> list[tuple[str, str]]:
    return [
        (source.name, source.url.removeprefix("https://news.example/rss?q=")) for source in sources
    ]


def problems(written: str, folder: Path) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in read(written, folder).problems]


def test_each_watchlist_is_searched_for_by_itself(tmp_path: Path) -> None:
    lists = watchlist("Troops", """query: '"North Korean troops"'""") + watchlist(
        "Kursk", "any: [Kursk, Курськ]"
    )
    config = good(text(lists), tmp_path)
    assert names(config.sources) == [
        ("news search: Troops", "%22North%20Korean%20troops%22&hl=en"),
        ("news search: Kursk", "Kursk%20OR%20%D0%9A%D1%83%D1%80%D1%81%D1%8C%D0%BA&hl=en"),
    ]
    assert {source.kind for source in config.sources} == {SourceKind.SEARCH}
    assert {source.tags for source in config.sources} == {("all", "news search")}


def test_two_watchlists_that_ask_the_same_are_one_search(tmp_path: Path) -> None:
    lists = watchlist("A", "any: [Kursk]") + watchlist("B", "query: Kursk")
    assert names(good(text(lists), tmp_path).sources) == [("news search: A", "Kursk&hl=en")]


def test_a_watchlist_that_looks_elsewhere_is_not_searched_for(tmp_path: Path) -> None:
    lists = "".join(
        watchlist(name, f"any: [word{name}]", f"sources: [{chosen}]")
        for name, chosen in (("A", "news search"), ("B", "all"), ("C", "other"))
    )
    written = text(lists, f"{SEARCH}  - name: other\n    feed: https://post.example/feed\n")
    config = good(written, tmp_path)
    assert [source.name for source in config.sources] == [
        "news search: A",
        "news search: B",
        "other",
    ]


def test_search_terms_of_a_watchlist_are_asked_for_instead(tmp_path: Path) -> None:
    lists = watchlist("A", "query: site:post.example", "search_terms: [one & two, three]")
    config = good(text(lists), tmp_path)
    assert names(config.sources) == [
        ("news search: A", "one%20%26%20two&hl=en"),
        ("news search: A 2", "three&hl=en"),
    ]


def test_search_terms_of_a_search_are_asked_for_whatever_the_watchlists(tmp_path: Path) -> None:
    search = f"{SEARCH}    search_terms: [Kursk, Kherson]\n"
    config = good(text(watchlist("A", "any: [x1]"), search), tmp_path)
    assert [source.name for source in config.sources] == [
        "news search: Kursk",
        "news search: Kherson",
    ]


def test_what_cannot_be_searched_for_is_told_where_the_watchlist_is(tmp_path: Path) -> None:
    many = ", ".join(f"a-long-keyword-{n}" for n in range(500))
    lists = (
        watchlist("A", "query: site:post.example")
        + watchlist("B", "any: [troop*]")
        + watchlist("C", f"any: [{many}]")
    )
    assert problems(text(lists), tmp_path) == [
        ("not-searched", 6),
        ("searched-without-star", 9),
        ("searched-in-part", 12),
    ]
    told = [problem.message for problem in read(text(lists), tmp_path).problems]
    assert (
        told[1]
        == "search engines know no `*`: for watchlist `B` they are asked for `troop` without it"
    )


def test_an_address_without_a_place_for_the_query_is_wrong(tmp_path: Path) -> None:
    search = "  - search: https://news.example/rss\n"
    assert problems(text(watchlist("A", "any: [x1]"), search), tmp_path) == [("no-query", 2)]


def test_a_search_without_anything_to_look_for_is_told(tmp_path: Path) -> None:
    lists = watchlist("A", "any: [x1]", "sources: [o]")
    written = text(lists, f"{SEARCH}  - name: o\n    feed: https://post.example/feed\n")
    assert problems(written, tmp_path) == [("nothing-to-search", 3)]
