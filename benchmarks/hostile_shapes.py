"""The worst queries of 20,000 characters that we know, for the benchmark and the tests."""

from collections.abc import Mapping
from itertools import permutations, product

LONGEST = 20_000


def full(piece: str, joint: str = " ", *, before: str = "", after: str = "") -> str:
    """Return as many pieces as fit; ``#`` in one is its number."""
    pieces: list[str] = []
    size = len(before) + len(after)
    while size < LONGEST - len(piece) - len(joint) - 4:
        pieces.append(piece.replace("#", str(len(pieces))))
        size += len(pieces[-1]) + len(joint)
    return before + joint.join(pieces) + after


def _many(piece: str, joint: str, size: int = LONGEST - 200) -> str:
    """Return as many pieces as fit, without what would be cut."""
    return full(piece, joint)[:size].rsplit(joint, 1)[0]


MOST_PIECES = 5_700
"""Words, operators and brackets: a query of more is refused, and so costs no text anything."""


def _fit(piece: str, joint: str = " OR ", *, symbols: int, most: int = LONGEST) -> str:
    """Return as many pieces of so many symbols as a query may hold."""
    pieces: list[str] = []
    size = 0
    while size < LONGEST - len(piece) - len(joint) - 6 and len(pieces) < min(
        most, MOST_PIECES // symbols
    ):
        pieces.append(piece.replace("#", str(len(pieces))))
        size += len(pieces[-1]) + len(joint)
    return joint.join(pieces)


def _hot(piece: str, joint: str = " AND ", *, symbols: int) -> str:
    """Return as many pieces as fit, of every two words that stand all over the text and every distance."""
    names = ("the", "of", "Kursk", "word", "북한군", "الجيش", "北")
    pairs = ((d, a, b) for d, (a, b) in product(range(1000), permutations(names, 2)))
    pieces: list[str] = []
    size = 0
    for d, a, b in pairs:
        pieces.append(piece.format(a=a, b=b, d=d))
        size += len(pieces[-1]) + len(joint)
        if size > LONGEST - 100 or len(pieces) == MOST_PIECES // symbols:
            break
    return joint.join(pieces)


