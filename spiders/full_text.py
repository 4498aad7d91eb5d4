"""An entry and its page: whether the page is worth a request, and what the two come to together. Pure decisions."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from archive.address import canonical_address, host_of, web_address
from archive.vocabulary import Entry, FullText, Source, SourceKind
from spiders.page import Page
from spiders.reading.addresses import is_home, same_site
from spiders.reading.dates import DateSource
from spiders.reading.facts import alike
from spiders.reading.verdict import NO_ARTICLE
from spiders.sitemap import words_of_address

SHORT = 1_000
"""Characters; a source that carries less of an article carries its beginning, most often."""
ENOUGH = 3_000
"""Characters; between the two it may be all or half, which matters to those who ask for the body."""
WIDE = 2.5
"""How many letters a Chinese, Japanese, Korean or Thai character stands for."""
CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")
CUT = re.compile(
    r"""(?ix)(?: … | \.\.\. | \[(?:…|\.{3}|&hellip;)\] )\W*$
    | (?:read\ more|continue\ reading|read\ the\ (?:full|whole)\ (?:story|article)|keep\ reading|weiterlesen
    |   lire\ la\ suite|leer\ más|leia\ mais|continua\ a\ leggere|lees\ verder|читать\ (?:далее|полностью)
    |   читати\ далі|czytaj\ (?:dalej|więcej)|devamını\ oku|続きを読む|阅读全文|閱讀全文)\W*$"""
)
SAME_HEADLINE = 0.25
"""How alike the headlines of an entry and of the page that its address leads to must be."""

REDIRECTORS = frozenset(
    [
        "news.google.com",
        "bing.com",
        "r.search.yahoo.com",
        "feedproxy.google.com",
        "feeds.feedburner.com",
        "t.co",
        "bit.ly",
        "ow.ly",
        "buff.ly",
        "dlvr.it",
        "trib.al",
        "tinyurl.com",
        "lnkd.in",
        "l.facebook.com",
        "lm.facebook.com",
        "l.instagram.com",
        "l.messenger.com",
        "l.threads.com",
        "l.threads.net",
        "out.reddit.com",
        "news.url.google.com",
        "slack-redir.net",
        "apple.news",
        "flip.it",
    ]
)
"""Hosts (without www.) whose addresses lead to articles of others."""
REDIRECTING = re.compile(
    r"""(?x) google\.[a-z.]{2,6}/url | youtube\.com/redirect | linkedin\.com/(?:redir/redirect|safety/go) | vk\.com/away\.php
    | duckduckgo\.com/l/? | steamcommunity\.com/linkfilter/? | t\.umblr\.com/redirect | [a-z0-9]+\.safelinks\.protection\.outlook\.com/.*"""
)
"""Hosts (without www.) and paths of such addresses where the rest of the host is the site's own."""
TARGETS = ("url", "u", "q", "target", "to", "uddg", "z")
"""Parameters in which redirectors carry the address that they lead to."""


class Wish(StrEnum):
    """Whether the page of an entry is read, and why."""

    ALWAYS = "`full_text: always`"
    SHORT = "the source carries little of its text"
    CUT = "the source cuts its text off"
    ASKED = "a watchlist asks for the body"
    ELSEWHERE = "its address only leads to the article's"
    NEVER = "`full_text: never`"
    NO_ADDRESS = "it has no address"
    ENOUGH = "the source carries its text"

    @property
    def read(self) -> bool:
        """Whether the page is read."""
        return self not in {Wish.NEVER, Wish.NO_ADDRESS, Wish.ENOUGH}


def wish_for(entry: Entry, source: Source, *, body_asked: bool = False) -> Wish:
    """Decide whether to read the page of an entry.

    ``body_asked``: a watchlist that looks at this source speaks of the body.
    """
    if source.full_text is FullText.NEVER:
        return Wish.NEVER
    if entry.url is None:
        return Wish.NO_ADDRESS
    if source.full_text is FullText.ALWAYS:
        return Wish.ALWAYS
    if leads_elsewhere(entry.url, source):
        return Wish.ELSEWHERE
    carried = _carried(entry.text)
    asked = carried is Wish.ENOUGH and body_asked and _weight(entry.text) < ENOUGH
    return Wish.ASKED if asked else carried


def _carried(text: str) -> Wish:
    """Say how much of an article a source carries."""
    if is_cut(text):
        return Wish.CUT
    return Wish.SHORT if _weight(text) < SHORT else Wish.ENOUGH


def _weight(text: str) -> float:
    return len(text) + (WIDE - 1) * len(CJK.findall(text[:ENOUGH]))


def is_cut(text: str) -> bool:
    """Say whether a text ends as feeds end those that they cut off."""
    return CUT.search(text[-100:]) is not None


