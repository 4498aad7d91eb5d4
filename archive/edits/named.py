"""Numbers in words, and in digits with words: «twenty-three», «1.5 million»."""

import re
from collections.abc import Sequence
from decimal import Decimal

from archive.edits.numbers import Number, number_value, quantity, value_of
from archive.edits.words import folded, is_number

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
    "20": "twenty vingt vingts zwanzig veinte venti vinte twintig dwadzieścia yirmi двадцять двадцать عشرون",
    "30": "thirty trente dreißig treinta trenta trinta dertig trzydzieści otuz тридцять тридцать ثلاثون ثلاثين",
    "40": "forty quarante vierzig cuarenta quaranta quarenta veertig czterdzieści kırk сорок أربعون أربعين",
    "50": "fifty cinquante fünfzig cincuenta cinquanta cinquenta vijftig pięćdziesiąt elli п'ятдесят пятьдесят خمسون خمسين",
    "60": "sixty soixante sechzig sesenta sessanta sessenta zestig sześćdziesiąt altmış шістдесят шестьдесят ستون ستين",
    "70": "seventy siebzig setenta settanta zeventig siedemdziesiąt yetmiş сімдесят семьдесят سبعون سبعين",
    "80": "eighty achtzig ochenta ottanta oitenta tachtig osiemdziesiąt seksen вісімдесят восемьдесят ثمانون ثمانين",
    "90": "ninety neunzig noventa novanta negentig dziewięćdziesiąt doksan дев'яносто девяносто تسعون تسعين",
    "100": "hundred cent hundert cien ciento cento cem honderd sto yüz сто مئة مائة",
    "1000": "thousand mille tausend mil mila duizend tysiąc tysięcy bin тисяч тисячі тысяч тысячи тыс тис ألف آلاف",
    "1000000": "million millions millionen millones milioni milhões miljoen milion milyon мільйон мільйонів миллион миллионов млн مليون",
    "1000000000": "billion billions milliard milliards milliarden miliardi bilhões miljard miliard milyar мільярд мільярдів миллиард миллиардов млрд مليار",
}
# «Thousands leave» counts nothing. «on» is Turkish for ten and English for on, «seize» French for sixteen; words that other languages use otherwise stay out.
_AMBIGUOUS_WORDS = "on once due sei sette sept seize elf mil bin sto dos cent mille acht die"
_AMBIGUOUS = frozenset(_AMBIGUOUS_WORDS.split())
VALUES = {
    folded(word): value
    for value, named in _NAMED.items()
    for word in named.split()
    if word not in _AMBIGUOUS
}
_UNITS = dict.fromkeys(("one", "un", "uno", "uma", "um", "один", "одна"), "1")
_SCALES = {value for value in VALUES.values() if value in {"100", "1000", "1000000", "1000000000"}}
_BEHIND = {
    folded(word): value
    for value, named in {
        "12": "dozen",
        "100": "cent cents sto",
        "1000": "mille mil mila bin k tusen tys tisíc ezer ribu nghìn ngàn",
        "100000": "lakh lakhs लाख",
        "1000000": "m mn mln mio miljoner millioner juta triệu",
        "10000000": "crore crores करोड़",
        "1000000000": "bn md mds mld mrd miljarder milliarder miliar tỷ tỉ",
        "1000000000000": "trillion trillions tn трлн",
    }.items()
    for word in named.split()
}
"""Scales only behind a number: alone they are other words."""
_CASES = re.compile(
    r"(?:(?P<k>тысяч|тисяч)|(?P<m>миллион|мільйон)|(?P<b>миллиард|мільярд)|(?P<t>триллион|трильйон))"
    r"(?:а|ы|у|и|і|е|ов|ів|ах|ам|ами|ом|ою|ей)?"
)
_POWERS = {"k": "1000", "m": "1000000", "b": "1000000000", "t": "1000000000000"}
_THOUSAND = 1000
_GAP = re.compile(r"[\s\-\u2010\u2011]?")
_PLUS = {"y", "e", "et"}


def word_numbers(sentence: str, pieces: Sequence[re.Match[str]]) -> list[Number]:
    """Return the numbers among the words of a sentence, in their order; what is said in several words is one."""
    found = []
    n = 0
    while n < len(pieces):
        value = _value(pieces[n][0]) or _one(pieces[n : n + 2])
        if value is None:
            n += 1
            continue
        end, value = _whole(sentence, pieces, n, value)
        found.append(Number(start=pieces[n].start(), end=pieces[end].end(), value=value))
        n = end + 1
    return found


def _value(word: str) -> str | None:
    return number_value(word) if is_number(word) else VALUES.get(folded(word))


def _one(pieces: Sequence[re.Match[str]]) -> str | None:
    """«One million» is a number, «one» alone is none."""
    word, *following = (folded(piece[0]) for piece in pieces)
    return _UNITS.get(word) if following and _scale(following[0]) else None


def _whole(
    sentence: str, pieces: Sequence[re.Match[str]], first: int, value: str
) -> tuple[int, str]:
    """Return which word is the last of a number that begins with ``first``, and its value."""
    part = quantity(value)
    if part is None:
        return first, value
    total, last, link = Decimal(0), first, ""
    in_words = not is_number(pieces[first][0])
    before = part if value in _SCALES and in_words else None
    for n in range(first + 1, len(pieces)):
        gap = sentence[pieces[n - 1].end() : pieces[n].start()]
        word = folded(pieces[n][0])
        if not _GAP.fullmatch(gap):
            break
        if not link and in_words and (word == "and" or word in _PLUS):
            link = word
            continue
        if not link and (scale := _scale(word)) is not None:
            if scale < _THOUSAND:
                part = (part or 1) * scale
            else:
                total = total + part * scale if part else total * scale
                part = Decimal(0)
            before = scale
        elif in_words and (small := _small(word)) and _adds(link or gap, part, before, small):
            part = part * small if _is_eighty(part, small) else part + small
            before, link = None, ""
        else:
            break
        last = n
    return last, value if last == first else value_of(total + part)


def _scale(word: str) -> Decimal | None:
    if found := _CASES.fullmatch(word):
        return Decimal(_POWERS[str(found.lastgroup)])
    value = _BEHIND.get(word) or VALUES.get(word)
    return Decimal(value) if value and (value in _SCALES or word in _BEHIND) else None


def _small(word: str) -> Decimal | None:
    """Return the value of a word below a hundred; «one» is no figure alone, but ends «twenty-one»."""
    value = VALUES.get(word) or _UNITS.get(word)
    return Decimal(value) if value is not None and value not in _SCALES else None


def _adds(link: str, part: Decimal, before: Decimal | None, small: Decimal) -> bool:
    """Say whether a small number goes on with what stands before it: «twenty-three», «two hundred and fifty»."""
    if before is not None:
        return 1 < small < before and link not in _PLUS
    if _is_eighty(part, small):
        return link == "-"
    return small < 20 <= part % 100 <= 90 and part % 10 == 0 and link != "and"


def _is_eighty(part: Decimal, small: Decimal) -> bool:
    """«Quatre-vingt»."""
    return (int(part), int(small)) == (4, 20)