# What may be written and asks for much of a text: nearly all of these are read, and looked at word by word.
_READ: Mapping[str, str] = {
    "ANDs of hot NEARs": _hot("({a} NEAR/{d} {b})", symbols=6),
    "ANDs of hot ONEARs": _hot("({a} ONEAR/{d} {b})", symbols=6),
    "NOTs of hot NEARs": _hot("NOT ({a} NEAR/{d} {b})", " OR ", symbols=7),
    "NEARs of hot ORs": _hot("({a} OR {b}) NEAR/{d} ({b} OR {a})", symbols=12),
    "NEARs that miss": _fit("(the NEAR/# zebra OR a1 ONEAR/0 a2)", symbols=11),
    "NEARs of ORs of wildcards": _fit("((*a* OR *e* OR w*) NEAR/# (t* OR *h* OR *#))", " AND ", symbols=20),
    "NEARs of wildcards": _fit("(*# NEAR/0 #*)", " AND ", symbols=6),
    "NEARs of exact words": _fit('(="the" NEAR/# ="Kursk")', " AND ", symbols=6),
    "NEARs of Han": _fit("(北 NEAR/# 鮮)", " AND ", symbols=6),
    "NEARs of Hangul": _fit("(*한 NEAR/# 북)", " AND ", symbols=6),
    "NEARs of one word": _fit('("الجيش" NEAR/# الجيش)', symbols=6),
    "ANDs of nested NEARs": _fit("((the NEAR/# of) NEAR/# Kursk)", " AND ", symbols=8, most=30),
    "ANDs of chains": _fit("(the NEAR/# of NEAR/9 Kursk NEAR/9 word)", " AND ", symbols=9, most=15),
    "chains of one word": _fit("(" + "the NEAR/9 " * 6 + "the NEAR/# the)", " AND ", symbols=17, most=4),
    "chains that miss": _fit("(" + "the ONEAR/1 of ONEAR/1 " * 3 + "the ONEAR/0 a#)", symbols=17, most=4),
    "NEARs nested to the right": _fit("(the NEAR/99 (of NEAR/99 (Kursk NEAR/99 (word NEAR/0 a#))))", symbols=18, most=10),
    "NEARs nested on both sides": _fit("((the NEAR/# of) ONEAR/0 (the NEAR/# of))", " AND ", symbols=14, most=15),
    "NEARs nested on both sides that miss": _fit("((the NEAR/99 of) ONEAR/0 (Kursk NEAR/99 a#))", symbols=14, most=15),
    "NEARs of one word nested on both sides": _fit("((the NEAR/99 the) ONEAR/0 (word NEAR/# word) ONEAR/0 word)", symbols=16, most=10),
    "nested NEARs that overlap": _fit('((the NEAR/99 of) NEAR/0 "the of the #")', symbols=8, most=30),
    "counts of nested NEARs": _fit("ATLEAST/1000((the NEAR/# of) NEAR/# Kursk)", symbols=9, most=15),
    "counts of rare NEARs": _fit("ATLEAST/1000(the NEAR/# a#)", symbols=7, most=30),
    "counts of hot NEARs": _fit("ATLEAST/999(the NEAR/# of)", symbols=7, most=30),
    "counts of Thai": _fit("ATLEAST/99(ไ OR ท OR ย OR w#)", symbols=13),
    "counts in sentences": _fit("SENTENCE(ATLEAST/2(the OR of OR a#))", symbols=12),
    "ANDs of counts in sentences": _fit("SENTENCE(ATLEAST/2(the OR of OR a#))", " AND ", symbols=12),
    "NEARs in sentences": _hot("SENTENCE({a} NEAR/{d} {b})", symbols=7),
    "NEARs in sentences that miss": _hot("SENTENCE(({a} ONEAR/{d} {b}) AND zebra OR {a} ONEAR/0 a{d} NOT {a})", " OR ", symbols=19),
    "nested NEARs in sentences": _fit("SENTENCE(((the NEAR/# of) NEAR/0 a1))", symbols=12, most=30),
    "exclusions in sentences": _fit("SENTENCE((the NOT of NOT a#))", " AND ", symbols=11),
    "sentences in paragraphs": _fit("PARAGRAPH(SENTENCE(the of a#))", symbols=9),
    "alternations in sentences": _fit("SENTENCE(((the OR of) AND (of OR Kursk) NOT (a# AND b#)))", " AND ", symbols=24),
    "alternations": _fit("(the AND (of OR (Kursk AND (word OR (a# NOT b#)))))", " AND ", symbols=23),
    "fields of ORs": _fit("title:(zebra# OR the NOT word)", symbols=8),
    "fields of NEARs": _fit("body:(the NEAR/# of) AND title:(the NEAR/# word)", " AND ", symbols=16),
    "fields of phrases": _fit('body:"the of #"', symbols=3),
    "hot phrases": _fit('("the *" AND "* of" AND "the * * * of #")', symbols=9),
    "phrases of two hot words": " OR ".join(f'"{a} {b} zebra"' for a, b in product([f"a{n}" for n in range(30)] + ["the", "of"], repeat=2)),
    "long phrases": _fit('"' + "the * " * 15 + 'a# zebra"', symbols=2),
    "phrases of wildcards": _fit('"*e* *# w*"', symbols=2),
    "phrases of any letters": " OR ".join(f'"*{a}* *{b}* *{c}*q"' for a, b, c in product("theofkurs", repeat=3)),
    "phrases of Han": _fit('"北朝鮮 北朝#"', symbols=2),
    "wildcards in Han": _fit("北*#", symbols=2),
    "regular expressions of every word": " OR ".join(f"/zebra|[a-z]{{1,{n + 1}}}{n}q/" for n in range(20)),
    "NEARs of regular expressions": " AND ".join(f"(/[a-z]+/ NEAR/{n} /\\w+/)" for n in range(10)),
    "counts of regular expressions": " AND ".join(f"ATLEAST/1000(/\\w{{1,{n + 1}}}/)" for n in range(20)),
    "counts of regular expressions in sentences": " AND ".join(f"SENTENCE(ATLEAST/3(/\\w{{1,{n + 1}}}/))" for n in range(20)),
    "lines of regular expressions": " OR ".join(f"/^.*a{n}.*the.*zebra$/" for n in range(20)),
    "addresses": _fit("url:*a*b*c*#*d*e*", symbols=2),
    "authors": _fit('author:"a1 b #"', symbols=2),
    "numbers of words": _fit("words:#..99999", " AND ", symbols=2),
    "stop words": _fit("(the AND of AND Kursk AND word AND the NOT a# NOT zebra)", " AND ", symbols=17),
}  # fmt: skip

