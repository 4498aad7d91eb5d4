"""The page as a tree, and what is asked of it again and again."""

from collections.abc import Iterator

from lxml import etree, html
from lxml.html import HtmlElement as HtmlElement

from spiders.errors import PageError
from spiders.prose import one_line

UNSEEN = frozenset(["head", "noscript", "script", "style", "template", "title", "svg", "iframe"])

INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "mark",
        "q",
        "s",
        "small",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    ]
)
"""Elements that do not end a word."""
LINES = frozenset(["p", "li", "h2", "h3", "h4", "h5", "h6", "div", "td", "blockquote"])
MOST_PARTS = 5
SOFT_HYPHEN = "\N{SOFT HYPHEN}"


Element = etree._Element  # noqa: SLF001 - the name lxml-stubs give the type


def parse(text: str) -> HtmlElement:
    """Return the root of a page.

    Depth and sizes are bounded by libxml2's own limits (256 levels, 10 million characters in one text): what lies
    deeper is left out, because copying a deeper tree would overflow the stack. Raises `PageError` when there is no
    element at all.
    """
    parser = html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        # As bytes: lxml refuses texts that name another encoding.
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise PageError("the page has no markup that can be read") from error
    if not isinstance(root, HtmlElement):
        raise PageError("the page has no markup that can be read")
    return root


def elements(tree: Element, *names: str) -> Iterator[Element]:
    """Go through the elements of these names, in the order of the page."""
    return tree.iter(*names)


def text_of(element: Element) -> str:
    """Return all text in an element as one safe line."""
    pieces: list[str] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        apart = "" if each.tag in INLINE else " "
        tail = event == "end" and each is not element
        pieces += (apart, (each.tail if tail else each.text if event == "start" else "") or "")
    return one_line(unhyphenated("".join(pieces)))


def unhyphenated(text: str) -> str:
    """Return text without soft hyphens: they say where a word may be broken, and would hide it from a query."""
    return text.replace(SOFT_HYPHEN, "")


def linked_lines(tree: Element) -> set[str]:
    """Return the lines of a page that are a link and nothing else, as `letters`: teasers of other articles."""
    found: set[str] = set()
    for link in _innermost_links(tree):
        element: Element | None = link
        while element is not None and element.tag not in LINES:
            element = _parent_of_only(element)
        if element is not None and (said := letters(text_of(link))):
            found.add(said)
    return found


def _innermost_links(tree: Element) -> Iterator[Element]:
    """Go through the links that hold no other, so that no text is read again for each link around it."""
    last: Element | None = None
    for event, link in etree.iterwalk(tree, events=("start", "end"), tag="a"):
        if event == "start":
            last = link
        elif last is not None and link is last:
            yield last


def letters(line: str) -> str:
    """Return the letters and digits of a line, case folded, for comparing lines."""
    return "".join(filter(str.isalnum, line.casefold()))


def _parent_of_only(element: Element) -> Element | None:
    """Return the parent of an element that is all its parent holds; None when there is more in it."""
    parent = element.getparent()
    if parent is None or len(parent) > MOST_PARTS or (parent.text or "").strip():
        return None
    for each in parent:
        if (each.tail or "").strip() or (
            each is not element and (len(each) or (each.text or "").strip())
        ):
            return None
    return parent


def attribute(element: Element, name: str) -> str:
    """Return an attribute's value without spaces around it, "" when there is none."""
    return (element.get(name) or "").strip()


def visible(tree: Element, most: int = 20_000) -> str:
    """Return the text that a reader would see, at most about ``most`` characters."""
    pieces: list[str] = []
    left = most
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in UNSEEN:
            walk.skip_subtree()
            continue
        piece = (element.tail if event == "end" else element.text) or ""
        if piece := piece.strip():
            pieces.append(piece[:left])
            left -= len(piece)
        if left <= 0:
            break
    return " ".join(pieces)
