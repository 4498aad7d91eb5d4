"""Alerts in the words of each kind of channel; pure.

Feed text is hostile: every renderer escapes each piece of it for the one service it is for, so that
the only markup in a message is our own.
"""

import re
from collections.abc import Callable, Mapping
from html import escape

from alerts import templates
from alerts.text import clip
from alerts.words import REPEAT, Form, Kind, Picture, Words, picture
from archive.vocabulary import Alert, AlertKind

SHORT_CHARS = 300
_WORD_JOINER = "\u2060"
_ZERO_WIDTH_SPACE = "\u200b"
_WORDS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)

# Slack's own markup has no escape for these four (only &, < and > are escaped), so look-alikes stand in
# for them: https://docs.slack.dev/messaging/formatting-message-text
_SLACK_LOOKALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", "\\": "∖"})
# What CommonMark, Discord and Mattermost (marked) all take back: marked knows no ``\\<`` and no ``\\:``.
_COMMONMARK = re.compile(r"([`*_~|{}\[\]()#+.!>-])")
_LABEL = str.maketrans("[]", "()")
_SLACK_TITLE = str.maketrans({"<": "‹", ">": "›"})
_SLACK_COMMONMARK = re.compile(r"([\[\]()!#<>])")


def render(alert: Alert, kind: Kind, *, zone: str, sure: bool = True, key: str = "") -> Words:
    """Put an alert into the words of a kind of channel.

    ``zone`` is an IANA name; ``sure=False`` adds « (may be a repeat) »; ``key`` is the idempotency key.
    """
    shown = picture(alert, zone=zone, sure=sure)
    if kind is Kind.JSON:
        plain = _plain(shown)
        return Words(title=plain.title, body=plain.body, facts=_facts(alert, shown, key))
    return _RENDERERS[kind](shown)


def headed(shown: Picture) -> bool:
    """Tell whether a message has a headline and a quotation, rather than words of our own."""
    return shown.kind is AlertKind.ALERT or bool(shown.quote)


def _email(shown: Picture) -> Words:
    return Words(title=shown.subject, body=templates.email(shown), form=Form.HTML)


def _plain(shown: Picture) -> Words:
    """Plain text: the title goes where a service has a place for it, so the body does not repeat it."""
    quote = "".join(piece.text for piece in shown.quote)
    lines = [shown.body, shown.url or "", shown.place]
    if quote:
        lines += ["", f"“{quote}”"]
    lines += ["", *_reasons(shown)]
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return Words(title=shown.subject, body=body or shown.headline)


def _reasons(shown: Picture) -> list[str]:
    """Say why it matched, and that it may be a repeat, one line each."""
    reasons = []
    if shown.why:
        reasons.append(f"Why: {shown.why}")
    if shown.query:
        reasons.append(f"Query: {shown.query}")
    if not shown.sure:
        reasons.append(REPEAT)
    return reasons


def _short(shown: Picture) -> Words:
    """One text message: watchlist and headline, then the address if there is room for all of it."""
    link = f"\n{shown.url}" if shown.url and len(shown.url) <= SHORT_CHARS // 2 else ""
    line = shown.subject if headed(shown) else f"{shown.subject} {shown.body}"
    return Words(title="", body=clip(line, chars=SHORT_CHARS - len(link)) + link)


def _slack(shown: Picture) -> Words:
    """CommonMark that Apprise turns into Slack's markup; see ``slack_text`` for what keeps it ours."""
    # The title is what a phone shows before the message is opened; there is no markup in it.
    title = shown.subject.translate(_SLACK_TITLE)
    return Words(title=title, body=_chat(shown, slack_text), form=Form.MARKDOWN)


def _markdown(shown: Picture) -> Words:
    return Words(title="", body=_chat(shown, markdown_text), form=Form.MARKDOWN)


def slack_text(text: str) -> str:
    """Escape feed text for Slack by way of CommonMark: no character of it can become markup.

    Apprise turns ``\\<`` and ``\\>`` into entities and drops the backslash of the brackets; the
    ampersand it escapes by itself.
    """
    return _SLACK_COMMONMARK.sub(r"\\\1", _dead_links(text).translate(_SLACK_LOOKALIKES))


