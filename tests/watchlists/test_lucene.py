"""Lucene queries are said with the meaning that the classic query parser gives them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from watchlists import parse
from watchlists.dialects import translate
from watchlists.query import And, Node, Not, Or, Term

WORDS = ("aa", "bb", "cc", "dd")


@dataclass(frozen=True)
class Clause:
    """One clause as written: what joins it to the former one, its sign, and its word or group."""

    joint: str
    sign: str
    inner: str | tuple[Clause, ...]


def written(clauses: tuple[Clause, ...]) -> str:
    """Return the text of a query."""
    return " ".join(
        f"{each.joint} {each.sign}{each.inner if isinstance(each.inner, str) else f'({written(each.inner)})'}".strip()
        for each in clauses
    )


def occurrences(clauses: tuple[Clause, ...]) -> list[str]:
    """Return for each clause what the parser makes of it: required, optional or excluded."""
    found: list[str] = []
    for at, each in enumerate(clauses):
        joined = at > 0 and each.joint == "AND"
        if joined and found[-1] != "-":
            found[-1] = "+"
        excluded = each.sign in {"-", "NOT "}
        found.append("-" if excluded else "+" if joined or each.sign == "+" else "")
    return found


def lucene_holds(inner: str | tuple[Clause, ...], text: set[str]) -> bool:
    """Say whether a text with these words satisfies a word or a group."""
    if isinstance(inner, str):
        return inner in text
    kinds = occurrences(inner)
    held = [lucene_holds(each.inner, text) for each in inner]
    if any(ok for ok, kind in zip(held, kinds, strict=True) if kind == "-"):
        return False
    required = [ok for ok, kind in zip(held, kinds, strict=True) if kind == "+"]
    optional = [ok for ok, kind in zip(held, kinds, strict=True) if kind == ""]
    return all(required) if required else any(optional)


def ours_hold(node: Node, text: set[str]) -> bool:
    """Say the same of a tree of ours."""
    match node:
        case And():
            return all(ours_hold(part, text) for part in node.parts)
        case Or():
            return any(ours_hold(part, text) for part in node.parts)
        case Not():
            return not ours_hold(node.part, text)
        case Term():
            return node.text in text
        case _:
            raise AssertionError(node)


def groups(
    inner: st.SearchStrategy[str | tuple[Clause, ...]],
) -> st.SearchStrategy[tuple[Clause, ...]]:
    """Make groups of one to four clauses."""
    clause = st.builds(
        Clause, joint=st.sampled_from(["", "", "AND", "OR"]), sign=st.sampled_from(["", "", "+", "-", "NOT "]), inner=inner
    )  # fmt: skip
    first = st.builds(
        Clause, joint=st.just(""), sign=st.sampled_from(["", "", "+", "-"]), inner=inner
    )
    return st.tuples(first, st.lists(clause, max_size=3)).map(lambda both: (both[0], *both[1]))


QUERIES = groups(st.recursive(st.sampled_from(WORDS), groups, max_leaves=6))


@given(QUERIES)
def test_a_query_of_lucene_keeps_its_meaning(query: tuple[Clause, ...]) -> None:
    said = translate(written(query), "lucene").query
    assume(said)
    root = parse(said).root
    for words in chain.from_iterable(combinations(WORDS, size) for size in range(len(WORDS) + 1)):
        assert ours_hold(root, set(words)) == lucene_holds(query, set(words)), written(query)
