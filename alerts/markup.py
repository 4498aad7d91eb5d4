"""The markup of each kind of chat: how a text is escaped, set in bold and made a link; pure.

Feed text is hostile: each dialect escapes every character of it that its service could act upon, so
that the only markup in a message is our own.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from alerts.text import WORD_JOINER
from alerts.words import Form, Kind

# Somebody's name with a service, and not an address of mail; the name may be in the next run.
_HANDLE = re.compile(r"(?<![\w.+-])@(?=\w|$)")
_ZERO_WIDTH_SPACE = "\u200b"
_WORDS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)

# Slack's own markup has no escape for these four (only &, < and > are escaped), so look-alikes stand in
# for them: https://docs.slack.dev/messaging/formatting-message-text
_SLACK_LOOKALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", "\\": "∖"})
# What CommonMark, Discord and Mattermost (marked) all take back: marked knows no ``\\<`` and no ``\\:``.
_COMMONMARK = re.compile(r"([`*_~|{}\[\]()#+.!>-])")
_LABEL = str.maketrans("[]", "()")
# Teams on phones shows a backslash before a sign, and its own signs all the same:
# https://github.com/microsoft/AdaptiveCards/issues/5590
_TEAMS_LOOKALIKES = _SLACK_LOOKALIKES | str.maketrans("[]", "()")
_TEAMS_BLOCK = re.compile(r"^(?=[#>+=-]|\d{1,9}[.)])")
_TEAMS_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "*": "%2A"})
# Between letters an underline is one; at the edge of a word it may be markup.
_EDGE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_PARTED = re.compile(r"&(?=#?\w{1,32};)|(?<!\w)#(?=[^\W\d])|([|$])(?=\1)")
_BARE = str.maketrans({"*": "%2A", "~": "%7E", "|": "%7C"})
_SLACK_TITLE = str.maketrans({"<": "‹", ">": "›"})
_SLACK_COMMONMARK = re.compile(r"([\[\]()!#<>])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one kind of service writes; every argument is raw text, every answer is markup."""

    form: Form
    text: Callable[[str], str]
    strong: Callable[[str], str]
    soft: Callable[[str], str]
    link: Callable[[str, str], str]
    """Label and address."""
    bare: bool = False
    """Whether there is no bold, and the address of a link stands on a line of its own."""
    edge: str = ""
    """What makes the edge of a word, where bold needs one."""
    length: Callable[[str], int] = len
    """How long the service counts it."""

    def hit(self, text: str) -> str:
        """Set a hit in bold; its outer spaces and signs stay outside.

        Beside a sign the asterisks would be asterisks (CommonMark, section 6.2: flanking runs), and
        Slack takes them as markup only at the edge of a word.
        """
        found = _WORDS.search(text)
        if found is None:
            return self.text(text)
        left, right = text[: found.start()], text[found.end() :]
        bold = f"{self.edge}{self.strong(found[0])}{self.edge}"
        return f"{self.text(left)}{bold}{self.text(right)}"


def slack_title(text: str) -> str:
    """Return what a phone shows before the message is opened; there is no markup in it."""
    return text.translate(_SLACK_TITLE)


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
    text = _nobody(_dead_links(text)).replace("<", "<" + WORD_JOINER).replace("\\", "∖")
    return _COMMONMARK.sub(r"\\\1", text)


def teams_text(text: str) -> str:
    """Put look-alikes for the signs of Teams' Markdown, which has no sure way to write them.

    A word joiner parts what begins a list or a mention, and what is replaced by a date (``{{DATE(…)}}``).
    """
    text = _nobody(_dead_links(text)).translate(_TEAMS_LOOKALIKES)
    text = text.replace("<", "<" + WORD_JOINER).replace("{{", "{" + WORD_JOINER + "{")
    return _TEAMS_BLOCK.sub(WORD_JOINER, text)


def teams_breaks(markdown: str) -> str:
    """Make of each line a paragraph, for single line breaks are spaces to Teams; lines of a list stay together.

    https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
    """
    return re.sub(r"\n+(- |\d+[.)] )?", lambda found: f"\n{found[1] or chr(10)}", markdown)