def markdown_text(text: str) -> str:
    """Escape feed text for services that read CommonMark (section 2.4: any ASCII punctuation).

    Discord looks for ``<@1>`` and ``<#1>`` in the raw text, so a word joiner parts them as well.
    """
    text = _dead_links(text).replace("<", "<" + _WORD_JOINER).replace("\\", "∖")
    return _COMMONMARK.sub(r"\\\1", text)


def _dead_links(text: str) -> str:
    """Keep a service from making a link, and fetching a picture, of an address inside feed text."""
    return text.replace("://", ":" + _WORD_JOINER + "//")


def _chat(shown: Picture, safe: Callable[[str], str]) -> str:
    """Lay a message out in CommonMark: the headline is the link, the hit is bold."""
    headline = safe(shown.headline)
    if shown.url:
        # Angle brackets carry any address; on Discord they also stop the preview picture.
        # Brackets inside the label end the link in Discord's reading, escaped or not.
        label = safe(shown.headline.translate(_LABEL))
        headline = f"[{label}](<{shown.url}>)"
    lines = [f"**{safe(shown.name)}**"] if shown.name else []
    lines.append(headline)
    if shown.place:
        lines.append(safe(shown.place))
    quote = "".join(
        _bold(piece.text, safe) if piece.hit else safe(piece.text) for piece in shown.quote
    )
    if quote:
        lines += ["", f"“{quote}”"]
    if shown.body:
        lines += ["", *(safe(line) for line in shown.body.splitlines())]
    if reasons := _reasons(shown):
        lines += ["", *(safe(line) for line in reasons)]
    return "\n".join(lines)


def _bold(text: str, safe: Callable[[str], str]) -> str:
    """Set a hit in bold; its outer spaces and signs stay outside.

    Beside a sign the asterisks would be asterisks (CommonMark, section 6.2: flanking runs), and
    Slack takes them as markup only at the edge of a word, which a zero-width space makes.
    """
    found = _WORDS.search(text)
    if found is None:
        return safe(text)
    edge = _ZERO_WIDTH_SPACE if safe is slack_text else ""
    left, right = text[: found.start()], text[found.end() :]
    return f"{safe(left)}{edge}**{safe(found[0])}**{edge}{safe(right)}"


def _telegram(shown: Picture) -> Words:
    """The few HTML tags that Telegram knows: https://core.telegram.org/bots/api#html-style."""
    headline = escape(shown.headline)
    if shown.url:
        headline = f'<a href="{escape(shown.url)}">{headline}</a>'
    lines = [f"<b>{escape(shown.name)}</b>"] if shown.name else []
    lines += [headline, escape(shown.place)] if shown.place else [headline]
    quote = "".join(
        f"<b>{escape(piece.text)}</b>" if piece.hit else escape(piece.text) for piece in shown.quote
    )
    if quote:
        lines += ["", f"“{quote}”"]
    if shown.body:
        lines += ["", *(escape(line) for line in shown.body.splitlines())]
    if reasons := _reasons(shown):
        lines += ["", *(f"<i>{escape(line)}</i>" for line in reasons)]
    return Words(title="", body="\n".join(lines), form=Form.HTML)


def _facts(alert: Alert, shown: Picture, key: str) -> Mapping[str, object]:
    """Return the fields of a JSON message; times are ISO 8601 in UTC, absent values are null."""
    return {
        "key": key,
        "kind": str(alert.kind),
        "watchlist": shown.watchlist,
        "query": shown.query,
        "terms": list(shown.terms),
        "headline": shown.headline,
        "url": shown.url,
        "outlet": shown.outlet,
        "source": alert.source,
        "published": alert.published and f"{alert.published:%Y-%m-%dT%H:%M:%SZ}",
        "seen": alert.seen and f"{alert.seen:%Y-%m-%dT%H:%M:%SZ}",
        "language": alert.language,
        "quote": "".join(piece.text for piece in shown.quote),
        "hits": [piece.text.strip() for piece in shown.quote if piece.hit],
        "article": alert.article,
        "story": alert.story,
        "may_be_a_repeat": not shown.sure,
    }


_RENDERERS: Mapping[Kind, Callable[[Picture], Words]] = {
    Kind.EMAIL: _email,
    Kind.SLACK: _slack,
    Kind.MARKDOWN: _markdown,
    Kind.TELEGRAM: _telegram,
    Kind.PLAIN: _plain,
    Kind.SHORT: _short,
}
