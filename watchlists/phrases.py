"""The phrases of all queries: suspected by two adjacent words, or by their rarest word, and confirmed where these stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice, pairwise, repeat
from operator import and_, rshift
from typing import Any

from watchlists.atoms import Atom, Kind, Way
from watchlists.lookup import Lookup, StemLookup
from watchlists.pace import Breathe, emptied
from watchlists.programs import Leaf, commonness
from watchlists.reading import Reading
from watchlists.stems import Stemming
from watchlists.stream import Stream
from watchlists.words import Word

Code = int
"""What phrases ask about a word: the class of its stem, and in the lower bits that of its folded form; 0 for neither."""
OUTSIDE: Code = -1
"""The code of what stands between two fields, which is like no word."""

_BITS = 32
_FORM = (1 << _BITS) - 1
_STEM = _FORM << _BITS

_Suggested = list[Leaf]
"""What a pair of words suggests: a phrase of just these two words, or NONE, and then what has to be confirmed: longer
phrases, and other spellings of the first one."""
_NONE: Leaf = -1

_Pairs = dict[tuple[int, int], _Suggested]

_Suspect = tuple[Leaf, int, list[int]]
"""A phrase, a number of its words, and the numbers of the words before which so many of it would stand."""

_FEW_LOOKS = 64
"""Places of suspected phrases that are looked at before a text is read exactly; more in a long one."""
_CODES_A_LOOK = 8
"""Places that are held against codes in the time of one look."""


class Phrases:
    """The phrases of all queries, as texts in one language hold them."""

    def __init__(self, ways: Sequence[Way], stemming: Stemming) -> None:
        self._ways = ways
        self._stemming = stemming
        self._stems: dict[str, int] = {}
        self._forms: dict[str, int] = {}
        self._stem_pairs: _Pairs = {}
        self._form_pairs: _Pairs = {}
        self._shift: dict[Leaf, int] = {}
        """How many words of a phrase stand before its pair."""
        self._spelled: dict[Leaf, tuple[Code, ...]] = {}
        """What the code of each word of a phrase has to hold, where that decides; other phrases are read."""
        self._anchors: dict[Atom, Leaf] = {}
        """Words that lead to phrases without a usable pair; their leaves are below all others."""
        self._anchored: dict[Leaf, list[tuple[Leaf, int]]] = {}
        self._needs: dict[Leaf, tuple[Leaf, ...]] = {}
        """Words of phrases that have to be in the text before a place is looked at, by their anchors."""
        self._lookup = Lookup()
        self._anchor_stems: StemLookup | None = None

    def __bool__(self) -> bool:
        return bool(self._stem_pairs or self._form_pairs or self._anchored)

    def add(self, leaf: Leaf, way: Way) -> None:
        """Keep a phrase, under the most telling of the pairs that every text with it holds."""
        stems, forms = [self._stem(atom) for atom in way], [_form(atom) for atom in way]
        at, of_forms = _telling(forms), True
        if at is None:
            at, of_forms = _telling(stems), False
        if at is None:
            self._anchor(leaf, way)
            return
        keys, classes = (forms, self._forms) if of_forms else (stems, self._stems)
        pair = (_class(classes, keys[at]), _class(classes, keys[at + 1]))
        pairs = self._form_pairs if of_forms else self._stem_pairs
        suggested = pairs.setdefault(pair, [_NONE])
        alone = len(way) == 2 and (of_forms or all(atom.kind is Kind.STEM for atom in way))
        if alone and suggested[0] == _NONE:
            suggested[0] = leaf
            return
        suggested.append(leaf)
        self._shift[leaf] = at
        self._spell(leaf, way, list(zip(forms, stems, strict=True)))

    def _spell(
        self, leaf: Leaf, way: Way, spelled: Sequence[tuple[str | None, str | None]]
    ) -> None:
        """Let codes decide about a phrase, if they say all that each of its words asks for."""
        codes = [
            _class(self._forms, form) if form
            else _class(self._stems, stem) << _BITS if stem and atom.kind is Kind.STEM
            else 0
            for atom, (form, stem) in zip(way, spelled, strict=True)
        ]  # fmt: skip
        if all(codes):
            self._spelled[leaf] = tuple(codes)
        else:
            self._need(leaf, [atom for atom in way if atom.kind in {Kind.WILD, Kind.SHAPE}])

    def _anchor(self, leaf: Leaf, way: Way) -> None:
        """Let the rarest word of a phrase lead to it, where its adjacent words cannot."""
        at = min(range(len(way)), key=lambda place: commonness((way[place],)))
        self._anchored.setdefault(self._word(way[at]), []).append((leaf, at))
        self._need(leaf, [atom for place, atom in enumerate(way) if place != at])

    def _need(self, leaf: Leaf, atoms: Iterable[Atom]) -> None:
        """Spare a text the look at a phrase of which it lacks a word: many may share the rest."""
        found = dict.fromkeys(self._word(atom) for atom in atoms if atom.kind is not Kind.ANY)
        if found:
            self._needs[leaf] = tuple(found)

    def _word(self, atom: Atom) -> Leaf:
        leaf = self._anchors.get(atom)
        if leaf is None:
            leaf = self._anchors[atom] = -1 - len(self._anchors)
            self._lookup.add(atom, leaf)
        return leaf

    def _stem(self, atom: Atom) -> str | None:
        """Return what every word that satisfies the atom has as its stem, if there is such a thing."""
        if atom.kind in {Kind.STEM, Kind.WORD} or (
            atom.kind is Kind.EXACT and atom.value.isalpha()
        ):
            return self._stemming.key(atom.value)
        return None

    def anchor(self, atom: Atom) -> Leaf | None:
        """Return the leaf of a word that leads to phrases, or that they need."""
        return self._anchors.get(atom)

    def ready(self, breathe: Breathe) -> None:
        """Do what remains when the last phrase is added."""
        if self._anchors:
            self._anchor_stems = StemLookup(self._lookup, self._stemming, breathe)

    def code(self, word: Word) -> Code:
        """Return what phrases ask about a word."""
        code = self._forms.get(word.folded, 0) if self._forms else 0
        if self._stems:
            # Phrases ask for one of several stems at most: for FBI, whatever Arabic writes before it.
            asked = filter(None, map(self._stems.get, self._stemming.keys(word.stemmable)))
            code |= next(asked, 0) << _BITS
        return code

    def anchors(self, word: Word) -> Iterator[Leaf]:
        """Yield the leaves of words that lead to phrases, or that they need, which a word satisfies."""
        if self._anchor_stems is not None:
            yield from self._lookup.leaves(word, self._stemming)
            yield from self._anchor_stems.leaves(word)

    def add_held(
        self, held: set[Leaf], codes: list[Code], stream: Stream, reading: Reading
    ) -> None:
        """Add the phrases that a text holds to what it holds, given the codes of its words."""
        suspects: list[_Suspect] = []
        if self._form_pairs:
            forms = list(map(and_, codes, repeat(_FORM)))
            suspects.extend(self._beside(self._form_pairs, forms, held))
        if self._stem_pairs:
            stems = list(map(rshift, codes, repeat(_BITS)))
            suspects.extend(self._beside(self._stem_pairs, stems, held))
        if self._anchored:
            suspects.extend(self._led_to(held, stream))
        if suspects:
            held.update(self._confirmed(suspects, codes, stream, reading))

    def _beside(self, pairs: _Pairs, classes: list[int], held: set[Leaf]) -> Iterator[_Suspect]:
        """Yield the phrases that pairs of words suggest; takes those that need no confirming into ``held``."""
        found = list(map(pairs.get, zip(classes, islice(classes, 1, None), strict=False)))
        if not any(found):
            return
        places: dict[int, list[int]] = {}
        more: dict[int, _Suggested] = {}
        for at, suggested in compress(enumerate(found), found):
            if suggested is None:
                continue
            if suggested[0] != _NONE:
                held.add(suggested[0])
            if len(suggested) > 1:
                more[id(suggested)] = suggested
                places.setdefault(id(suggested), []).append(at)
        for number, suggested in more.items():
            for leaf in islice(suggested, 1, None):
                if leaf in self._spelled or held.issuperset(self._needs.get(leaf, ())):
                    yield leaf, self._shift[leaf], places[number]

    def _led_to(self, held: set[Leaf], stream: Stream) -> Iterator[_Suspect]:
        """Yield the phrases that their rarest words suggest."""
        worth: dict[Leaf, list[tuple[Leaf, int]]] = {}
        for anchor in held & self._anchored.keys():
            for leaf, shift in self._anchored[anchor]:
                if held.issuperset(self._needs.get(leaf, ())):
                    worth.setdefault(anchor, []).append((leaf, shift))
        if worth:
            for anchor, places in stream.standing(set(worth), self.anchors).items():
                for leaf, shift in worth[anchor]:
                    yield leaf, shift, places

    def _confirmed(
        self, suspects: Iterable[_Suspect], codes: list[Code], stream: Stream, reading: Reading
    ) -> Iterator[Leaf]:
        """Yield the phrases that stand where they are suspected: looked for in place, if that is not too often."""
        looks = _FEW_LOOKS + stream.chunks // 16
        for leaf, shift, places in suspects:
            spelled = self._spelled.get(leaf)
            cost = len(places) if spelled is None else len(places) // _CODES_A_LOOK
            if cost > looks:
                stands = bool(reading.beginnings(self._ways[leaf]))
            else:
                looks -= cost
                if spelled is not None:
                    stands = any(_stands(spelled, codes, at - shift) for at in places)
                else:
                    stands = any(stream.holds(self._ways[leaf], at - shift) for at in places)
            if stands:
                yield leaf

    def take_apart(self, breathe: Breathe) -> None:
        """Give the memory back in small steps."""
        large: tuple[dict[Any, Any], ...] = (
            self._stems, self._forms, self._stem_pairs, self._form_pairs, self._shift,
            self._spelled, self._anchors, self._anchored, self._needs,
        )  # fmt: skip
        for each in large:
            emptied(each, breathe)
        self._lookup.take_apart(breathe)
        if self._anchor_stems is not None:
            self._anchor_stems.take_apart(breathe)


def _form(atom: Atom) -> str | None:
    """Return the folded form of every word that satisfies an atom, if that is all it asks for."""
    return atom.value if atom.kind is Kind.WORD and not atom.begins else None


def _telling(keys: Sequence[str | None]) -> int | None:
    """Return where the longest pair of adjacent words begins; long words are rare."""
    pairs = [
        (len(one) + len(other), -at)
        for at, (one, other) in enumerate(pairwise(keys))
        if one and other
    ]
    return -max(pairs)[1] if pairs else None


def _class(classes: dict[str, int], key: str | None) -> int:
    return classes.setdefault(key or "", len(classes) + 1)


def _stands(spelled: tuple[Code, ...], codes: list[Code], first: int) -> bool:
    """Say whether the words from one on have the codes of a phrase."""
    if not 0 <= first <= len(codes) - len(spelled):
        return False
    for at, wanted in enumerate(spelled, first):
        if codes[at] & (_FORM if wanted <= _FORM else _STEM) != wanted:
            return False
    return True