def hard_breaks(markdown: str) -> str:
    """Keep the line breaks of a text that becomes Markdown, where a single one is a space (CommonMark, section 6.7)."""
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "  \n", markdown)


def bare_address(url: str) -> str:
    """Return an address that stands among the words, with nothing in it that could be taken for markup."""
    return _EDGE.sub("%5F", url.translate(_BARE))


def telegram_text(text: str) -> str:
    """Escape feed text for Telegram, which finds names in it by itself."""
    return escape(_nobody(text))


def marked_text(text: str) -> str:
    """Put look-alikes for all signs, since no two services agree on how one is written as it is.

    What looks like an entity, ``&lt;``, is parted, too, and so are a channel (``#news``) and what hides or draws words (``||``, ``$$``).
    """
    return _PARTED.sub(lambda found: found[0] + WORD_JOINER, teams_text(text))


def _nobody(text: str) -> str:
    """Keep a service from telling a user whose name stands in feed text; what a person reads stays."""
    return _HANDLE.sub("@" + WORD_JOINER, text)


def _dead_links(text: str) -> str:
    """Keep a service from making a link, and fetching a picture, of an address inside feed text."""
    return text.replace("://", ":" + WORD_JOINER + "//")


def _linked(safe: Callable[[str], str]) -> Callable[[str, str], str]:
    def link(label: str, url: str) -> str:
        # Angle brackets carry any address; on Discord they also stop the preview picture.
        # Brackets inside the label end the link in Discord's reading, escaped or not.
        return f"[{safe(label.translate(_LABEL))}](<{url}>)"

    return link


def _slack_length(text: str) -> int:
    # It counts what it stores: the three signs that it wants escaped, as entities.
    return len(text) + 4 * sum(text.count(sign) for sign in "&<>")


SLACK = Dialect(
    form=Form.MARKDOWN,
    text=slack_text,
    strong=lambda text: f"**{slack_text(text)}**",
    soft=slack_text,
    link=_linked(slack_text),
    edge=_ZERO_WIDTH_SPACE,
    length=_slack_length,
)
MARKDOWN = Dialect(
    form=Form.MARKDOWN,
    text=markdown_text,
    strong=lambda text: f"**{markdown_text(text)}**",
    soft=markdown_text,
    link=_linked(markdown_text),
)
TEAMS = Dialect(
    form=Form.MARKDOWN,
    text=teams_text,
    strong=lambda text: f"**{teams_text(text)}**",
    soft=teams_text,
    link=lambda label, url: f"[{teams_text(label)}]({url.translate(_TEAMS_ADDRESS)})",
    # Each line break is two in the end.
    length=lambda text: len(text) + text.count("\n"),
)
TELEGRAM = Dialect(
    # The few HTML tags that Telegram knows: https://core.telegram.org/bots/api#html-style.
    form=Form.HTML,
    text=telegram_text,
    strong=lambda text: f"<b>{telegram_text(text)}</b>",
    soft=lambda text: f"<i>{telegram_text(text)}</i>",
    link=lambda label, url: f'<a href="{escape(url)}">{telegram_text(label)}</a>',
)
MARKED = Dialect(
    form=Form.MARKDOWN,
    text=marked_text,
    strong=marked_text,
    soft=marked_text,
    link=lambda label, url: f"{marked_text(label)}\n{bare_address(url)}",
    bare=True,
    # Each line may get two spaces at its end.
    length=lambda text: len(text) + 2 * text.count("\n"),
)

DIALECTS: Mapping[Kind, Dialect] = {
    Kind.SLACK: SLACK,
    Kind.MARKDOWN: MARKDOWN,
    Kind.TEAMS: TEAMS,
    Kind.TELEGRAM: TELEGRAM,
    Kind.MARKED: MARKED,
}
TITLES: Mapping[Kind, Callable[[str], str]] = {Kind.SLACK: slack_title, Kind.MARKED: marked_text}
"""How the kinds of chat whose messages have a title write it."""
