"""The terms of one level of a query as a tree, by the rules of its language."""

from watchlists.query import And, Near, Node, Or, Term

HINTS = {
    "optional": (
        "Terms without + only raise the score beside terms with +.",
        "They were left away: they do not change which texts match.",
    ),
    "either": (
        "Terms side by side are alternatives in Lucene, Solr and what is built on them: one is enough.",
        "Write AND between them, or quotes around a phrase, if your program was set to ask for all of them.",
    ),
}
"""What to say of a level that can be said, but may be meant otherwise."""

Signed = tuple[str, Node]
"""A term with what stood before it: ``+``, ``-`` for NOT (the node says so too), or nothing."""


def joined(kind: type[And | Or], nodes: list[Node]) -> Node:
    """Return one node that joins all of them, flat."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.parts if isinstance(node, And | Or) and isinstance(node, kind) else [node])
    return flat[0] if len(flat) == 1 else kind(parts=tuple(flat))


def or_first(nodes: list[Node], operators: list[str]) -> Node:
    """Read a b OR c as a AND (b OR c)."""
    return joined(And, [joined(Or, group) for group in _groups(nodes, operators, "OR")])


def loose(alone: list[bool], spaced: list[bool], operators: list[str]) -> int:
    """Return which term stands in a row with the one before it, without quotes, beside OR: (oil *price* OR gas).

    ``alone`` says for each term whether it is one word, ``spaced`` whether nothing but a space stands before it;
    0 when there is none.
    """
    for at in range(1, len(alone)):
        beside = {*operators[max(0, at - 2) : at - 1], *operators[at : at + 1]}
        if spaced[at] and alone[at - 1] and alone[at] and "OR" in beside:
            return at
    return 0


def phrased(nodes: list[Node], operators: list[str]) -> bool:
    """Say whether one of the alternatives is a phrase of several words, in quotes."""
    return any(
        isinstance(node, Term) and " " in node.text and "OR" in operators[max(0, at - 1) : at + 1]
        for at, node in enumerate(nodes)
    )


def turn(operators: list[str]) -> int:
    """Return the term behind the first operator that is another one than the first; the last term, when all are alike."""
    kinds = [each for each in operators if each != "beside"]
    for at, operator in enumerate(operators):
        if kinds and operator not in {kinds[0], "beside"}:
            return at + 1
    return len(operators)


def by_precedence(nodes: list[Node], operators: list[str]) -> Node:
    """Read a OR b AND c as a OR (b AND c)."""
    return joined(Or, [joined(And, group) for group in _groups(nodes, operators, "AND")])


def _groups(nodes: list[Node], operators: list[str], binding: str) -> list[list[Node]]:
    groups: list[list[Node]] = [[nodes[0]]]
    for operator, node in zip(operators, nodes[1:], strict=True):
        if operator == binding:
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


def by_occurrence(terms: list[Signed], operators: list[str]) -> tuple[Node, str]:
    """Read a level as Lucene does: each term is required, optional or excluded.

    AND makes the terms on both its sides required. Beside required terms the others do not change what matches:
    ``optional`` says so where + tells that it is meant, ``mixed`` where AND and OR leave it unclear. Exclusions
    alone find nothing there (``negative``). Of terms with nothing between one is enough (``either``).
    """
    excluded = [node for sign, node in terms if sign == "-"]
    required: list[Node] = []
    optional: list[Node] = []
    for at, (sign, node) in enumerate(terms):
        beside = operators[max(0, at - 1) : at + 1] if at else operators[:1]
        if sign != "-":
            (required if sign == "+" or "AND" in beside else optional).append(node)
    kept = joined(And, required) if required else joined(Or, optional) if optional else None
    trouble = ""
    if required and optional:
        trouble = "mixed" if "AND" in operators else "optional"
    elif len(optional) > 1 and "beside" in operators:
        trouble = "either"
    if kept is None:
        return joined(And, excluded), "negative"
    return joined(And, [kept, *excluded]), trouble


def slop(left: Node, right: Node, moves: int) -> Node:
    """Return Lucene's distance, which counts moves: turning two neighbours round takes two."""
    forward = Near(left=left, right=right, distance=moves, ordered=True)
    if moves < 2:
        return forward
    return Or(parts=(forward, Near(left=right, right=left, distance=moves - 2, ordered=True)))
