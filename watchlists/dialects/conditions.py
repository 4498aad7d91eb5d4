"""Conditions on an article, as other languages write them: addresses for hosts, several sites."""

import re

from watchlists.dialects.rules import Rules
from watchlists.query import And, Fact, Node, Not

LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*")
"""A tag such as ``en`` or ``pt-BR``."""
_TIMES = {"when", "after", "before", "date", "daterange"}


def instead(name: str, rules: Rules) -> str:
    """Say what can be asked for instead of a field that is none of ours."""
    if name.lower() in _TIMES:
        return "Leave it away: a watchlist looks at new articles only."
    return f"What can be said: {', '.join(f'{each}:' for each in rules.fields)}."


def fact(name: str, text: str) -> Fact:
    """Read the value of a field of facts; some take an address, or a part of one, for a host."""
    if name in {"site", "url"}:
        text = re.sub(r"^https?://", "", text)
    if name == "site":
        text = re.sub(r"^(?:\*?\.|www\.)", "", text).rstrip("/")
    return Fact(name="url" if name == "site" and "/" in text else name, text=text)


def clauses(node: Node) -> tuple[Node, ...]:
    """Return what has to hold, part by part."""
    return node.parts if isinstance(node, And) else (node,)


def two_sites(node: Node) -> bool:
    """Say whether an article would have to be on two sites, or in two languages."""
    facts = {each for each in clauses(node) if isinstance(each, Fact)}
    names = [each.name for each in facts if each.name in {"site", "lang"}]
    return len(names) > len(set(names))


def negative(root: Node) -> bool:
    """Say whether a query only excludes."""
    return all(isinstance(part, Not) for part in clauses(root))
