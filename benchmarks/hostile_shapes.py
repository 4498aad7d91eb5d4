"""The worst queries of 20,000 characters that we know, for the benchmark and the tests."""

from collections.abc import Mapping

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


SHAPES: Mapping[str, str] = {
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
    "regex50": " OR ".join(f"/[a-z]*{n}.{{0,50}}[a-z]+q{'x'*300}/" for n in range(50)), "regex alt": " OR ".join("/"+"|".join(f"w{n}{m}x" for m in range(60))+"/" for n in range(45)),
    "atleast huge": full("ATLEAST/1000(the OR of OR w#)"," OR "), "atleast near": full("ATLEAST/9(the NEAR/9 of)"," OR "), "sentence and": full("SENTENCE((the AND of AND a#))"," AND "), "sentence not": full("SENTENCE((the NOT a#))"," OR "), "paragraph": full("PARAGRAPH((the OR of) (a1 OR w#))"," OR "),
    "sent big": "SENTENCE(("+_many("w#", " OR ", 19900)+"))", "sent big and": "SENTENCE(("+_many("(the OR w#)", " AND ", 19900)+"))",
    "not or": "the NOT ("+_many("w#", " OR ", 19900)+")", "or of ands": full("(the of w#)"," OR "), "or of ands2": full("(the AND of AND word AND a#)"," OR "),
    "curly1": full("“a” ",""), "«»": full("«a» ",""), "「」":full("「a」",""), "‘a’": full("‘a’ ",""), "open ‘": full("‘a ",""), "fw": full("ＯＲ ａ ",""), "rtl": full("\u202ba\u202c"," OR "), "zw": full("a\u200b"," OR "),
    "emoji": full("💣"," OR "), "nul": "\x00"*20000, "nl": full("a\n",""), "tabs": "\t"*20000, "colon": full("a:b:c",""), "http": full("http://a.b/#"," OR "), "eq": "="*20000, "slash": "/"*20000, "at":"@"*20000, "full stops": "."*20000, "amps": full("a&b",""), "apos": full("a'b'c",""), "l'": full("l'a# "," OR "), "under": "_"*20000, "bom": "\ufeff"*20000, "surr": "\ud800"*20000, "zalgo": "a"+"\u0300\u0327"*9999, "ji": "\u1100\u1161\u11a8"*6600, "nested title": full("title:(title:(a))"," "), "deep not": full("NOT "*39+"a"," OR "),
    "mix brackets": "(((((" + _many("a OR (b AND (c OR d))", " AND ", 19900)+")))))", "deep or": "("*39+_many("a#", " OR ", 19900)+")"*39,"deep near": "("*39+"("+_many("a#", " OR ", 19000)+")"+" NEAR/1 b)"*39,
    "dup list": full("kursk"," OR "), "cover wild": full("a*"," OR "), "cover": full("a# b#"," OR "),
    "fuzzy": full("ab~2"," OR "), "ranges": full("[a TO b]"," OR "), "semis": ";"*20000, "commas": full("a,b",""), "quotes in words": full('a"b',""), "heb": full('א"',""), "geresh": full("א'",""),
}  # fmt: skip
