"""The text of an article, found by trafilatura; the one place that imports it.

It is slow to import (0.3 s), so it is imported with the first page.
"""

import logging

from spiders.reading.blocks import MARK, put_right
from spiders.reading.tree import HtmlElement, letters

TOO_SHORT = 2.0
"""How many times longer the text in JSON-LD must be to be preferred to the one in the page."""


def article_text(tree: HtmlElement) -> str:
    """Return the text that trafilatura takes for the article, one line a paragraph; "" when there is none.

    ``tree`` is left as it was.
    """
    from trafilatura import bare_extraction  # type: ignore[attr-defined,unused-ignore]

    # What it says about single pages, such as «discarding data», is our own business.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    with put_right(tree) as marked:
        document = bare_extraction(
            tree,
            # What it would find is read from the same tree already, at less cost (docs/explanation/extraction.md).
            with_metadata=False,
            # Readers' comments are not the article.
            include_comments=False,
            include_images=False,
            include_links=False,
            prune_xpath=f".//*[@{MARK}]" if marked else None,
        )
    return str(getattr(document, "text", "") or "")


def longer(text: str, linked: str) -> str:
    """Return the text in JSON-LD instead of the page's when it is more than twice as long.

    So it is when trafilatura took it, too, but lost its paragraphs.
    """
    if len(linked) > TOO_SHORT * len(text):
        return linked
    same = linked and "\n" not in text and letters(text) == letters(linked)
    return linked if same else text
