"""Named terms: read, checked where they stand, and known to the queries that use them."""

from pathlib import Path

from alerts import address_problem
from watchlists import Matcher, check
from watchlists.document import Document
from wirewatch.config import Loaded, load

HEAD = "sources: [https://post.example/rss]\nchannels: {out: 'console://'}\n"


def read(folder: Path, text: str) -> Loaded:
    path = folder / "config.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load(path, {}, check_query=check, check_address=address_problem)


def test_a_list_is_any_of_its_items(tmp_path: Path) -> None:
    loaded = read(
        tmp_path,
        "terms: {army: [troops, soldiers], dprk: 'DPRK OR Pyongyang'}\n"
        "watchlists: [{name: w, query: '@dprk AND @army', notify: [out]}]\n",
    )
    assert loaded.problems == ()
    assert loaded.config is not None
    matcher = Matcher(loaded.config.watchlists, loaded.config.terms)
    held = [
        bool(matcher.match(Document(title=title, text="")))
        for title in ("Pyongyang sends soldiers", "DPRK troops", "Pyongyang marathon")
    ]
    assert held == [True, True, False]


def test_an_unknown_name_is_an_error_where_it_stands(tmp_path: Path) -> None:
    loaded = read(
        tmp_path,
        "terms: {army: troops}\nwatchlists: [{name: w, query: 'Kursk AND @armi', notify: [out]}]\n",
    )
    (problem,) = loaded.problems
    assert (problem.line, problem.column) == (4, 42)
    assert "army" in problem.message + problem.mend


def test_a_mistake_in_a_term_is_told_in_the_term(tmp_path: Path) -> None:
    loaded = read(
        tmp_path,
        "terms:\n  army: (troops\nwatchlists: [{name: w, query: '@army', notify: [out]}]\n",
    )
    assert loaded.config is None
    assert any((problem.line, problem.column) == (4, 9) for problem in loaded.problems)


def test_names_and_lists_may_ask_for_no_more_than_a_query(tmp_path: Path) -> None:
    patterns = ", ".join(f"/a{number}/" for number in range(12))
    terms = (
        f"terms: {{one: [{patterns}], two: [{patterns.replace('a', 'b')}], both: Kursk AND Kyiv}}\n"
    )
    lists = (
        "{name: v, query: '@one OR @two', notify: [out]}",
        f"{{name: w, any: ['@one', {patterns.replace('a', 'c')}], notify: [out]}}",
        "{name: x, query: '@both NEAR/3 troops', notify: [out]}",
        "{name: y, query: '@one', notify: [out]}",
    )
    loaded = read(tmp_path, f"{terms}watchlists:\n  - " + "\n  - ".join(lists))
    assert [(each.line, each.column, each.code) for each in loaded.problems] == [
        (5, 31, "many-regexes"), (6, 15, "many-regexes"), (7, 23, "not-near"),
    ]  # fmt: skip
    assert "@two" in loaded.problems[0].message
