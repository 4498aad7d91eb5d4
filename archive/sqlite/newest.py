"""The table of the words that say most: which reports, of those that came last, each of them stands in."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from archive.sqlite.lately import Lately

NEWEST = 40
"""Reports with a term that are looked at."""
FIRST = 32
"""What the first of some terms is worth; each after it is worth one less. Who has only one of them is not looked at."""
WORDS = 16_384
"""Terms in each of two generations in memory, some two hundred bytes each, and those of all news a kilobyte."""


class Row(NamedTuple):
    """The newest reports of a term, the oldest of them first."""

    text: str
    """As it is written: «12 15 16»."""
    articles: "array[int]"

    def with_(self, article: int) -> "Row":
        """Return the row with one more."""
        text, articles = self
        if len(articles) >= NEWEST:
            articles, text = articles[1:], text.partition(" ")[2]
        return Row(f"{text} {article}" if text else str(article), articles + array("I", [article]))


NONE = Row("", array("I"))


class Newest:
    """The rows of the table, of which those that were asked for lately are in memory as long as nobody else writes them: see `forget`."""

    def __init__(self, limit: int = WORDS) -> None:
        """The limit is of one generation."""
        self._lately: Lately[Row] = Lately(limit)

    def read(self, db: Database, terms: Sequence[int]) -> dict[int, Row]:
        """Return the row of each of some terms."""
        found = self._lately.find(terms)
        if len(found) < len(terms):
            wanted = [term for term in terms if term not in found]
            rows = dict.fromkeys(wanted, NONE) | _read(db, wanted)
            found |= rows
            for term, row in rows.items():
                self._lately.put(term, row)
        return found

    def add(
        self, db: Database, article: int, terms: Sequence[int], known: Mapping[int, Row]
    ) -> None:
        """Remember which terms say most of a report; ``known`` are the rows of some of them before it."""
        rows = {term: known[term].with_(article) for term in terms if term in known}
        db.conn.executemany(
            "INSERT OR REPLACE INTO newest (term, articles) VALUES (?, ?)",
            [(term, row.text) for term, row in rows.items()],
        )
        # What is rare is not read for it: its row is shortened when it is not rare any more.
        rare = [term for term in terms if term not in known]
        db.conn.executemany(
            """INSERT INTO newest (term, articles) VALUES (?, ?)
               ON CONFLICT DO UPDATE SET articles = articles || ' ' || excluded.articles""",
            [(term, str(article)) for term in rare],
        )
        for term, row in self._lately.find(rare).items():
            rows[term] = row.with_(article)
        for term, row in rows.items():
            self._lately.put(term, row)

    def remove(self, db: Database, article: int, terms: Iterable[int]) -> None:
        """Forget a report, of which ``terms`` are all."""
        # Which of them said most depended on what was common then; so it is looked for in all.
        for term, row in _read(db, [*terms]).items():
            if article not in row.articles:
                continue
            self._lately.drop(term)
            left = " ".join(str(other) for other in row.articles if other != article)
            if left:
                db.execute("UPDATE newest SET articles = ? WHERE term = ?", [left, term])
            else:
                db.execute("DELETE FROM newest WHERE term = ?", [term])

    def forget(self) -> None:
        """Forget what is in memory: another program wrote, or what was written last was taken back."""
        self._lately.clear()


def _read(db: Database, terms: Sequence[int]) -> dict[int, Row]:
    marks = ",".join("?" * len(terms))
    query = f"SELECT term, articles FROM newest WHERE term IN ({marks})"  # noqa: S608 - only question marks
    found = {}
    for term, written in db.execute(query, terms).fetchall():
        articles = written.split()[-NEWEST:]
        found[term] = Row(" ".join(articles), array("I", map(int, articles)))
    return found


def likely(
    known: Mapping[int, Row], terms: Sequence[int], limit: int, *, first: int = 0
) -> list[int]:
    """Return the reports from ``first`` on that have most of some terms, those that have most first; the first terms count most."""
    worth: dict[int, int] = {}
    get = worth.get
    for value, term in zip(range(FIRST, 0, -1), terms, strict=False):
        articles = known[term].articles
        if articles and articles[0] < first:
            articles = articles[bisect_left(articles, first) :]
        for article in articles:
            worth[article] = get(article, 0) + value
    ranked = sorted([(-n, article) for article, n in worth.items() if n > FIRST])
    return [article for _, article in ranked[:limit]]
