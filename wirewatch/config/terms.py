"""Named terms: pieces of queries that watchlists reuse as ``@name``."""

from collections.abc import Mapping

from wirewatch.config.desk import Word


def joined(texts: tuple[str, ...]) -> str:
    """Return the query that a named term stands for: its text, or any item of its list."""
    if len(texts) == 1:
        return texts[0]
    return " OR ".join(f"({text})" for text in texts)


def queries(terms: Mapping[str, tuple[Word, ...]]) -> dict[str, str]:
    """Return what each name stands for; a name whose value was wrong is left out."""
    return {
        name: joined(tuple(word.text.strip() for word in words))
        for name, words in terms.items()
        if words
    }
