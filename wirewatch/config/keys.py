"""The table of every key of config.yaml: decoder, JSON Schema and reference are made from it or checked against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wirewatch.config import kinds
from wirewatch.config.kinds import Kind

Where = Literal["top", "source", "watchlist", "channel", "fetch", "web"]

SOURCE_KINDS = ("feed", "sitemap", "page", "search", "spider")
"""Keys that say what a source is; it has exactly one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key that the user may write."""

    where: Where
    name: str
    kind: Kind[Any]
    default: str
    """As the reference shows it; empty when there is none."""
    meaning: str
    example: str
    """A YAML value."""
    since: str | None
    """The version that first acts on it; None: it is understood and has no effect yet."""


_FIRST = "0.1"


def _key(
    where: Where,
    name: str,
    kind: Kind[Any],
    meaning: str,
    example: str,
    default: str = "",
    *,
    later: bool = False,
) -> Key:
    since = None if later else _FIRST
    return Key(
        where=where,
        name=name,
        kind=kind,
        default=default,
        meaning=meaning,
        example=example,
        since=since,
    )


_TOP = (
    _key("top", "archive", kinds.TEXT, "The database file, relative to this file.", "wirewatch.db", "wirewatch.db"),
    _key(
        "top", "timezone", kinds.ZONE, "The time zone of times in messages and of cron lines.", "Europe/Kyiv",
        "the system's",
    ),
    _key(
        "top", "keep", kinds.KEEP, "How long articles without a match are kept; matched ones stay.", "90d", "90d"
    ),
    _key("top", "sources", kinds.SOURCES, "What is polled.", "[https://www.theguardian.com/world/rss]"),
    _key("top", "watchlists", kinds.WATCHLISTS, "What you want to hear of, and where.", "[{name: Kursk, any: [Kursk], notify: [desk]}]"),
    _key("top", "channels", kinds.CHANNELS, "Where messages go, by name.", "{console: console://}"),
    _key(
        "top", "ops", kinds.NAMES, "Channels told when a source goes blind or recovers, or a channel fails.",
        "[console]", "none",
    ),
    _key("top", "fetch", kinds.SECTION, "How sources are asked.", "{contact: desk@example.org}"),
    _key("top", "web", kinds.SECTION, "The web pages and the API.", '{listen: "127.0.0.1:8080"}', later=True),
    _key("top", "include", kinds.TEXTS, "Other files to read as part of this one.", "[sources.yaml]", later=True),
    _key("top", "terms", kinds.TEXTS_BY_NAME, "Queries with a name, or lists of which any item will do, for use in watchlists as `@name`.", "{army: [troops, soldiers]}", "none"),
    _key("top", "owners", kinds.NAMES_BY_NAME, "Who owns which outlets, by site or by name, where it matters who reports by himself; before the table that comes with Wirewatch.", "{Example Group: [post.example, mirror.example]}", "as far as Wirewatch knows"),
    _key("top", "canary", kinds.CANARY, "How often an article of Wirewatch's own goes the whole way of an alert; `ops` is told when it does not arrive.", "6h", "none"),
)  # fmt: skip

_SOURCE = (
    _key("source", "feed", kinds.TEXT, "The address of an RSS, Atom or JSON feed.", "https://kyivindependent.com/feed/"),
    _key("source", "sitemap", kinds.TEXT, "The address of a sitemap, or of an index of sitemaps.", "https://www.example.com/news-sitemap.xml"),
    _key("source", "page", kinds.TEXT, "The address of a page that lists articles.", "https://mil.example/news"),
    _key("source", "search", kinds.TEXT, "The address of a search that answers with a feed, with `{query}` in it; it is asked once for each watchlist.", "'https://news.example/rss?q={query}'"),
    _key("source", "spider", kinds.TEXT, "The dotted path to a Scrapy spider of your own, beside this file.", "harbour.HarbourSpider"),
    _key("source", "name", kinds.TEXT, "Its name in messages, tables and the `sources` of watchlists.", "Kyiv Independent", "made from the address"),
    _key("source", "every", kinds.EVERY, "How often it is polled: at least every 30 days, at most every minute (every second if `fetch: allow` lists its host).", "5m", "auto"),
    _key("source", "tags", kinds.TAGS, "Words of your own, to choose sources in watchlists.", "[ukraine, en]", "none"),
    _key("source", "backfill", kinds.BACKFILL, "On the first poll, entries younger than this alert too.", "24h", "0"),
    _key("source", "language", kinds.LANGUAGE, "Its language, if that is taken wrongly.", "uk", "as the source or its text says"),
    _key("source", "full_text", kinds.FULL_TEXT, "Whether the pages of its entries are read for their text.", "never", "auto"),
    _key("source", "headers", kinds.HEADERS, "HTTP headers for its server, and for no other.", "{Accept-Language: uk}", "none"),
    _key("source", "auth", kinds.AUTH, "User and password for its server (HTTP basic), and for no other.", "${SITE_LOGIN}", "none"),
    _key("source", "proxy", kinds.PROXY, "An HTTP proxy to ask it through.", "http://proxy.example:8118", "`proxy` of `fetch`"),
    _key("source", "links", kinds.SELECTOR, "For a page: CSS selector of the article links.", "main h2 a", "links that look like it"),
    _key("source", "title", kinds.SELECTOR, "For a page: CSS selector of the title, in the block around a link.", "h3", "the words of the link"),
    _key("source", "date", kinds.SELECTOR, "For a page: CSS selector of the date, in the block around a link.", "span.date", "`time`, or the address"),
    _key("source", "render", kinds.FLAG, "For a page: run its scripts in a browser first.", "true", "false"),
    _key("source", "search_terms", kinds.TEXTS, "For a search: what to put for `{query}`, instead of what the watchlists look for.", "[Kursk]", "made from the watchlists"),
)  # fmt: skip

_WATCHLIST = (
    _key("watchlist", "name", kinds.TEXT, "Its name; alerts show it. Needed.", "North Korean troops"),
    _key("watchlist", "query", kinds.TEXT, "What must be in the article, in the query language.", "'\"North Korean troops\" OR Pyongyang'"),
    _key("watchlist", "any", kinds.KEYWORDS, "Instead of `query`: at least one of these is in the article.", "[Kursk, Kurakhove]", "none"),
    _key("watchlist", "all", kinds.KEYWORDS, "Instead of `query`: every one of these is in it.", "[offensive]", "none"),
    _key("watchlist", "none", kinds.KEYWORDS, "Instead of `query`: none of these is in it.", "[football]", "none"),
    _key("watchlist", "notify", kinds.NAMES, "Channels to tell. Needed.", "[desk, slack]"),
    _key("watchlist", "sources", kinds.TAGS, "Only articles of sources with one of these names or tags.", "[ukraine]", "all"),
    _key("watchlist", "language", kinds.LANGUAGES, "Only articles in this language, or one of these.", "[en, uk]", "all"),
    _key("watchlist", "backfill", kinds.BACKFILL, "When the watchlist is new, articles younger than this alert too.", "24h", "0"),
    _key("watchlist", "group", kinds.GROUP, "What is told once: a `story`, each `copy` of a text apart from independent reports, or each `address`.", "copy", "story"),
    _key("watchlist", "wait", kinds.WAIT, "How long an alert waits for further reports of its story, to tell of them too.", "30s", "0"),
    _key("watchlist", "follow_up", kinds.FOLLOW_UP, "When a story that was told is told again: at every so many outlets, or daily when others reported it since.", "{outlets: 3}", "never"),
    _key("watchlist", "on_edit", kinds.ON_EDIT, "Which edits of an article that was told are told: of its `headline`, of `figures`, or `any`.", "figures", "never"),
    _key("watchlist", "recheck", kinds.RECHECK, "How long after an article matched its page is read once more.", "[10m, 6h]", "[10m, 1h, 6h, 24h] if `on_edit` is given, else never"),
    _key("watchlist", "escalate", kinds.ESCALATE, "Whom to tell as well of a story that nobody claims in time.", "{after: 15m, to: [desk]}", "nobody"),
    _key("watchlist", "search_terms", kinds.TEXTS, "What search sources are asked for on behalf of this watchlist.", "[Kursk]", "made from its query"),
)  # fmt: skip

_CHANNEL = (
    _key("channel", "to", kinds.ADDRESSES, "One Apprise address, or a list; each is told by itself. Needed.", "${DESK_MAIL}"),
    _key("channel", "timezone", kinds.ZONE, "The time zone of times in its messages, of its digests and of its quiet hours.", "Asia/Tokyo", "the `timezone` at the top"),
    _key("channel", "when", kinds.WHEN, "At once, or collected into a digest.", "daily 07:30", "at once"),
    _key("channel", "quiet", kinds.QUIET, "Hours in which messages are held back; at their end they come as one.", "22:00-07:00", "none"),
    _key("channel", "limit", kinds.LIMIT, "Above it, one summary instead of many messages.", "20/h", "100, then one a minute"),
    _key("channel", "template", kinds.TEXT, "A file, or a folder of files, with words of your own for its messages, from this file's folder.", "words/", "Wirewatch's words"),
)  # fmt: skip

_FETCH = (
    _key("fetch", "user_agent", kinds.TEXT, "What Wirewatch calls itself to web servers.", "ExampleDesk/1.0", "Wirewatch's own, with the contact"),
    _key("fetch", "contact", kinds.TEXT, "A mail address or page for those who run the servers you poll.", "desk@example.org", "none"),
    _key("fetch", "delay", kinds.DELAY, "Pause between two requests to one host.", "2s", "1s (none for hosts in `allow`)"),
    _key("fetch", "timeout", kinds.TIMEOUT, "Longest time for one whole answer.", "20s", "20s"),
    _key("fetch", "max_size", kinds.SIZE, "Largest answer that is read, unpacked.", "10MB", "10MB"),
    _key("fetch", "allow", kinds.ALLOW, "Private addresses that may be asked, host and port.", '["127.0.0.1:8801"]', "none"),
    _key("fetch", "robots", kinds.ROBOTS, "Whether robots.txt is obeyed: `true` for all but feeds, `all` for feeds as well, `false` for nothing.", "all", "true"),
    _key("fetch", "proxy", kinds.PROXY, "An HTTP proxy for everything that is asked.", "http://proxy.example:8118", "none"),
)  # fmt: skip

_WEB = (
    _key("web", "listen", kinds.TEXT, "Host and port to serve on.", '"127.0.0.1:8080"', later=True),
    _key(
        "web",
        "token",
        kinds.TEXT,
        "What visitors must know to come in.",
        "${WEB_TOKEN}",
        later=True,
    ),
)

KEYS: dict[Where, dict[str, Key]] = {
    "top": {key.name: key for key in _TOP},
    "source": {key.name: key for key in _SOURCE},
    "watchlist": {key.name: key for key in _WATCHLIST},
    "channel": {key.name: key for key in _CHANNEL},
    "fetch": {key.name: key for key in _FETCH},
    "web": {key.name: key for key in _WEB},
}

HEADINGS: dict[Where, str] = {
    "top": "at the top",
    "source": "in a source",
    "watchlist": "in a watchlist",
    "channel": "in a channel",
    "fetch": "in `fetch`",
    "web": "in `web`",
}
"""How messages say where a key is."""


def every_key() -> Iterator[Key]:
    """Give every key of the table, section by section."""
    for section in KEYS.values():
        yield from section.values()
