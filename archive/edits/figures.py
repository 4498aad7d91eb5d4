"""The figures of a sentence: numbers in digits or words, with what they count."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from archive.edits.words import PIECE, UNSPACED, folded

_NAMED = {
    "2": "two deux zwei dos due dois twee dwa iki два дві две двое двоє اثنان",
    "3": "three trois drei tres tre três drie trzy üç три троє трое ثلاثة",
    "4": "four quatre vier cuatro quattro quatro cztery dört чотири четыре четверо أربعة",
    "5": "five cinq fünf cinco cinque vijf pięć beş п'ять пять пятеро خمسة",
    "6": "six sechs seis sei zes sześć altı шість шесть ستة",
    "7": "seven sept sieben siete sette sete zeven siedem yedi сім семь سبعة",
    "8": "eight huit acht ocho otto oito osiem sekiz вісім восемь ثمانية",
    "9": "nine neuf neun nueve nove negen dziewięć dokuz дев'ять девять تسعة",
    "10": "ten dix zehn diez dieci dez tien dziesięć on десять عشرة",
    "11": "eleven onze elf once undici jedenaście одинадцять одиннадцать",
    "12": "twelve douze zwölf doce dodici doze twaalf dwanaście dozen дванадцять двенадцать",
    "13": "thirteen treize dreizehn trece tredici treze dertien trzynaście тринадцять тринадцать",
    "14": "fourteen quatorze vierzehn catorce quattordici catorze veertien czternaście чотирнадцять четырнадцать",
    "15": "fifteen quinze fünfzehn quince quindici vijftien piętnaście п'ятнадцять пятнадцать",
    "16": "sixteen seize sechzehn dieciséis sedici dezesseis zestien szesnaście шістнадцять шестнадцать",
    "17": "seventeen siebzehn diecisiete diciassette dezessete zeventien siedemnaście сімнадцять семнадцать",
    "18": "eighteen achtzehn dieciocho diciotto dezoito achttien osiemnaście вісімнадцять восемнадцать",
    "19": "nineteen neunzehn diecinueve diciannove dezenove negentien dziewiętnaście дев'ятнадцять девятнадцать",
    "20": "twenty vingt zwanzig veinte venti vinte twintig dwadzieścia yirmi двадцять двадцать عشرون",
    "30": "thirty trente dreißig treinta trenta trinta dertig trzydzieści otuz тридцять тридцать ثلاثون ثلاثين",
    "40": "forty quarante vierzig cuarenta quaranta quarenta veertig czterdzieści kırk сорок أربعون أربعين",
    "50": "fifty cinquante fünfzig cincuenta cinquanta cinquenta vijftig pięćdziesiąt elli п'ятдесят пятьдесят خمسون خمسين",
    "60": "sixty soixante sechzig sesenta sessanta sessenta zestig sześćdziesiąt altmış шістдесят шестьдесят ستون ستين",
    "70": "seventy siebzig setenta settanta zeventig siedemdziesiąt yetmiş сімдесят семьдесят سبعون سبعين",
    "80": "eighty achtzig ochenta ottanta oitenta tachtig osiemdziesiąt seksen вісімдесят восемьдесят ثمانون ثمانين",
    "90": "ninety neunzig noventa novanta negentig dziewięćdziesiąt doksan дев'яносто девяносто تسعون تسعين",
    "100": "hundred cent hundert cien ciento cento cem honderd sto yüz сто مئة مائة",
    "1000": "thousand mille tausend mil mila duizend tysiąc tysięcy bin тисяч тисячі тысяч тысячи тыс тис ألف آلاف 千",
    "10000": "万 萬",
    "1000000": "million millions millionen millones milioni milhões miljoen milion milyon мільйон мільйонів миллион миллионов млн مليون",
    "100000000": "亿 億",
    "1000000000": "billion billions milliard milliards milliarden miliardi bilhões miljard miliard milyar мільярд мільярдів миллиард миллиардов млрд مليار",
}
# «Thousands leave» counts nothing. «on» is Turkish for ten and English for on, «seize» French for sixteen; words that other languages use otherwise stay out.
_AMBIGUOUS = {
    "on",
    "once",
    "due",
    "sei",
    "sette",
    "sept",
    "seize",
    "elf",
    "mil",
    "bin",
    "sto",
    "dos",
    "cent",
    "mille",
    "acht",
    "die",
}
VALUES = {
    folded(word): value
    for value, named in _NAMED.items()
    for word in named.split()
    if word not in _AMBIGUOUS
}
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_VERBS = frozenset(
    re.findall(
        r"\S+",
        "are is was were have has had sind ist waren war haben sont ont son fueron sono zijn",
    )
)
"""«12 are dead» counts the dead."""
UNIT_CHARS = 3
"""Characters behind a number that are shown with it in scripts without spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number and how it reads, with what it counts."""

    value: str
    shown: str


def figures_of(sentence: str) -> tuple[Counted, ...]:
    """Return the numbers of a sentence in their order."""
    pieces = list(PIECE.finditer(sentence))
    found = []
    for n, piece in enumerate(pieces):
        if (value := _value(piece[0])) is not None:
            found.append(Counted(value=value, shown=_shown(sentence, pieces, n)))
    return tuple(found)


def changed(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the figures that differ between two sentences, as they read; "" where one has none."""
    old, new = figures_of(before), figures_of(after)
    less = _left(old, new)
    more = _left(new, old)
    pairs = [
        (less[n] if n < len(less) else "", more[n] if n < len(more) else "")
        for n in range(max(len(less), len(more)))
    ]
    return tuple(pairs)


def _left(these: tuple[Counted, ...], those: tuple[Counted, ...]) -> list[str]:
    """Return how those of ``these`` read that are not among ``those``; what stands twice counts twice."""
    rest = Counter(one.value for one in those)
    left = []
    for one in these:
        if rest[one.value]:
            rest[one.value] -= 1
        else:
            left.append(one.shown)
    return left


def _value(word: str) -> str | None:
    if not word[0].isdecimal():
        return VALUES.get(folded(word))
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in word)
    digits = re.sub(r"['’\u00a0\u202f\u066c]", "", digits).replace("\u066b", ".")
    if _THOUSANDS.fullmatch(digits):
        return re.sub(r"[.,]", "", digits)
    return digits.replace(",", ".")


def _shown(sentence: str, pieces: list[re.Match[str]], n: int) -> str:
    """Return a number with the word behind it, or before it at the end of a sentence; scales count as numbers do."""
    start, end = pieces[n].span()
    if n + 1 < len(pieces) and sentence[end : pieces[n + 1].start()].strip(" %€$£") == "":
        last = n + 1
        if UNSPACED.match(pieces[last][0]):
            end = min(pieces[last].start() + UNIT_CHARS, len(sentence.rstrip("。.！!？?")))
        else:
            word = pieces[last][0]
            goes_on = _value(word) is not None or folded(word) in _VERBS
            if goes_on and last + 1 < len(pieces):
                last += 1
            end = pieces[last].end()
    elif n:
        between = sentence[pieces[n - 1].end() : start]
        start = pieces[n - 1].start() if between.strip(" $€£") == "" else start
    return " ".join(sentence[start:end].split())
