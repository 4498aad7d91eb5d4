"""Documents as trees: XML and HTML that strangers wrote, and the CSS selectors that users write.

The doorway to lxml's trees and to cssselect. Nothing is loaded from the network, no entity is expanded, and what is
broken is read as far as it goes.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, cast

from cssselect import HTMLTranslator, SelectorError
from lxml import etree, html

from spiders.prose import SKIPPED, one_line

Element: TypeAlias = etree._Element  # noqa: SLF001 - its type has no other name
Selector: TypeAlias = Callable[[Element], list[Element]]

LONGEST_SELECTOR = 1_000
CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""")
TEXT_CHARSET = re.compile(r"""(?i)charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
"""What the names of encodings mean on the web (WHATWG Encoding Standard, section 4.2)."""
XML_START = re.compile(r"^\s*<\?xml[^>]{0,200}>")
INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
"""Elements inside a word: no space comes of them."""


class WrongSelectorError(ValueError):
    """A CSS selector that cannot be read; the message says what is the matter with it."""


def read_xml(body: bytes) -> Element | None:
    """Return the root of an XML document, as much of it as can be read; None when there is nothing."""
    # White space before the declaration is a common slip, and NUL bytes are another; UTF-16 needs both.
    if body[:2] not in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} and b"\0" not in body[:4]:
        body = body.replace(b"\0", b"").lstrip()
        # Some servers print a warning of their own before the document.
        body = body[max(0, body[:2_000].find(b"<?xml")) :]
    for encoding in (None, "utf-8"):
        parser = etree.XMLParser(
            recover=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            encoding=encoding,
        )
        try:
            root = etree.fromstring(body, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError):
            continue
        if root is not None:
            return root
    return None


def read_html(body: bytes, *, content_type: str | None) -> Element | None:
    """Return the root of a web page; None when there is nothing in it."""
    text = XML_START.sub("", decode(body, content_type=content_type).replace("\0", ""))
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError):
        return None


def decode(body: bytes, *, content_type: str | None) -> str:
    """Return a page as text: by its byte order mark, its header, its own word, UTF-8, or Windows-1252, in this order."""
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    said = TEXT_CHARSET.search(content_type or "")
    meta = CHARSET.search(body[:4_096])
    names = [said[1] if said else "", meta[1].decode("ascii") if meta else ""]
    for name in filter(None, names):
        try:
            known = codecs.lookup(name).name
            # A page that could say so in ASCII is not in UTF-16 (WHATWG HTML, 13.2.3.2).
            known = "utf-8" if known.startswith("utf-16") else WIDER.get(known, known)
            return body.decode(known, "replace")
        except (LookupError, UnicodeError):
            continue
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def selector(css: str) -> Selector:
    """Return what finds the elements that a CSS selector means, in the order of the document.

    Raises `WrongSelectorError`.
    """
    if len(css) > LONGEST_SELECTOR:
        raise WrongSelectorError(f"it has more than {LONGEST_SELECTOR} characters")
    try:
        path = HTMLTranslator().css_to_xpath(css, prefix="descendant-or-self::")
        compiled = etree.XPath(path)
        # A prefix (`a|b`) is unknown only where it is looked up, and pages of HTML know none.
        compiled(html.Element("html"))
    except (SelectorError, etree.XPathError, ValueError, RecursionError) as error:
        raise WrongSelectorError(one_line(str(error), 200)) from error

    def find(element: Element) -> list[Element]:
        # A selector finds elements and nothing else.
        return cast("list[Element]", compiled(element))

    return find


def is_element(node: object) -> bool:
    """Say whether a node of a tree is an element, and no entity, comment or instruction."""
    return isinstance(node, Element) and isinstance(node.tag, str)


def name_of(element: Element) -> str:
    """Return the name of an element in lower case, without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name in lower case, whatever its namespace or letters; empty when it is absent."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].lower() == name:
            return str(value)
    return ""


def children(element: Element) -> Iterator[Element]:
    """Yield the elements directly inside one."""
    return (child for child in element if is_element(child))


def ancestors(element: Element) -> Iterator[Element]:
    """Yield what an element stands in, the nearest first."""
    return element.iterancestors()


def within(element: Element, names: Iterable[str]) -> Iterator[Element]:
    """Yield the elements inside one, itself included, that have one of these names."""
    wanted = frozenset(names)
    return (each for each in element.iter() if name_of(each) in wanted)


def words_of(element: Element) -> str:
    """Return the words of an element as one line, without those that nobody sees."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, each in walk:
        gap = "" if name_of(each) in INLINE else " "
        if event == "end":
            pieces += () if each is element else (gap, each.tail or "")
        elif each is not element and (name_of(each) in SKIPPED or _is_hidden(each)):
            walk.skip_subtree()
        elif isinstance(each.tag, str):
            pieces += (gap, each.text or "")
    return one_line("".join(pieces))


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(INVISIBLE.search(element.get("style") or ""))
