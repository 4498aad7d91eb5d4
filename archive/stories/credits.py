"""The words with which a text says whose report it is, in the languages of the agencies' customers. Pure.

They stand at either end of a text: «KYIV (Reuters) - …», «【ソウル共同】», «With Post wires», «mit Material von dpa». An
agency that is only talked about («Reuters reported», «according to AFP») credits nothing, nor does the credit of
a picture, a bare name between paragraphs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.stories.agencies import NAME

ENDS = 3
"""Lines at either end of a text where credits stand."""
OPENING, CLOSING = 400, 600
"""Characters at the ends of a text that are looked at."""
LONGEST_LINE = 120
LONGEST_DATELINE = 80
MOST_WORDS = 9
"""Words of a place and a date."""

_MARK = "\ue000"
"""Stands for the name of an agency, so that what is around it can be looked at."""
_AND = r"(?:\s*(?:[/,&+=＝・、-]|\b(?:and|und|et|y|e|og|och|en|и|та)\b)\s*(?:[Tt]he )?)"
_SEVERAL = rf"{_MARK}(?:{_AND}?{_MARK}|{_AND}(?-i:[a-z]{{2,4}})(?![^\W_])){{0,5}}+"
"""One agency or more: «dpa/AFP», «AFP et Reuters», «dpa/lby», «AFP時事»."""
_BRACKETS = re.compile(
    rf"[(（\[［]\s*(?:[^()\[\]（）［］\n]{{1,15}}[=＝])?{_SEVERAL}\s*[)）\]］]|(?<!\S)/{_SEVERAL}/"
)
_PLACED = re.compile(
    rf"[【［（(\[](?![^】\n]{{0,30}}(?:写真|画像|图|圖|사진))[^】］）)\]\n]{{0,30}}?{_SEVERAL}[】］）)\]]"
)
"""«【ソウル共同】», «［ロンドン １０日 ロイター］», «【11月10日 AFP】»: place and agency in one bracket."""
_CABLE = re.compile(
    rf"(?:据|（|\()?{_MARK}[^\n。，,；;]{{0,20}}?[\d一二三四五六七八九十]+日?[电電][）)]?"
)
"""«新华社北京11月10日电»."""
_RUSSIAN = re.compile(
    r"[^\n]{0,50}?[—–-]\s*(РИА Новости)(?=[.,])|[^\n]{0,40}?(INTERFAX\.RU)(?=\s*[—–-])"
)
_NAME_FIRST = re.compile(rf"({_SEVERAL})\s+[-–—]{{1,2}}\s+(?=[^\W_a-zà-ÿа-яёіїєґ]|[\"“„«'‘])")
"""«Reuters - Israel's …», as summaries of feeds have it."""
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SIGNS = re.compile(r"[(（\[［【/电電]")
_PARTICLE_WORDS = (
    "de la le les el los da do di del of und sur an am der den im i y e à al bei ob auf"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_WORDS = re.compile(r"[^\W\d_]+|\d+")

_WITH = (
    r"(?:with|avec|mit|con|com|met|med|with (?:files?|materials?|reporting|information|inputs?|additional reporting) (?:from|by)"
    r"|(?:unter verwendung von )?(?:mit )?(?:agentur)?(?:material|informationen) (?:von|der)|avec (?:des )?(?:informations?|éléments) (?:de|d['’])|con (?:información|informaciones|datos) de"
    r"|com informações d[aeo]s?|con materiale|inputs? from)"
)
_BY = (
    r"(?:by|from|sources?|quellen?|fuentes?|fonti|fontes?|źródło|zdroj|forrás|kilde|källa|lähde|bron|kaynak|источник|джерело|来源|來源|출처|المصدر"
    r"|von|par|por|di|reporting by|reported by|additional reporting (?:by|from)|compiled (?:by|from)|report by|story by)"
)
_THE = r"(?:the |la |le |l['’]|der |die |das |a |o )?"
_LINES = (
    # «With AP», «Le Monde avec AFP», «mit Material von dpa»
    rf"(?:(?!\w*(?:[Ii]nterview|[Ee]ntretien|[Gg]espräch|[Tt]alk))(?-i:[A-ZÀ-Þ][\w’'.&-]*(?: (?:[A-ZÀ-Þ][\w’'.&-]*|de|du|la|and|und|et)){{0,4}}) )?{_WITH} {_THE}{_SEVERAL}",
    # «Source: Reuters», «Reporting by Reuters», «By Jane Doe, Associated Press»
    rf"{_BY}\s*[:：]?\s*{_THE}{_SEVERAL}(?: staff)?",
    rf"{_SEVERAL} {_WITH} {_THE}{_SEVERAL}",
    rf"(?:-{{1,2}})?with assistance (?:from|by) [^\n]{{0,60}}?{_SEVERAL}",
    rf"(?:by|von|par|por) [^\n]{{2,60}}?\s*[,|/–—]\s*{_THE}{_SEVERAL}",
    # «The Associated Press contributed to this report»
    rf"(?:[\w.’' -]{{2,60}}? (?:of|from|at) )?{_THE}{_SEVERAL}(?: (?:staff )?(?:writers?|reporters?|journalists?|correspondents?|photographers?)(?: [\w.,’' -]{{2,70}}?)?)? (?:also )?contributed(?: (?:to )?(?:this|the) (?:report|story|article)| reporting)?(?: from [\w .]{{2,30}})?",
    rf"(?:(?:copyright|\(c\)|©)\s*(?:©\s*)?\d{{4}}|copyright(?:\s*©)?)\s*(?:by )?{_THE}{_SEVERAL}(?:[.,].{{0,60}})?",
)
_LINE = re.compile(rf"[(\[]?(?:[-–—]\s*)?(?:{'|'.join(_LINES)})\s*\.?[)\]]?\.?", re.IGNORECASE)
_BARE = re.compile(rf"(?:[-–—]\s*)?(?:[(（\[/]\s*©?\s*)?(?:[Tt]he )?{_SEVERAL}\s*[)）\]/]?\.?")
_WIRES = re.compile(
    rf"[(\[]?(?:with|from|compiled from|avec|mit|con|com|including|staff and)\s+((?:[\w’'.&{_MARK}-]+ ){{0,5}}?)"
    r"(?:wires?|wire (?:services?|reports?)|(?:news )?agenc(?:y|ies)(?: reports?)?|agences|agenturen|agencias|agências|agenzie)\.?[)\]]?\.?",
    re.IGNORECASE,
)
"""«With Post wires»: a desk rewrote what agencies sent."""
_AT_THE_END = re.compile(rf"(?:[(（\[]\s*{_SEVERAL}\s*[)）\]]|(?<!\S)/{_SEVERAL}/)(?=\s*\.?$)")
_NOBODY = frozenset({"the", "news", "other", "various", "staff", "and", "our"})


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, and the same with a mark for each name of an agency."""

    text: str
    marked: str
    names: tuple[str, ...]

    def said(self, found: re.Match[str]) -> str:
        """Return what was found as it stands in the line."""
        names = iter(self.names[self.marked[: found.start()].count(_MARK) :])
        return "".join(next(names) if sign == _MARK else sign for sign in found[0])

    def whole(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match a whole short line."""
        return pattern.fullmatch(self.marked) if len(self.text) <= LONGEST_LINE else None


def credit_in(text: str) -> str | None:
    """Return the words with which a text says whose report it is; None when it does not."""
    closing = text[-CLOSING:].split("\n")
    if len(text) > CLOSING and len(closing) > 1:
        closing = closing[1:]
    first = [line.strip() for line in text[:OPENING].split("\n") if line.strip()]
    last = [line.strip() for line in closing if line.strip()]
    return _credit(first[:ENDS], last[-ENDS:])


def credit_of(lines: Sequence[str]) -> str | None:
    """Return the words with which the lines of a text say whose report it is; None when they do not."""
    return _credit(lines[:ENDS], lines[-ENDS:])


def house_of(credit: str | None) -> str | None:
    """Return the house that a credit names which is no agency: «Post» of «With Post wires»."""
    found = _WIRES.fullmatch((credit or "").strip())
    words = [word for word in (found[1] if found else "").split() if word.lower() not in _NOBODY]
    return " ".join(word.removesuffix("’s").removesuffix("'s") for word in words) or None


def _credit(first: Sequence[str], last: Sequence[str]) -> str | None:
    begin = [_line(line[: LONGEST_LINE + 1]) for line in first]
    end = [_line(line[-LONGEST_LINE - 1 :]) for line in last]
    return next(_openings(begin), None) or next(_closings(begin, end), None)


def _line(text: str) -> _Line:
    text = text.replace(_MARK, " ")
    if len(text) > LONGEST_LINE and not _SIGNS.search(text):
        # A paragraph that can credit nobody, as most: names are not looked for in it.
        return _Line(text=text, marked=text, names=())
    return _Line(text=text, marked=NAME.sub(_MARK, text), names=tuple(NAME.findall(text)))


def _closings(begin: Sequence[_Line], end: Sequence[_Line]) -> Iterator[str]:
    """Yield the credits that stand alone in a line at either end, or close the text."""
    bare = end[-1:]  # between paragraphs, a name and nothing else is a picture's
    for lines, patterns in (
        (end[::-1], (_LINE, _WIRES)),
        (bare, (_BARE,)),
        (begin, (_LINE, _WIRES)),
    ):
        for line in lines:
            for pattern in patterns:
                if found := line.whole(pattern):
                    yield line.said(found)
    for line in bare:
        if found := _AT_THE_END.search(line.marked):
            yield line.said(found)


def _openings(first: Sequence[_Line]) -> Iterator[str]:
    """Yield the credits with which a paragraph begins, behind place and date."""
    for line in first:
        if russian := _RUSSIAN.match(line.text):
            yield russian[1] or russian[2]
        for pattern in (_CABLE, _PLACED):
            # Elsewhere the place stands before the brackets.
            if (found := pattern.match(line.marked)) and _ASIAN.search(line.text):
                yield line.said(found)
        if found := _NAME_FIRST.match(line.marked):
            yield line.said(found).rstrip(" -–—")
        for found in _BRACKETS.finditer(line.marked):
            before, after = line.marked[: found.start()], line.marked[found.end() :].lstrip()
            if _is_dateline(before, line.said(found), after):
                yield line.said(found)


def _is_dateline(before: str, credit: str, after: str) -> bool:
    """Say whether a name in brackets stands behind a place and a date, and no sentence before it goes on behind it."""
    words = _WORDS.findall(before)
    if before.rstrip().endswith(_MARK):
        return False  # «Agence France-Presse (AFP)»
    if len(before) > LONGEST_DATELINE or len(words) > MOST_WORDS or not after:
        return False
    for place, word in enumerate(words):
        dated = any(near.isdigit() for near in words[max(0, place - 1) : place + 2])
        if word[0].islower() and word not in _PARTICLES and not dated:
            return False
    initials = "".join(word[0] for word in words if word[0].isupper())
    name = re.sub(r"\W", "", credit)
    if len(name) > 1 and name.isupper() and initials.endswith(name):
        return False  # «Aam Aadmi Party (AAP)»
    sign = after[0]
    if sign in "-–—:.=\"“„«'‘" or sign.isupper() or sign.isdigit() or sign == _MARK:
        return True
    # Letters without capitals: «（共同）日本», «القاهرة (رويترز) قال».
    return sign.isalpha() and not sign.islower() and (bool(_ASIAN.match(sign)) or len(words) <= 3)
