"""Sets of words as whole numbers: bit n stands for word n, so that very many words are compared at once."""

import re
from collections.abc import Iterable, Sequence

_SET = re.compile("1")
_FEW = 8


def bits_of(numbers: Sequence[int]) -> int:
    """Return the set of some numbers; the largest comes last."""
    if len(numbers) < _FEW:
        return sum(1 << number for number in numbers)
    held = bytearray((numbers[-1] >> 3) + 1)
    for number in numbers:
        held[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


def numbers_of(bits: int) -> list[int]:
    """Return the numbers of a set, the least first."""
    lowest = (bits & -bits).bit_length() - 1
    return (
        [lowest + found.start() for found in _SET.finditer(f"{bits >> lowest:b}"[::-1])]
        if bits
        else []
    )


def stretch(first: int, count: int) -> int:
    """Return the set of ``count`` numbers from ``first`` on."""
    return ((1 << count) - 1) << first if count > 0 else 0


def upward(bits: int, count: int) -> int:
    """Return the set of what is in a set, or less than ``count`` above something in it."""
    done = 1
    while done * 2 <= count:
        bits |= bits << done
        done *= 2
    return bits | bits << (count - done) if count > done else bits


def downward(bits: int, count: int) -> int:
    """Return the set of what is in a set, or less than ``count`` below something in it."""
    done = 1
    while done * 2 <= count:
        bits |= bits >> done
        done *= 2
    return bits | bits >> (count - done) if count > done else bits


def united(sets: Iterable[int]) -> int:
    """Return what is in any of some sets."""
    found = 0
    for each in sets:
        found |= each
    return found
