"""The one way to write an address, so that its many spellings are known as one.

The rules are a table (`RULES`), each with its reason and an example that the tests run. A rule is here only when
undoing it would never tell two articles apart: prefer to miss a copy here, its text will give it away.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

from archive.tracking import tracks
from archive.twins import chooses_light, full_page, names_one_article, uncached

DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")
"""A name in its ASCII form (RFC 5891) or an IP address; what else a URL may carry there, no resolver knows."""
LONGEST_ADDRESS = 8_000
"""Characters; longer ones are refused, as servers do (RFC 9110 asks for at least 8000 octets)."""

SESSION = re.compile(r"(?i);jsessionid=[^/;]*")
"""What servers write behind a path for readers without cookies."""
ITEM = re.compile(r"[!/]|(?!(?i:comments?[-_]?\d))(?=[^=]*\d)[^.=:][^=]*$")
"""Fragments that may name a document. Those that share buttons add begin with a dot; those of a comment name its article's place for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of canonical addresses, for people to read."""

    rule: str
    reason: str
    example: tuple[str, str]
    """Before and after."""


RULES = (
    Rule(
        rule="The scheme does not count: http and https are one.",
        reason="Sites moved to https and feeds did not all follow.",
        example=("http://post.example/a", "https://post.example/a"),
    ),
    Rule(
        rule="Host names are lower case, without a leading www., a closing dot or the default port.",
        reason="RFC 3986, section 6.2.2.1 and 6.2.3; www. names the same site.",
        example=("https://WWW.Post.Example:443/a", "https://post.example/a"),
    ),
    Rule(
        rule="A user name and password are dropped.",
        reason="They say who asks, and must not be kept.",
        example=("https://u:p@post.example/a", "https://post.example/a"),
    ),
    Rule(
        rule="Percent codes are written one way, and dot segments are resolved.",
        reason="RFC 3986, section 6.2.2.2 and 6.2.2.3.",
        example=("https://post.example/b/../%61", "https://post.example/a"),
    ),
    Rule(
        rule="Repeated slashes in a path are one, and a closing slash is dropped.",
        reason="Content systems answer both with the same article.",
        example=("https://post.example//news/a/", "https://post.example/news/a"),
    ),
    Rule(
        rule="The fragment is dropped, except one that starts with #! or #/, or holds a number and no = (but for a comment's).",
        reason="It names a place in the document, or says where the reader came from; but script-made sites named the document with it, and diaries an entry of the day (#p3).",
        example=("https://post.example/a#comments", "https://post.example/a"),
    ),
    Rule(
        rule="Parameters that only say where the reader came from are dropped.",
        reason="utm_*, fbclid, gclid, at_*, ref and their kin change with each link to the same article. Some (ref, cmp, campaign_id) go only with a value known from tracking, or where the path names one article: elsewhere they may be a number of it.",
        example=(
            "https://post.example/a?id=7&utm_source=rss&fbclid=X",
            "https://post.example/a?id=7",
        ),
    ),
    Rule(
        rule="AMP pages and pages of mobile hosts are the full page, where the path names one article.",
        reason="The same document, lighter: amp., m., /amp/, .amp.html, ?outputType=amp. Without an article's name in it, the path may be a section called so.",
        example=(
            "https://m.post.example/amp/troops-massed-20241110.amp.html?outputType=amp",
            "https://post.example/troops-massed-20241110.html",
        ),
    ),
    Rule(
        rule="AMP caches and viewers are the page that they show.",
        reason="They put the publisher's host and path into their own.",
        example=(
            "https://post-example.cdn.ampproject.org/c/s/post.example/news/troops-20241110",
            "https://post.example/news/troops-20241110",
        ),
    ),
    Rule(
        rule="Session numbers, and parameters that only ask for a page to be printed, are dropped.",
        reason=";jsessionid=…, PHPSESSID, sid with 32 or more hexadecimal digits, ?print=1: the same document for another reader.",
        example=(
            "https://post.example/a;jsessionid=0A1B?id=7&print=1",
            "https://post.example/a?id=7",
        ),
    ),
    Rule(
        rule="What parameters are left is sorted.",
        reason="Their order says nothing.",
        example=("https://post.example/a?b=2&a=1", "https://post.example/a?a=1&b=2"),
    ),
)


def web_address(text: str | None) -> str | None:
    """Return an absolute http(s) address that can be asked for, or None when ``text`` is none.

    Spaces around it are cut, others percent-encoded; user name and password are dropped, and the fragment, unless it names the
    article. Anything that is not http or https (``javascript:``, ``data:``, ``file:``) is no web address.
    """
    parts = _read(text)
    return None if parts is None else urlunsplit(parts._replace(fragment=_item(parts.fragment)))


def canonical_address(text: str | None) -> str | None:
    """Return the canonical spelling of a web address by `RULES`, or None when ``text`` is no web address.

    Canonical addresses are compared, never fetched.
    """
    read = _read(text)
    if read is None:
        return None
    canonical = _canonical(read)
    # Path parameters hide dot segments from the first pass: «/.;» comes out as «/.».
    while ";" in canonical and (again := _canonical(urlsplit(canonical))) != canonical:
        canonical = again
    return canonical


def host_of(address: str | None) -> str:
    """Return the host name of an address without ``www.``; empty when it has none."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _read(text: str | None) -> SplitResult | None:
    """Return the parts of a web address that may be kept; None when ``text`` is none."""
    text = (text or "").strip()
    if not text or len(text) > LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(safe_url_string(text))
        port = parts.port
    except ValueError:
        return None
    host = _host(parts)
    if parts.scheme not in DEFAULT_PORTS or host is None:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    return parts._replace(netloc=netloc, path=parts.path or "/")


def _canonical(read: SplitResult) -> str:
    parts = urlsplit(canonicalize_url(urlunsplit(uncached(read)._replace(fragment=""))))
    path = SESSION.sub("", re.sub(r"/{2,}", "/", parts.path)).rstrip("/;") or "/"
    host, path = full_page(_site(parts.netloc), path)
    named = names_one_article(path.split("/"))
    kept = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True)
        if not (tracks(k, v, named=named) or chooses_light(k, v))
    ]
    return urlunsplit(("https", host, path, urlencode(sorted(kept)), _item(read.fragment)))


def _item(fragment: str) -> str:
    """Return a fragment that names an article or an entry of a diary; of any other nothing."""
    return fragment if ITEM.match(fragment) else ""


def _site(netloc: str) -> str:
    # As the scheme does not count, neither does the default port of the other one.
    netloc = netloc.removesuffix(":443").removesuffix(":80")
    while netloc.startswith("www.") and netloc.count(".") > 1:
        netloc = netloc.removeprefix("www.")
    return netloc


def _host(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").rstrip(".")
    return host if HOST.fullmatch(host) else None
