"""What the signs of other query languages mean, one table a language.

Sources: Brandwatch "Query writing: operators" help pages; Meltwater "Boolean cheat sheet"; Talkwalker
"Query syntax"; Google "Refine searches" help and news RSS practice; Lucene classic query parser syntax.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Dialect = Literal["meltwater", "brandwatch", "talkwalker", "google", "lucene"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One language."""

    name: str
    beside: Literal["AND", "OR", ""]
    """What two terms side by side mean; ``""``: the language does not say."""
    binding: Literal["OR", "AND", ""] = ""
    """Which of AND and OR binds closer; ``""``: they may not stand at one level without brackets."""
    stems: bool = False
    """Unquoted words find their other forms."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """Signs that are operators."""
    required: bool = False
    """``+`` before a term makes it required."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Their fields that have one of ours."""
    near: int | None = None
    """The distance of NEAR without a number."""
    tilde: Literal["slop", "within", ""] = ""
    """``"a b"~5``: moves of words (Lucene), or words apart in any order."""
    exact: bool = False
    """``{Windows}`` asks for this case."""
    bare: int | None = None
    """Two words without any operator stand at most so many words apart; one in capitals asks for its case."""

    @property
    def or_first(self) -> bool:
        """OR binds closer than AND."""
        return self.binding == "OR"


_COMMON = {"title": "title", "url": "url", "site": "site", "author": "author"}

RULES: Mapping[str, Rules] = {
    "meltwater": Rules(
        name="Meltwater", beside="", binding="AND", near=4,
        fields={"title": "title", "headline": "title", "ingress": "lead", "author": "author", "url": "url", "site": "site", "language": "lang"},
    ),
    "brandwatch": Rules(
        name="Brandwatch", beside="AND", tilde="within", exact=True,
        fields={**_COMMON, "language": "lang"},
    ),
    "talkwalker": Rules(
        name="Talkwalker", beside="AND", tilde="within", bare=10,
        fields={**_COMMON, "content": "body", "domainurl": "site", "lang": "lang"},
    ),
    "google": Rules(
        name="Google", beside="AND", binding="OR", stems=True, signs={"|": "OR"},
        fields={"intitle": "title", "intext": "body", "inurl": "url", "site": "site"},
    ),
    "lucene": Rules(
        name="Lucene", beside="OR", required=True, tilde="slop",
        signs={"&&": "AND", "||": "OR", "!": "NOT"},
        fields={
            **_COMMON, "headline": "title", "text": "body", "body": "body", "content": "body", "summary": "lead",
            "description": "lead", "lead": "lead", "lang": "lang", "language": "lang", "section": "section", "tag": "tag",
            "tags": "tag",
        },
    ),
}  # fmt: skip
