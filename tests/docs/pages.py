"""The pages of the documentation, read as far as the tests need it."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^[ ]*(```+)([^\n]*)\n(.*?)^[ ]*\1[ ]*$", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Return every page that people read."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [*top, *sorted(DOCS.rglob("*.md"))]


def read(name: str) -> str:
    """Return the text of a page, named from the folder docs."""
    return (DOCS / name).read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Return what stands under each heading of any level, fences left out."""
    parts = re.split(r"^#{1,6} +(.+)$", FENCE.sub("", text), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables(text: str) -> Iterator[list[list[str]]]:
    """Yield the tables of a text: their rows of cells, without heading and rule."""
    for block in re.findall(r"(?:^\|.*\|[ ]*\n)+", text + "\n", flags=re.MULTILINE):
        rows = [
            [
                cell.strip().replace("\\|", "|")
                for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]
            ]
            for line in block.splitlines()
        ]
        yield rows[2:]


def code(text: str) -> list[str]:
    """Return the code spans of a text."""
    return re.findall(r"`([^`\n]+)`", text)


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    found: dict[str, int] = {}
    names = set()
    for heading in re.findall(r"^#{1,6} +(.+)$", FENCE.sub("", text), flags=re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")
        number = found.get(slug, 0)
        found[slug] = number + 1
        names.add(f"{slug}-{number}" if number else slug)
    return names