SHAPES: Mapping[str, str] = {
    **_READ,
    "ORs of words": full("word#", " OR "),
    "ORs of quoted phrases": full('"north korea # troops"', " OR "),
    "ORs of one word": full("word", " OR "),
    "ANDs of ORs": full("(a# OR b#)", " AND "),
    "exclusions": full("NOT w#"),
    "chains of NEAR": full("w#", " NEAR/3 "),
    "chains of NEAR of frequent words": full("the", " NEAR/1000 "),
    "NEARs of ORs": full("(a# OR the) NEAR/50 (b# OR of)", " OR "),
    "nested NEARs": "(" * 39 + full("the", ") NEAR/1000 (of NEAR/9 ")[:9000].rsplit(")", 1)[0] + ")",
    "wildcards": full("w#*", " OR "),
    "leading wildcards": full("*a#", " OR "),
    "infix wildcards": full("a*b#*c*d", " OR "),
    "stars": "*a" * 9_990,
    "brackets": full("((((((((((((((((((((a#))))))))))))))))))))", " OR "),
    "opening brackets": "(" * LONGEST,
    "closing brackets": "a" + ")" * 19_000,
    "quotes": '"' * LONGEST,
    "curly quotes": "‘" * LONGEST,
    "apostrophes": full("‘a", ""),
    "one word": "a" * LONGEST,
    "one word of marks": "e" + "\u0301" * 19_000,
    "one word of hyphens": full("a", "-"),
    "words with hyphens": full("a-b-c-d#", " OR "),
    "numbers": full("#50,000", " OR "),
    "one phrase": full("word#"),
    "one long run of Han": "北" * LONGEST,
    "Hangul": full("북한#*", " OR "),
    "regular expressions": full("/a#[a-z]{1,9}(b|c)+/", " OR "),
    "long regular expressions": full("/" + "(a|b)?" * 160 + "#x/", " OR "),
    "counted regular expressions": full("/(a{1,99}#){1,9}/", " OR "),
    "sentences": full("SENTENCE(the w#)", " OR "),
    "nested sentences": full("SENTENCE((the OR SENTENCE(a#)))", " OR "),
    "counts": full("ATLEAST/3(the OR w#)", " OR "),
    "fields": full("title:(a# OR the)", " OR "),
    "facts": full("url:*a*b#*c*", " OR "),
    "names": full("@name", " OR "),
    "signs": full("|| ~ ^ [ ", ""),
    "unknown fields": full("tittle#:x", " "),
    "operators": full("AND OR", " "),
    "foreign operators": full("И ODER", " "),
    "lower-case operators": full("kursk and kyiv or", " "),
    "dots": full("a.b", ""),
    "tags": full("a-b/c", "="),
    "open comments": full("<<< a", " "),
    "open ranges": full("[ TO ", ""),
    "open braces": full("{ a TO ", ""),
    "slashes": full("/a ", ""),
    "dashes": full("-", " "),
    "plus signs": full("+a", ""),
    "(a)(a)": full("(a)",""), '"a""b"': full('"a"',""), '="a"': full('="a"',""), "@name": full("@name",""), "a(b": full("a (b) ",""),
    "-a": full("-a"), "NOT": full("NOT a"), "a AND": full("a AND",""), "a OR a": full("a"," OR "), "x OR é": full("é"," OR "), "ü1*":full("ü#*"," OR "),
    "ATLEAST one": full("ATLEAST/1(a)"," OR "), "SENT nested": "SENTENCE("*38+"a b"+")"*38, "title each": full("title:a"," OR "), "title nested": full("title:(a OR (b NEAR/3 c))"," OR "),
    "url each": full("url:a"," OR "), "words": full("words:>1"," OR "), "author each": full("author:a#"," OR "), "site star": full("site:*.a#.*"," OR "),
    "ar": full("الجيش#"," OR "), "ar phrase": full("الجيش الروسي#"," OR "), "he":full('צה"ל'," OR "), "thai":full("ไทย#"," OR "), "han":full("北朝鮮#"," OR "),"han star":full("北*鮮#"," OR "),
    "kana phrase": full('"インド 北# 朝"'," OR "), "hangul": full("한"," OR "), "hangul2": full("북한군대 *한#"," OR "), "tr":full("İstanbul#"," OR "), "hy": full("a-b"," OR "), "hy2": full("a-b-c-d-e-f"," OR "), "hy3": full('"a-b c-d e-f g-h"'," OR "),
    "num": full("1,000 2,000 3,000"," OR "), "wild phrase": full('"the w#* *x"'," OR "), "qm": full("a?b#"," OR "), "qm2": full("a?b?c?d*e*f#"," OR "),
    "any phrase": full('"the * * * w#"'," OR "), "any phrase2": full('"* * * the"'," OR "), "near or wild": full("(*a* OR w*) NEAR/1000 (the OR *e*)"," OR "),
    "near in near": full("(the NEAR/9 of) NEAR/9 x#"," OR "), "near in near hit": full("(the NEAR/9 of) NEAR/9 Kursk"," OR "), "near3": full("the NEAR/999 of NEAR/999 zebra#"," OR "), "nearnot": full("(the NEAR/50 of NEAR/50 absent)"," OR "),
    "near all miss": full("the ONEAR/0 a1"," OR "), "near big sides": "("+_many("w#*", " OR ", 9800)+") NEAR/0 ("+_many("*#", " OR ", 9800)+")",
    "regex50": " OR ".join(f"/[a-z]*{n}.{{0,50}}[a-z]+q{'x'*300}/" for n in range(20)), "regex alt": " OR ".join("/"+"|".join(f"w{n}{m}x" for m in range(110))+"/" for n in range(20)),
    "atleast huge": full("ATLEAST/1000(the OR of OR w#)"," OR "), "atleast near": full("ATLEAST/9(the NEAR/9 of)"," OR "), "sentence and": full("SENTENCE((the AND of AND a#))"," AND "), "sentence not": full("SENTENCE((the NOT a#))"," OR "), "paragraph": full("PARAGRAPH((the OR of) (a1 OR w#))"," OR "),
    "sent big": "SENTENCE(("+_many("w#", " OR ", 19900)+"))", "sent big and": "SENTENCE(("+_many("(the OR w#)", " AND ", 19900)+"))",
    "not or": "the NOT ("+_many("w#", " OR ", 19900)+")", "or of ands": full("(the of w#)"," OR "), "or of ands2": full("(the AND of AND word AND a#)"," OR "),
    "curly1": full("“a” ",""), "«»": full("«a» ",""), "「」":full("「a」",""), "‘a’": full("‘a’ ",""), "open ‘": full("‘a ",""), "fw": full("ＯＲ ａ ",""), "rtl": full("\u202ba\u202c"," OR "), "zw": full("a\u200b"," OR "),
    "emoji": full("💣"," OR "), "nul": "\x00"*20000, "nl": full("a\n",""), "tabs": "\t"*20000, "colon": full("a:b:c",""), "http": full("http://a.b/#"," OR "), "eq": "="*20000, "slash": "/"*20000, "at":"@"*20000, "full stops": "."*20000, "amps": full("a&b",""), "apos": full("a'b'c",""), "l'": full("l'a# "," OR "), "under": "_"*20000, "bom": "\ufeff"*20000, "surr": "\ud800"*20000, "zalgo": "a"+"\u0300\u0327"*9999, "ji": "\u1100\u1161\u11a8"*6600, "nested title": full("title:(title:(a))"," "), "deep not": full("NOT "*39+"a"," OR "),
    "mix brackets": "(((((" + _many("a OR (b AND (c OR d))", " AND ", 19900)+")))))", "deep or": "("*39+_many("a#", " OR ", 19900)+")"*39,"deep near": "("*39+"("+_many("a#", " OR ", 19000)+")"+" NEAR/1 b)"*39,
    "dup list": full("kursk"," OR "), "cover wild": full("a*"," OR "), "cover": full("a# b#"," OR "),
    "fuzzy": full("ab~2"," OR "), "ranges": full("[a TO b]"," OR "), "semis": ";"*20000, "commas": full("a,b",""), "quotes in words": full('a"b',""), "heb": full('א"',""), "geresh": full("א'",""),
}  # fmt: skip
