"""Where one regular expression matches a document; what is asked for twice is found once."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, count, islice

from watchlists.bits import numbers_of
from watchlists.patterns import looks
from watchlists.query import Regex
from watchlists.reading import Piece, Reading, Starts
from watchlists.wordwise import Inside, is_wordwise, wordwise

_MANY = 500

_LONGEST = 2_000
"""Characters without white space in which every match is looked for: to find each may take a look at all of them."""
_LONG = 10_000
"""Characters without white space of which more make the places fewer that are looked at."""
_LONG_FIELD = 200_000
"""Characters of a field of which more do so for what may match across words."""


class Matches:
    """What a regular expression matches in a document: at most ``most`` places of a field, or all inside words of a usual length."""

    def __init__(self, reading: Reading, node: Regex, most: int) -> None:
        self.reading = reading
        self._node = node
        inside = is_wordwise(node.pattern)
        self.wordwise = inside and reading.longest <= _LONGEST
        """Whether no match reaches from one chunk to the next, and no chunk is very long."""
        self.most = None if self.wordwise else _fewer(most, reading, inside=inside)
        self._cut = False
        self._known: dict[int, tuple[list[Piece], Iterator[Piece]]] = {}

    def within(self, field: int) -> Iterator[Piece]:
        """Yield the matches in a field, one after the other; none is looked for before it is asked for, or twice."""
        if field not in self._known:
            self._known[field] = ([], self._search(field))
        known, rest = self._known[field]
        for number in count():
            if number == len(known):
                known.extend(islice(rest, 1))
                if number == len(known):
                    return
            yield known[number]

    def _search(self, field: int) -> Iterator[Piece]:
        node, text = self._node, self.reading.document.field(field)
        for number, (start, end) in enumerate(looks(node.pattern, text, exact=node.exact)):
            if number == self.most:
                self._cut = True
                return
            if start < end:
                yield field, start, end

    @cached_property
    def pieces(self) -> Sequence[Piece]:
        """Every match, field by field."""
        return [each for field in self.reading.document.fields for each in self.within(field)]

    @cached_property
    def touched(self) -> Sequence[tuple[int, int]]:
        """For each match the place of the first word that it touches, and how many it touches."""
        return [self.reading.touched(*each) for each in self.pieces]

    def among(self, starts: Starts) -> Iterator[Piece]:
        """Yield the matches that touch one of some stretches of words."""
        if sum(bits.bit_count() for bits in starts.values()) > _MANY:
            # Nobody asks for all of them.
            for piece in chain.from_iterable(map(self.within, self.reading.document.fields)):
                first, words = self.reading.touched(*piece)
                if starts.get(words, 0) >> first & 1:
                    yield piece
            return
        touched = ((first, words) for words, bits in starts.items() for first in numbers_of(bits))
        for each in sorted(touched):
            yield from self._touching.get(each, ())

    @cached_property
    def _touching(self) -> Mapping[tuple[int, int], Sequence[Piece]]:
        found: dict[tuple[int, int], list[Piece]] = {}
        for piece, touched in zip(self.pieces, self.touched, strict=True):
            found.setdefault(touched, []).append(piece)
        return found

    @cached_property
    def limited(self) -> bool:
        """Whether there are more places in a field than were looked at."""
        if self.most is None:
            return False
        for field in self.reading.document.fields:
            # That there are more is known when all have been asked for.
            for _ in self.within(field):
                pass
        return self._cut

    def inside(self, field: int, start: int, end: int) -> Iterator[Piece]:
        """Yield the matches in a part of a field."""
        pieces = self.pieces
        for number in range(bisect_left(pieces, (field, start, 0)), len(pieces)):
            piece = pieces[number]
            if piece[0] != field or piece[1] >= end:
                return
            if piece[2] <= end:
                yield piece

    @cached_property
    def chunks(self) -> Mapping[str, tuple[Inside, ...]]:
        """The matches in each distinct chunk that has any; of one that matches inside words."""
        return wordwise(self._node.pattern, self._node.exact).found(self.reading.chunks)

    @cached_property
    def starts(self) -> Starts:
        """Where the stretches of words begin that the matches touch."""
        if not self.wordwise:
            return self.reading.stretches(self.touched)
        found: Starts = {}
        for chunk, matches in self.chunks.items():
            bits = self.reading.beginning(chunk)
            for _, _, word, words in matches:
                if words:
                    found[words] = found.get(words, 0) | bits << word
        return found


def _fewer(most: int, reading: Reading, *, inside: bool) -> int:
    """Return how many places are looked at, where each may take a look at a whole chunk or at a whole field."""
    length, long = (reading.longest, _LONG) if inside else (reading.document.longest, _LONG_FIELD)
    return max(1, most * long // length) if length > long else most
