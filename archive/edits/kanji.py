"""Numbers in kanji (二十三人), in digits with kanji (1万1000人) and with hangul (1만1000명).

Names and ordinary words hold numerals too (三井, 一部, 万一, 十分): without digits, a numeral is a number only when
a counter follows, or when it is long.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from archive.edits.numbers import NUMBER, Number, number_value, quantity, value_of

_DIGITS = {c: Decimal(n) for n, c in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": Decimal(0), "两": Decimal(2), "兩": Decimal(2)}
_TENS = {"十": 10, "百": 100, "千": 1000, "백": 100, "천": 1000}
_MYRIADS = {
    sign: 10**power
    for power, signs in ((4, "万萬만"), (8, "億亿억"), (12, "兆조"))
    for sign in signs
}
_BEGIN = f"{''.join(_DIGITS)}十百千"
_SIGNS = f"{_BEGIN}万萬億亿兆"
_HANGUL = "[만억조](?!큼)|[백천]"
_ANY = re.compile(f"[{_SIGNS}만억조백천]")
_NUMERAL = re.compile(rf"{NUMBER.pattern}|[{_SIGNS}]|{_HANGUL}")
_ABOUT = "数數几幾"
"""«Some»: 数十人 are dozens, 数百人 hundreds."""
_RUN = re.compile(
    rf"""(?<![{_SIGNS}])(?:
      (?P<about>[{_ABOUT}])[十百千万萬億亿兆]+
    | (?:{NUMBER.pattern}|[{_BEGIN}])(?:(?:(?<=[만억조])[ ](?=\d))?(?:{NUMBER.pattern}|[{_SIGNS}]|{_HANGUL}))*
    )""",
    re.VERBOSE,
)
_PART = rf"(?:\d+|[{_SIGNS}]+)"
_FRACTION = re.compile(rf"(?<![\d{_SIGNS}])(?P<of>{_PART})分[の之](?P<part>{_PART})")
"""三分の一, 百分之三十."""
COUNTER = re.compile(
    r"""[多余餘]?(?:人(?:次|组|組)? | 名(?!古屋) | 件 | 台(?![湾灣北風风]) | 機 | 隻 | 只(?![有是能要好]) | [棟栋幢] | [戸戶户](?![市町村]) | [頭头匹羽]
    | 円 | 元(?![化論论性]) | ドル | ユーロ | ウォン | ルーブル | パーセント | ポイント | キロ | メートル | センチ | ミリ | トン
    | [歳岁歲] | 年間? | 月 | 日(?:間|(?![本市町])) | [時时](?:間|间)? | 小[時时] | [点點秒倍割回票席校社起例场枚発发号號番艘辆輛両架吨噸米家所杯冊種种週周]
    | 分(?:[間间钟鐘]|(?=[後后前])) | 天(?!王) | [個个箇]月? | [かカヵヶケ][国國所月年] | 位(?!一体) | 軒(?!茶屋) | 本(?![木松柱立])
    | 公[里斤顷] | 世[紀纪])""",
    re.VERBOSE,
)
"""What counts people or things, behind a number; not where a name or another word begins with it. 多 says «and more»."""
_ONE = re.compile("[人名件台機隻棟頭匹歳岁個个]")
"""What «one» counts; others make words of it: 一部, 一時, 一方, 一日."""
_NAMES = re.compile("四万十|千歳|八戸")
_LONG = 3
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")


def kanji_numbers(sentence: str) -> tuple[Number, ...]:
    """Return the numbers of a sentence that are written with kanji or hangul, in their order."""
    if not _ANY.search(sentence):
        return ()
    found = list(_fractions(sentence))
    taken = {at for one in found for at in range(one.start, one.end)}
    runs = (run for run in _RUN.finditer(sentence) if run.start() not in taken)
    found += filter(None, (_number(sentence, run) for run in runs))
    return tuple(sorted(found, key=lambda one: one.start))


def _fractions(sentence: str) -> Iterator[Number]:
    for found in _FRACTION.finditer(sentence):
        of, part = (_worth(_NUMERAL.findall(found[name])) for name in ("of", "part"))
        if of is not None and part is not None:
            value = f"{value_of(part)}/{value_of(of)}"
            yield Number(start=found.start(), end=found.end(), value=value)


def _number(sentence: str, run: re.Match[str]) -> Number | None:
    """Read a run of numerals; None when it is no number, or one in digits alone."""
    numerals = _NUMERAL.findall(run[0])
    worth = _worth(numerals)
    if worth is None or all(numeral[0].isdecimal() for numeral in numerals):
        return None
    if not _is_number(sentence, run, numerals):
        return None
    return Number(
        start=run.start(),
        end=run.end(),
        value=f"{'~' if run['about'] else ''}{value_of(worth)}",
        faint=run[0] == "一",
    )


def _is_number(sentence: str, run: re.Match[str], numerals: Sequence[str]) -> bool:
    """Tell a number from a word that begins with a numeral."""
    if run["about"]:
        return True
    if _NAMES.match(sentence, run.start()):
        return False
    counted = _is_counted(sentence, run)
    if any(numeral[0].isdecimal() for numeral in numerals):
        # 3百貨店 are three department stores.
        return counted or numerals[-1] not in "十百千" or not _IDEOGRAPH.match(sentence, run.end())
    if run[0] == "一":
        return _ONE.match(sentence, run.end()) is not None
    is_long = len(numerals) >= _LONG and any(
        numeral in _TENS or numeral == "〇" for numeral in numerals
    )
    return counted or is_long


def _is_counted(sentence: str, run: re.Match[str]) -> bool:
    if COUNTER.match(sentence, run.end()):
        return True
    # 十分 is «enough», but 三時十分 are ten minutes past three.
    clock = run.start() > 0 and sentence[run.start() - 1] in "時时点點"
    return clock and sentence.startswith("分", run.end())


def _worth(numerals: Sequence[str]) -> Decimal | None:
    """Return what numerals say together; None when they say nothing."""
    total, section, digit = Decimal(0), Decimal(0), None
    ten, myriad = 10**4, 10**16
    for numeral in numerals:
        if numeral in _MYRIADS and _MYRIADS[numeral] < myriad:
            myriad, ten = _MYRIADS[numeral], 10**4
            total += (section + (digit or 0) or 1) * myriad
            section, digit = Decimal(0), None
        elif numeral in _TENS and _TENS[numeral] < ten:
            ten = _TENS[numeral]
            section += (1 if digit is None else digit) * ten
            digit = None
        elif numeral in _DIGITS and (digit is None or ten == 10**4):
            digit = (digit or 0) * 10 + _DIGITS[numeral]
        elif numeral[0].isdecimal() and digit is None:
            digit = quantity(number_value(numeral))
            if digit is None:
                return None
        else:
            return None
    return total + section + (digit or 0)
