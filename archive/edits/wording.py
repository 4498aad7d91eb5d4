"""The wording of an article: its headline and those sentences of its text that are the article's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.edits.words import UNSPACED, words_of

SHORTEST = 3
"""Words of a sentence; less is a caption, a button, a name."""
LONGEST_LABEL = 20
"""Words of a line without a full stop that may be a label, a heading or a teaser; in scripts without spaces twice as many."""
LONGEST_STAMP = 14
"""Words of a line that only says when something was published or updated."""

_STOP = re.compile(
    r"""(?P<wide>[。！？｡]+["”’」』）)]*)\s* | (?P<stop>[.!?…؟۔।॥]+["”’»)\]]*)\s+""", re.VERBOSE
)
_ENDS = re.compile(r"""[.!?…。！？｡؟۔।॥]["'”’»」』)\]）]*$""")
_ABBREVIATION = re.compile(
    r"(?i)(?:^|[\s(])(?:[^\W\d_]|mr|mrs|ms|dr|prof|gen|lt|col|capt|sgt|sen|rep|gov|st|no|vs|jan|feb|aug|sept?|oct|nov|dec|e\.g|i\.e|z\.b|u\.s|bzw|им|ул|тыс|др|г)$"
)
_STAMP = re.compile(
    r"""(?ix)^\W*(?:
      (?:last\ )?(?:updated|modified|edited|published|posted|reviewed)\b | first\ published | (?:\d+|an?)\ (?:minutes?|hours?|days?|mins?|hrs?)\ ago
    | \d+\ (?:comments?|shares?|views?|likes?|min(?:ute)?s?\ read) | (?:zuletzt\ )?aktualisiert | veröffentlicht | stand: | mis(?:e)?\ à\ jour
    | publié | actualizado | publicado | aggiornato | pubblicato | atualizado | bijgewerkt | gepubliceerd | zaktualizowano | opublikowano
    | güncelleme | yayınlan | обновлен | опубликован | оновлен | опубліков | تم\ التحديث | آخر\ تحديث | نُ?شر | 更新 | 发布 | 發布 | 公開日 | 配信
    )"""
)
_CALL = re.compile(
    r"""(?ix)^\W*(?:
      read\ (?:more|also|next) | see\ also | related\b | more\ (?:on|from)\b | also\ read | click\ here | tap\ here | follow\ us | sign\ up | subscribe
    | advertisement | sponsored | share\ this | watch: | listen: | download\ (?:the|our) | join\ (?:our|us\ on) | support\ our | donate
    | this\ (?:story|article|page)\ (?:was|has\ been)\ (?:last\ )?updated | continue\ reading | get\ (?:the|our)\ \w+\ newsletter | you\ (?:can|may)\ also\ (?:read|like)
    | lesen\ sie | mehr\ zum\ thema | anzeige | abonnieren | newsletter | lire\ aussi | à\ lire | abonnez | publicité | lea\ también | te\ puede\ interesar
    | suscr[íi]b | publicidad | leggi\ anche | iscriviti | leia\ (?:também|mais) | assine | lees\ (?:ook|meer) | czytaj | zobacz\ też | reklama
    | читайте | смотрите | подпи[сш] | реклама | підпис | اقرأ | إقرأ | تابعنا | اشترك | إعلان | 続きを読む | 関連記事 | 相关阅读 | 延伸阅读 | 点击 | 订阅 | 廣告 | 广告
    )"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One state of an article."""

    title: str
    summary: str = ""
    text: str = ""
    """Where there is none, the summary stands for it."""
    titles: tuple[str, ...] = ()
    """Further headlines that it goes by: the page's, beside the source's."""
    outlet: str = ""
    """Its name at the end of a headline is none of the headline."""

    @property
    def body(self) -> str:
        """The text, or what stands for it."""
        return self.text or self.summary

    @property
    def sentences(self) -> tuple["Sentence", ...]:
        """What is compared. A summary is one sentence or a few, with or without a full stop."""
        if self.text:
            return sentences_of(self.text)
        return sentences_of(self.summary, bare=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as it reads, and its words as it is compared."""

    text: str
    words: tuple[str, ...]


def sentences_of(text: str, *, bare: bool = False) -> tuple[Sentence, ...]:
    """Return the sentences of a text that are the article's own.

    Left out are lines that are no sentences (menus, captions, teasers, counts), stamps («Updated 5 minutes ago»)
    and calls («Read more: …», «Subscribe …»): they change while the article stays. With ``bare`` a line may do
    without a full stop.
    """
    found = []
    for line in text.splitlines():
        if not (bare or _is_prose(line)):
            continue
        for piece in _pieces(line.strip()):
            words = words_of(piece)
            if len(words) >= SHORTEST and not (_CALL.match(piece) or _is_stamp(piece, len(words))):
                found.append(Sentence(text=piece, words=words))
    return tuple(found)


def ends_sentence(text: str) -> bool:
    """Say whether a text ends where a sentence does."""
    return _ENDS.search(text.rstrip()) is not None


def _is_prose(line: str) -> bool:
    if ends_sentence(line):
        return True
    words = words_of(line)
    wide = sum(1 for word in words if UNSPACED.match(word))
    return len(words) - wide / 2 > LONGEST_LABEL


def _is_stamp(piece: str, words: int) -> bool:
    return words <= LONGEST_STAMP and _STAMP.match(piece) is not None


def _pieces(line: str) -> Iterator[str]:
    start = 0
    for found in _STOP.finditer(line):
        if found["stop"] and not _ends(line, start, found):
            continue
        yield line[start : found.end()].strip()
        start = found.end()
    if rest := line[start:].strip():
        yield rest


def _ends(line: str, start: int, found: re.Match[str]) -> bool:
    """Tell the end of a sentence from an abbreviation, and from dots inside one."""
    if line[found.end() : found.end() + 1].islower():
        return False
    before = line[max(start, found.start() - 12) : found.start()]
    return found["stop"][0] != "." or _ABBREVIATION.search(before) is None


_LIVE = re.compile(
    r"^\W*(?:live(?: updates?| blog)?|breaking(?: news)?|updated?(?:\s*\d+)?|video|watch)\s*[:|–—-]+\s*",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s+[|·–—-]\s+([^|·–—]{1,60})$")


def headline_words(title: str, outlet: str = "") -> tuple[str, ...]:
    """Return the words of a headline without what sites put before and after it: «LIVE: … | Example News»."""
    title = _LIVE.sub("", title)
    if found := _SITE.search(title):
        last = words_of(found[1])
        if "|" in found[0] or (outlet and last == words_of(outlet)):
            title = title[: found.start()]
    return words_of(title)