def leads_elsewhere(url: str, source: Source) -> bool:
    """Say whether an address is that of a redirector: a known one, or of a search, whose results are others'."""
    if host_of(url) in REDIRECTORS or REDIRECTING.fullmatch(host_of(url) + _path_of(url)):
        return True
    return source.kind is SourceKind.SEARCH and same_site(url, source.url)


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def target_in(url: str) -> str | None:
    """Return the address that a redirector's own address carries."""
    try:
        query = dict(parse_qsl(urlsplit(url).query))
    except ValueError:
        return None
    found = (web_address(query.get(name)) for name in TARGETS)
    return next((each for each in found if each and not same_site(each, url)), None)


def forwarded(entry: Entry, source: Source) -> Entry:
    """Return an entry whose address only carries another with that one, so that it is known by it whether or not its page is read."""
    if not entry.url or not leads_elsewhere(entry.url, source):
        return entry
    target = target_in(entry.url)
    return replace(entry, url=target, aliases=(*entry.aliases, entry.url)) if target else entry


def _first_at(page: Page, url: str | None) -> str | None:
    """Return where a page says that it was first; its own site, and a front page, say nothing."""
    named = page.elsewhere
    return None if not named or is_home(named) or same_site(named, url or "") else named


def without_page(entry: Entry, why: str, *, later: bool = False) -> Entry:
    """Return an entry whose page gave no text: what the source said stays, with the reason if that is not all.

    ``later``: it may do better the next time.
    """
    if _carried(entry.text) is Wish.ENOUGH:
        return entry
    return replace(entry, partial=why, unread=later)


def with_page(entry: Entry, page: Page, *, source: Source, final: str) -> Entry:
    """Return an entry with what its page says; ``final`` is the address that answered in the end.

    The page of a wall or an error gives nothing but the reason. Where the address led to a page with quite another
    headline (many sites send what they deleted to a section), that page is not the article's either.
    """
    if not page.titles:
        return without_page(entry, page.partial or NO_ARTICLE)
    if _is_another(entry, page, final):
        return without_page(entry, "its address leads to a page with another headline")
    moved = not same_site(entry.url or "", final)
    names = (entry.url, final, *page.aliases)
    url = final if moved else entry.url
    known = replace(
        entry,
        url=url,
        aliases=tuple(
            dict.fromkeys(name for name in names if name and name != url and not is_home(name))
        ),
        title=_title(entry, page),
        titles=_titles(entry, page),
        published=_published(entry, page, source),
        authors=entry.authors or page.authors,
        language=page.language or entry.language,
        section=page.section,
        image=page.image,
        credit=page.credit,
        first_at=_first_at(page, url),
        outlet=_outlet(entry, page, source, final),
    )
    if page.partial is not None or not page.text:
        return without_page(known, page.partial or NO_ARTICLE)
    # A source may carry more than was found in the page: then the page was not read well.
    better = 2 * len(page.text) >= len(entry.text)
    return replace(known, text=page.text if better else entry.text)


def is_addressed(entry: Entry) -> bool:
    """Say whether an entry's title was made of the words of its address, as those of plain sitemaps are."""
    return bool(entry.url) and entry.title == words_of_address(entry.url or "")


def _is_another(entry: Entry, page: Page, final: str) -> bool:
    if canonical_address(entry.url) == canonical_address(final):
        return False
    if not entry.title:
        return is_home(final)
    return max((alike(entry.title, each) for each in page.titles), default=1.0) < SAME_HEADLINE


def _title(entry: Entry, page: Page) -> str:
    """Return the source's headline, unless it has none, made it of an address, or cut it off."""
    if not entry.title or is_addressed(entry):
        return next((each for each in page.titles if each != entry.title), entry.title)
    if is_cut(entry.title):
        start = entry.title.rstrip(" .…[]")
        return next((each for each in page.titles if each.startswith(start)), entry.title)
    return entry.title


def _titles(entry: Entry, page: Page) -> tuple[str, ...]:
    """Return every headline, the chosen one first; words of an address are the headline of once, most often."""
    return _unlike((_title(entry, page), *page.titles, entry.title))


def _unlike(titles: Iterable[str]) -> tuple[str, ...]:
    """Return titles without those that differ only in case, space and punctuation."""
    found: dict[str, str] = {}
    for title in titles:
        if letters := "".join(filter(str.isalnum, title.casefold())):
            found.setdefault(letters, title)
    return tuple(found.values())


def _published(entry: Entry, page: Page, source: Source) -> datetime | None:
    said = page.published
    if entry.published is None or said is None:
        return entry.published or said
    if page.dated_by not in {DateSource.LINKED, DateSource.META}:
        return entry.published
    bare = entry.published.time() == datetime.min.time()
    day = bare and abs(said - entry.published) <= timedelta(days=1)
    # The date in a plain sitemap moves with every edit.
    return said if day or source.kind is SourceKind.SITEMAP else entry.published


def _outlet(entry: Entry, page: Page, source: Source, final: str) -> str | None:
    """Return who published it: the source's word, unless that is only a host; of another site the page's."""
    if entry.outlet and entry.outlet != host_of(entry.url):
        return entry.outlet
    if entry.outlet is None and same_site(final, source.url):
        return None
    return page.outlet or (host_of(final) if entry.outlet is None else entry.outlet)
