"""A matcher that is slow and obviously right: every word, at every place, for every query.

It shares with the program how a text is cut into words, how two words compare, and the query tree;
how queries are found, indexed, combined and confirmed it does in its own, simplest way.
"""

from itertools import product

from archive.vocabulary import Watchlist
from watchlists.atoms import satisfies, ways
from watchlists.composing import compose
from watchlists.document import Document
from watchlists.patterns import places
from watchlists.query import (
    And,
    AtLeast,
    Fact,
    Named,
    Near,
    Node,
    Not,
    Or,
    Regex,
    Scoped,
    Term,
    Within,
)
from watchlists.reading import language_of
from watchlists.sentences import paragraphs, sentences
from watchlists.stems import Stemming
from watchlists.words import words

Place = frozenset[tuple[str, int]]
"""The words that satisfied something: each a field and a number."""


def holds(watchlist: Watchlist, document: Document) -> bool:
    """Say whether a document satisfies a watchlist."""
    if watchlist.sources and not {document.source, *document.tags} & set(watchlist.sources):
        return False
    if watchlist.languages and document.language and document.language not in watchlist.languages:
        return False
    texts = {"title": document.title, "lead": document.lead, "body": document.text}
    texts |= {f"titles.{number}": title for number, title in enumerate(document.titles)}
    whole = {name: (0, len(text)) for name, text in texts.items()}
    return _Oracle(document, texts).true(compose(watchlist).root, whole)


def called(name: str) -> str:
    return "title" if name.startswith("titles.") else name


class _Oracle:
    def __init__(self, document: Document, texts: dict[str, str]) -> None:
        self.document = document
        self.texts = texts
        self.words = {name: list(words(text)) for name, text in texts.items()}
        self.stemming = Stemming(language_of(document))

    def true(self, node: Node, view: dict[str, tuple[int, int]]) -> bool:
        if isinstance(node, And):
            return all(self.true(part, view) for part in node.parts)
        if isinstance(node, Or):
            return any(self.true(part, view) for part in node.parts)
        if isinstance(node, Not):
            return not self.true(node.part, view)
        if isinstance(node, Scoped):
            return self.true(
                node.part,
                {name: place for name, place in view.items() if called(name) == node.name},
            )
        if isinstance(node, AtLeast):
            # Two ways of satisfying count once when they take up the same stretch of words.
            found = {
                (next(iter(place))[0], min(n for _, n in place), max(n for _, n in place))
                for place in self.find(node.part, view)
            }
            return len(found) >= node.count
        if isinstance(node, Within):
            cut = sentences if node.unit == "SENTENCE" else paragraphs
            return any(
                self.true(node.part, {name: piece})
                for name, (start, end) in view.items()
                for piece in cut(self.texts[name])
                if start <= piece[0] and piece[1] <= end
            )
        if isinstance(node, Fact):
            return self.fact(node)
        if isinstance(node, Named):
            return node.part is not None and self.true(node.part, view)
        if isinstance(node, Regex):
            return any(
                start <= first and last <= end
                for name, (start, end) in view.items()
                for first, last in places(node.pattern, self.texts[name], exact=node.exact)
            )
        return bool(self.find(node, view))

    def fact(self, node: Fact) -> bool:
        if node.name == "words":
            return len(self.words["body"]) > int(node.text.removeprefix(">"))
        if node.name == "tag":
            return node.text in self.document.tags
        assert node.name == "lang"
        return self.document.language == node.text

    def find(self, node: Node, view: dict[str, tuple[int, int]]) -> set[Place]:
        if isinstance(node, Or):
            return set().union(*(self.find(part, view) for part in node.parts))
        if isinstance(node, Scoped):
            return self.find(
                node.part,
                {name: place for name, place in view.items() if called(name) == node.name},
            )
        if isinstance(node, Near):
            pairs = product(self.find(node.left, view), self.find(node.right, view))
            return {left | right for left, right in pairs if self.close(node, left, right)}
        if isinstance(node, Regex):
            return self.touched(node, view)
        assert isinstance(node, Term)
        return {
            frozenset((name, at + shift) for shift in range(len(way)))
            for way in ways(node)
            for name, (start, end) in view.items()
            for at in range(len(self.words[name]) - len(way) + 1)
            if start <= self.words[name][at].start
            and self.words[name][at + len(way) - 1].end <= end
            and all(
                satisfies(atom, self.words[name][at + shift], self.stemming)
                for shift, atom in enumerate(way)
            )
        }

    def touched(self, node: Regex, view: dict[str, tuple[int, int]]) -> set[Place]:
        """Find the words that the matches of a regular expression touch, of each match that touches any."""
        found = {
            frozenset(
                (name, number)
                for number, word in enumerate(self.words[name])
                if word.start < last and first < word.end
            )
            for name, (start, end) in view.items()
            for first, last in places(node.pattern, self.texts[name], exact=node.exact)
            if start <= first and last <= end
        }
        return found - {frozenset()}

    def close(self, node: Near, left: Place, right: Place) -> bool:
        if left & right or len({name for name, _ in left | right}) > 1:
            return False
        a, b = sorted(n for _, n in left), sorted(n for _, n in right)
        if node.ordered and b[0] <= a[-1]:
            return False
        return max(b[0] - a[-1], a[0] - b[-1]) - 1 <= node.distance
