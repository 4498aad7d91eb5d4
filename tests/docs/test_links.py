"""No link inside the documentation leads nowhere, and every page is on the map."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, FENCE, ROOT, anchors, pages

LINK = re.compile(r"\]\(([^)\s]+)\)")


def links(page: Path) -> list[str]:
    """Return the targets of a page's links to other files."""
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", page.read_text(encoding="utf-8")))
    return [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    lost = []
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (
            anchor and anchor not in anchors(target.read_text(encoding="utf-8"))
        ):
            lost.append(link)
    assert lost == []


def test_every_page_is_on_the_map() -> None:
    on_the_map = {(DOCS / link.partition("#")[0]).resolve() for link in links(DOCS / "README.md")}
    assert set(DOCS.rglob("*.md")) - {DOCS / "README.md"} <= on_the_map


def test_the_anchors_are_those_of_github() -> None:
    text = "# The fields of `--json`\n## How far back\n## How far back\n```\n# no heading\n```\n"
    assert anchors(text) == {"the-fields-of---json", "how-far-back", "how-far-back-1"}
