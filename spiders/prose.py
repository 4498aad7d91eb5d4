"""Markup to prose: the plain text of a piece of HTML, and plain text made safe to keep."""

import re
import unicodedata

from lxml import etree, html

LONGEST_TITLE = 1_000
LONGEST_SUMMARY = 20_000
LONGEST_TEXT = 1_000_000
"""Characters that are kept; what is longer is cut."""

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SKIPPED = frozenset(
    [
        "aside",
        "audio",
        "button",
        "canvas",
        "embed",
        "figure",
        "footer",
        "form",
        "head",
        "iframe",
        "ins",
        "math",
        "nav",
        "noscript",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
"""Elements whose words are not the article's: menus, pictures and their captions, forms, scripts."""

MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});")

# Control characters but tab and newline, bidirectional controls, invisible spaces and marks, non-characters, halves of
# surrogate pairs. ZWJ and ZWNJ stay: Persian and Indic scripts need them.
DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def plain(text: str | None) -> str:
    """Return text that is safe to keep: no control or invisible characters; paragraphs are lines.

    Spaces are folded, empty lines dropped, and the text is in Unicode's NFC.
    """
    if not text:
        return ""
    text = DROPPED.sub("", BREAKS.sub("\n", text))
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str | None, longest: int = LONGEST_TITLE) -> str:
    """Return text as one safe line, cut at ``longest`` characters."""
    return cut(plain(text).replace("\n", " "), longest)


def cut(text: str, longest: int) -> str:
    """Cut text at ``longest`` characters, saying so with «…»."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def prose(markup: str | None) -> str:
    """Return the readable text of a piece of HTML, one line a paragraph; plain text passes through."""
    tree = fragment(markup)
    return plain(MARKUP.sub(" ", markup or "")) if tree is None else prose_of(tree)


def fragment(markup: str | None) -> etree._Element | None:
    """Return a piece of HTML as a tree; None where it is plain text, or nothing that can be read."""
    if not markup or not MARKUP.search(markup):
        return None
    try:
        # A body of its own: a fragment may begin with text, and lxml refuses texts that name an encoding.
        return html.fromstring(
            f"<html><body>{DROPPED.sub('', markup)}</body></html>", parser=_parser()
        )
    except (etree.ParserError, ValueError):
        return None


def prose_of(tree: etree._Element) -> str:
    """Return the readable text of a tree, one line a paragraph."""
    return plain("".join(_pieces(tree)))


def _parser() -> html.HTMLParser:
    return html.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)


def _pieces(tree: etree._Element) -> list[str]:
    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        block = element.tag in BLOCKS
        if event == "start":
            if element.tag in SKIPPED:
                walk.skip_subtree()
            else:
                pieces += ("\n" if block else "", _flat(element.text))
        else:
            pieces += ("\n" if block else "", _flat(element.tail))
    return pieces


def _flat(text: str | None) -> str:
    # Line breaks inside markup are spaces; only elements make paragraphs.
    return " ".join(re.split(r"[\r\n\t\u2028\u2029]+", text)) if text else ""
