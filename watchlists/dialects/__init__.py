"""Queries of other programs, said in our language."""

from dataclasses import dataclass

from watchlists.complaints import Complaint, QueryError
from watchlists.composing import parse
from watchlists.dialects.reader import Reader
from watchlists.dialects.rules import RULES, Dialect
from watchlists.query import Query

__all__ = ["DIALECTS", "Dialect", "Translation", "translate"]

DIALECTS = tuple(RULES)
"""The names of the languages that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A query said in our language, or why it cannot be."""

    query: str
    """Empty when something cannot be said: a query is never translated in part."""
    complaints: tuple[Complaint, ...] = ()
    """Offsets count characters of the original text; hints do not keep it from being said."""


def translate(text: str, dialect: Dialect) -> Translation:
    """Say a query of another program in our language; never raises."""
    reader = Reader(text, RULES[dialect])
    root = reader.read()
    complaints = tuple(sorted(reader.complaints, key=lambda each: (each.start, each.end)))
    if any(each.severity == "error" for each in complaints):
        return Translation(query="", complaints=complaints)
    said = str(Query(root=root))
    try:
        read = str(parse(said))
    except QueryError as error:
        # What was found in our words concerns the whole of theirs.
        found = (_whole(each, text) for each in error.complaints)
        return Translation(query="", complaints=(*complaints, *found))
    if read != said:
        # Better no query than one that would be read otherwise.
        unsure = Complaint(
            code="unclear", severity="error", start=0, end=len(text),
            message="Said here, this would be read otherwise.", mend="Put words with signs in quotes.",
        )  # fmt: skip
        return Translation(query="", complaints=(*complaints, unsure))
    return Translation(query=said, complaints=complaints)


def _whole(complaint: Complaint, text: str) -> Complaint:
    return Complaint(
        code=complaint.code,
        severity="error",
        start=0,
        end=len(text),
        message=complaint.message,
        mend=complaint.mend,
    )
