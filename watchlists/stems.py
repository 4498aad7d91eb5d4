"""Words without their endings, in the language of the text. The doorway of PyStemmer (Snowball)."""

import re
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found,import-untyped,unused-ignore]

from watchlists.letters import fold, lower, script

# BCP 47 primary language -> Snowball algorithm. Bosnian, Croatian and Serbian share one language
# for this purpose, as do Indonesian and Malay, and the two written forms of Norwegian.
_ALGORITHMS = {
    "ar": "arabic", "bs": "serbian", "ca": "catalan", "cs": "czech", "da": "danish",
    "de": "german", "el": "greek", "en": "english", "eo": "esperanto", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hr": "serbian", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ms": "indonesian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sh": "serbian", "sr": "serbian",
    "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

# Languages whose endings carry accents (Czech -ého, Turkish -ların): the stemmer has to see them.
# A query typed without accents is then tried without them too.
_ACCENTED = frozenset(
    {"cs", "el", "et", "hu", "hy", "lt", "pl", "ro", "tr", "bs", "hr", "sh", "sr"}
)

_SCRIPT_OF = {
    "ar": "Arab", "be": "Cyrl", "bg": "Cyrl", "el": "Grek", "fa": "Arab", "he": "Hebr",
    "hi": "Deva", "hy": "Armn", "mk": "Cyrl", "ne": "Deva", "ru": "Cyrl", "ta": "Taml",
    "uk": "Cyrl", "ur": "Arab", "yi": "Hebr", "mr": "Deva", "kk": "Cyrl", "ps": "Arab",
    "ku": "Arab", "ckb": "Arab", "mn": "Cyrl", "ky": "Cyrl", "tg": "Cyrl",
}  # fmt: skip
_BY_SCRIPT = {
    "Latn": "en", "Cyrl": "ru", "Grek": "el", "Arab": "ar", "Armn": "hy", "Hebr": "he",
    "Deva": "hi", "Taml": "ta",
}  # fmt: skip

# Arabic and Hebrew write and, in, to, for, the … as letters before the word.
_CLITICS = {
    "Arab": re.compile(r"(?:[وف]?(?:[بكل]?ال|لل|[بكل])|[وف])(?=\w{3})"),
    "Hebr": re.compile(r"(?:ו?(?:ש|כש|מש|לכש)?[הבלמכ]?ה?)(?=\w{3})"),
}

# Ukrainian and Belarusian have no Snowball algorithm. Endings of nouns and adjectives, longest first.
_ENDINGS_UK = re.compile(
    r"(?:ами|ями|ими|ові|еві|єві|ого|ому|ією|єю|ьою|ою|ею|ях|ах|ям|ам|ів|їв|ей|ий|ій|їй|им|їм|их|їх|ем|єм|ом"
    r"|ія|ії|ію|ья|ьї|ю|я|а|е|є|и|і|ї|о|у|ь|й)$"
)
_FAMILY_UK = re.compile(r"(?<=\w{3})(?:ов|ев|єв|ів|їв)$")
_PLURAL_PT = re.compile(r"oes$")
_ENDINGS_BG = re.compile(
    r"(?:ите|ата|ята|ият|ето|ове|та|то|те|ът|ят|ия|ен|на|но|ни|а|я|о|е|и|й|у|ю)$"
)

_SEVERAL = {*_CLITICS, *(name for name, language in _BY_SCRIPT.items() if language in _ACCENTED)}
"""Scripts whose words may have several stems in texts of every language."""


class Stemming:
    """The endings of one language.

    ``language`` is a BCP 47 tag or None. A word in another script than the language's is stemmed in
    the most common language of its own script. Languages without a known stemmer compare whole words.
    """

    def __init__(self, language: str | None) -> None:
        self.language = primary(language)
        self._accented = self.language in _ACCENTED
        self._keys = lru_cache(maxsize=50_000)(self._find)

    def keys(self, word: str) -> tuple[str, ...]:
        """Return the stems of a word as written: two words agree when they share one."""
        return self._keys(lower(word))

    def key(self, word: str) -> str | None:
        """Return the stem that all words agreeing with a word have, or None where it may be one of several."""
        if self._accented or (not word.isascii() and script(word) in _SEVERAL):
            return None
        keys = self.keys(word)
        return keys[0] if len(keys) == 1 else None

    def _find(self, word: str) -> tuple[str, ...]:
        name = script(word)
        language = self.language
        if name and name != _SCRIPT_OF.get(language, "Latn") and name in _BY_SCRIPT:
            language = "sr" if language == "sr" else _BY_SCRIPT[name]
            if language == "ru" and re.search("[іїєґ]", word):
                language = "uk"
        if clitics := _CLITICS.get(name):
            return _bare(word, clitics, language)
        if language in _ACCENTED and not word.isascii():
            return tuple(
                dict.fromkeys((fold(_stem(word, language)), fold(_stem(fold(word), language))))
            )
        return (fold(_stem(fold(word), language)),)


@lru_cache(maxsize=64)
def stemming_of(language: str) -> Stemming:
    """Return the endings of a language, with what was found out about its words so far."""
    return Stemming(language)


def _bare(word: str, clitics: re.Pattern[str], language: str) -> tuple[str, ...]:
    """Return the stems of a word with and without the short words written before it."""
    folded = fold(word)
    forms = {folded: None}
    for start in range(1, min(6, len(folded) - 2)):
        if (
            (found := clitics.match(folded)) and clitics.fullmatch(folded[:start] + "___", 0, start)
        ) or (found and found.end() == start):
            forms[folded[start:]] = None
    return tuple(dict.fromkeys(fold(_stem(form, language)) for form in forms))


@lru_cache(maxsize=1000)
def primary(language: str | None) -> str:
    """Return the primary language of a BCP 47 tag in lower case; ``""`` for None."""
    return re.split("[-_]", language.strip().lower(), maxsplit=1)[0] if language else ""


def guess(text: str) -> str:
    """Return the language whose endings to use for a text of unknown language, by its script."""
    sample = text[:2000]
    counts: dict[str, int] = {}
    for letter in sample:
        if letter.isalpha():
            name = script(letter)
            counts[name] = counts.get(name, 0) + 1
    most = max(counts, key=counts.__getitem__, default="")
    if most == "Cyrl":
        return "uk" if re.search("[іїєґІЇЄҐ]", sample) else "ru"
    if most == "Arab":
        return "fa" if re.search("[پچژگ]", sample) else "ar"
    return _BY_SCRIPT.get(most, "en")


@lru_cache(maxsize=64)
def _algorithm(language: str) -> "Stemmer.Stemmer | None":
    name = _ALGORITHMS.get(language)
    return Stemmer.Stemmer(name, 0) if name else None


def _stem(word: str, language: str) -> str:
    algorithm = _algorithm(language)
    if algorithm is not None:
        if language == "pt":
            # Snowball leaves nação and nações apart.
            word = _PLURAL_PT.sub("ao", word)
        return str(algorithm.stemWord(word))
    if language in {"uk", "be"}:
        # The vowel before the last consonant changes: Харків, Харкова; Київ, Києва.
        return _FAMILY_UK.sub("", _cut(word, _ENDINGS_UK)).replace("їв", "єв")
    if language in {"bg", "mk"}:
        return _cut(word, _ENDINGS_BG)
    return word


def _cut(word: str, endings: re.Pattern[str]) -> str:
    """Cut one ending off, leaving three letters at least."""
    found = endings.search(word, min(3, len(word)))
    return word[: found.start()] if found else word
