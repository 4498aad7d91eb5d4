"""The text of an article that a source carries itself, without what sites put between its paragraphs. Pure."""

from spiders.prose import LONGEST_TEXT, cut, fragment, prose, prose_of
from spiders.reading.lines import is_beside, is_heading
from spiders.reading.tree import letters, linked_lines


def carried_text(markup: str | None) -> str:
    """Return the readable text of an article in a feed, one line a paragraph.

    Left out are «Advertisement», share and newsletter lines, and lists of other articles: a heading that says so with the lines
    below it that are a link and nothing else. Links without such a heading stay, since a list of them may be the article; so does
    «Continue reading», by which it is known that the text was cut off.
    """
    tree = fragment(markup)
    text = prose(markup) if tree is None else prose_of(tree)
    links = frozenset[str]() if tree is None else linked_lines(tree)
    kept: list[str] = []
    listing = False
    for line in text.split("\n"):
        listing = is_heading(line) or (listing and letters(line) in links)
        if not (listing or is_beside(line)):
            kept.append(line)
    return cut("\n".join(kept) or text, LONGEST_TEXT)
