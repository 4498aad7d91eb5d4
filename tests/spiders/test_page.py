"""Own article pages of many kinds, each beside what must be read from it."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from spiders.page import Page, read_page

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.json"))
URL = "https://post.example/2025/02/11/harbour-bridge"
NEVER = ("cookies", "Advertisement", "newsletter", "Tunnel", "Lesen Sie", "Anzeige", "Publicité", "Te puede", "Реклама", "Читайте", "Підпис", "広告", "関連", "相关", "إعلان", "اقرأ", "REKLAM", "Czytaj", "READ MORE", "reserved", "Leave a")  # fmt: skip
"""What stands around the articles of our pages."""


def load(name: str) -> tuple[Page, dict[str, Any]]:
    wanted = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    body = (PAGES / f"{name}.html").read_bytes()
    content_type = wanted.pop("content_type", None)
    return read_page(body, url=wanted.pop("url"), content_type=content_type), wanted


@pytest.mark.parametrize("name", NAMES)
def test_facts_of_a_page(name: str) -> None:
    page, wanted = load(name)
    wanted.pop("text", None)
    found = {fact: getattr(page, fact) for fact in wanted}
    for fact in {"published", "modified"} & set(wanted):
        wanted[fact] = datetime.fromisoformat(wanted[fact])
    for fact in {"authors", "aliases"} & set(wanted):
        wanted[fact] = tuple(wanted[fact])
    assert found == wanted


@pytest.mark.parametrize("name", NAMES)
def test_text_of_a_page(name: str) -> None:
    page, wanted = load(name)
    if "text" not in wanted:
        return
    lines = page.text.split("\n") if page.text else []
    assert [each for each in wanted["text"] if each not in lines] == []
    assert len(lines) <= len(wanted["text"]) + 1
    assert [each for each in NEVER if each in page.text] == []


def test_many_languages_are_covered() -> None:
    languages = {load(name)[0].language for name in NAMES} - {None}
    assert len(languages) >= 10
