"""How letters compare: case, accents, widths and invisible characters are set aside.

Two texts that a reader would call the same word fold to the same letters. What is set aside
is listed in docs/reference/query-language.md, and nothing else is.
"""

import unicodedata

# Marks that readers and writers leave away: Latin, Greek and Cyrillic accents, Arabic and Hebrew
# vowel points, the Indic nukta. Vowel signs of Indic and Thai scripts are letters and stay.
_MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05BD), (0x05BF, 0x05C7), (0x0610, 0x061A),
    (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8), (0x06EA, 0x06ED),
    (0x08D3, 0x08FF), (0x093C, 0x093C), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
)  # fmt: skip

# Characters without width: soft hyphen, joiners, direction marks, variation selectors, tatweel.
_INVISIBLE = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x0640, 0x0640), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F), (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
)  # fmt: skip

_APOSTROPHES = "'’‘ʼʻʹ＇`´′׳"

# Letters that Unicode does not take apart although readers do, and the ones Arabic and Persian
# keyboards confuse.
_ALIKE = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "ð": "d", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ə": "e",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
    }
)  # fmt: skip

# Cyrillic letters that merely contain a mark: й is not и. (ё is written as е by most.)
_WHOLE = {"й": "\ue000", "ї": "\ue001", "ў": "\ue002", "ѓ": "\ue003", "ќ": "\ue004"}
_HIDE = str.maketrans(_WHOLE)
_SHOW = str.maketrans({mark: letter for letter, mark in _WHOLE.items()})

# Cyrillic and Greek letters that look Latin; only put right inside a word that is otherwise Latin.
_LOOKALIKE = str.maketrans("аеорсухіјѕкмтвнο", "aeopcyxijskmtbho")


def _class(*groups: tuple[tuple[int, int], ...]) -> str:
    """Write code point ranges as the inside of a character class."""
    return "".join(f"{chr(low)}-{chr(high)}" for group in groups for low, high in group)


def _deleting(*groups: tuple[tuple[int, int], ...]) -> dict[int, None]:
    return {code: None for group in groups for low, high in group for code in range(low, high + 1)}


INVISIBLE = _class(_INVISIBLE)
"""Characters without width, for use inside a character class."""

APOSTROPHES = _APOSTROPHES
"""Every character that stands for an apostrophe."""

_NO_INVISIBLE = _deleting(_INVISIBLE)
_NO_MARKS = _deleting(_MARKS)
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
# The double sign stands inside Hebrew abbreviations: צה"ל.
_NO_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES + '"״'))


def plain(word: str) -> str:
    """Return the word as written, in one encoding: NFKC, nothing invisible, one apostrophe."""
    if word.isascii():
        return word.replace("`", "'")
    word = unicodedata.normalize("NFKC", word.translate(_NO_INVISIBLE))
    return _digits(word.translate(_ONE_APOSTROPHE))


def lower(word: str) -> str:
    """Return the word without case and apostrophes, with its accents: what stemmers expect."""
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    word = plain(word).translate(_NO_APOSTROPHE).casefold()
    # Casefolding İ leaves a dot behind; casefolding a compatibility letter can undo NFKC.
    return _digits(unicodedata.normalize("NFKC", word.replace("i̇", "i")))


def fold(word: str) -> str:
    """Return what two spellings of a word have in common; folding twice changes nothing."""
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    before = ""
    while before != word:
        before, word = word, _strip(lower(word))
    return word


def _strip(word: str) -> str:
    """Take the marks off a word that ``lower`` has seen."""
    apart = unicodedata.normalize("NFD", word.translate(_HIDE)).translate(_NO_MARKS)
    joined = unicodedata.normalize("NFC", apart.translate(_SHOW)).translate(_ALIKE)
    return _one_script(joined)


def _digits(word: str) -> str:
    """Write digits of every script as 0-9."""
    if any(letter.isdecimal() and letter > "9" for letter in word):
        return "".join(
            str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in word
        )
    return word


def _one_script(word: str) -> str:
    """Put look-alikes right in a word that mixes Latin with Cyrillic or Greek."""
    latin = sum("a" <= letter <= "z" for letter in word)
    if latin and latin * 2 >= len(word) and not word.isascii():
        return word.translate(_LOOKALIKE)
    return word


_SCRIPTS = (
    ("Latn", 0x0041, 0x024F), ("Latn", 0x1E00, 0x1EFF), ("Grek", 0x0370, 0x03FF),
    ("Grek", 0x1F00, 0x1FFF), ("Cyrl", 0x0400, 0x052F), ("Armn", 0x0530, 0x058F),
    ("Hebr", 0x0590, 0x05FF), ("Arab", 0x0600, 0x06FF), ("Arab", 0x0750, 0x077F),
    ("Arab", 0x08A0, 0x08FF), ("Arab", 0xFB50, 0xFDFF), ("Arab", 0xFE70, 0xFEFE),
    ("Deva", 0x0900, 0x097F), ("Taml", 0x0B80, 0x0BFF), ("Hang", 0x1100, 0x11FF),
    ("Hang", 0xAC00, 0xD7A3),
)  # fmt: skip


def script(word: str) -> str:
    """Return the script of the first letter that has a known one (ISO 15924), or ``""``."""
    for letter in word:
        if letter.isascii():
            if letter.isalpha():
                return "Latn"
            continue
        code = ord(letter)
        for name, low, high in _SCRIPTS:
            if low <= code <= high:
                return name
    return ""
