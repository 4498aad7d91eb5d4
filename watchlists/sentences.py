"""Where sentences and paragraphs begin and end in a text."""

import re
from bisect import bisect_right
from itertools import pairwise

# After these a full stop does not end a sentence; the second kind only before a number.
# Initials (one capital letter) are seen by their length.
_SHORT = frozenset(
    re.findall(
        r"\S+",
        "mr mrs ms dr prof rev gen lt maj capt sgt adm gov sen rep hon st jr vs dept est bros"
        " e.g i.e cf bzw z.b d.h nr dr.h abs ggf sog vgl mm mme mlle dott sra srta ud uds им"
        " др напр ім вул ул тис тыс",
    )
)
_SHORT_BEFORE_NUMBER = frozenset(
    re.findall(
        r"\S+",
        "no nos vol fig jan feb mar apr jun jul aug sep sept oct nov dec p pp art pág núm art"
        " approx ca ст п г",
    )
)
_END = re.compile(
    r"""(?P<wide>[。！？｡]+["”’」』）)]*)\s*
      | (?P<stop>[.!?…؟۔।॥]+["”’»)\]]*)(?=\s)\s+
      | (?P<line>[ \t]*\n\s*)""",
    re.VERBOSE,
)
_LAST = re.compile(r"[\w.]+$")
_OPENERS = "\"“”„«»‘’'([¿¡—–-•"


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each sentence starts and ends, in characters, without the space around it."""
    ends = (
        found.end()
        for found in _END.finditer(text)
        if found.lastgroup != "stop" or _ends(text, found)
    )
    return _pieces(text, [0, *ends])


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each paragraph starts and ends: newlines stand between them."""
    cuts = [0, *(found.end() for found in re.finditer(r"\n\s*", text))]
    return _pieces(text, cuts)


def _ends(text: str, found: re.Match[str]) -> bool:
    """Tell the end of a sentence from an abbreviation."""
    after = text[found.end() : found.end() + 2].lstrip(_OPENERS)
    if after[:1].islower():
        return False
    sign = found.group("stop")
    if sign[0] != ".":
        return True
    found_word = _LAST.search(text, max(0, found.start() - 20), found.start())
    word = found_word.group() if found_word else ""
    if word.lower() in _SHORT or (len(word) == 1 and word.isupper()):
        return False
    return not (word.lower() in _SHORT_BEFORE_NUMBER and after[:1].isdigit())


def _pieces(text: str, cuts: list[int]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in pairwise([*cuts, len(text)]):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left:
            found.append((left, right))
    return tuple(found)


def holding(pieces: tuple[tuple[int, int], ...], place: int) -> tuple[int, int] | None:
    """Return the piece that holds a character, or None."""
    index = bisect_right(pieces, place, key=lambda piece: piece[0]) - 1
    if index >= 0 and place < pieces[index][1]:
        return pieces[index]
    return None
