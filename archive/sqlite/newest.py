"""The table of the words that say most: which reports, of those that came last, each of them stands in."""

from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

NEWEST = 40
"""Reports with a term that are looked at."""
FIRST = 32
"""What the first of some terms is worth; each after it is worth one less. Who has only one of them is not looked at."""


def read(db: Database, terms: Iterable[int]) -> dict[int, list[str]]:
    """Return the newest reports of each of some terms, as numbers in letters."""
    wanted = set(terms)
    marks = ",".join("?" * len(wanted))
    query = f"SELECT term, articles FROM newest WHERE term IN ({marks})"  # noqa: S608 - only question marks
    rows = db.execute(query, [*wanted]).fetchall()
    return {term: articles.split()[-NEWEST:] for term, articles in rows}


def likely(known: Mapping[int, Sequence[str]], terms: Sequence[int], limit: int) -> list[int]:
    """Return the reports that have most of some terms, those that have most first; the first terms count most."""
    worth: dict[str, int] = {}
    for value, term in zip(range(FIRST, 0, -1), terms, strict=False):
        for article in known.get(term, ()):
            worth[article] = worth.get(article, 0) + value
    ranked = sorted([(-n, int(article)) for article, n in worth.items() if n > FIRST])
    return [article for _, article in ranked[:limit]]


def add(
    db: Database, article: int, terms: Sequence[int], known: Mapping[int, Sequence[str]]
) -> None:
    """Remember which terms say most of a report; ``known`` are the newest reports of those that were read before it.

    The others are as rare as that nobody looks for reports by them yet; so what is more than `NEWEST` stays until they are read.
    """
    number = str(article)
    db.conn.executemany(
        "INSERT OR REPLACE INTO newest (term, articles) VALUES (?, ?)",
        [(term, " ".join([*known[term], number][-NEWEST:])) for term in terms if term in known],
    )
    db.conn.executemany(
        """INSERT INTO newest (term, articles) VALUES (?, ?)
           ON CONFLICT DO UPDATE SET articles = articles || ' ' || excluded.articles""",
        [(term, number) for term in terms if term not in known],
    )


def remove(db: Database, article: int, terms: Sequence[int]) -> None:
    """Forget a report, of which ``terms`` are all."""
    # Which of them said most depended on what was common then; so it is looked for in all.
    number = str(article)
    for term, articles in read(db, terms).items():
        if articles == [number]:
            db.execute("DELETE FROM newest WHERE term = ?", [term])
        elif number in articles:
            left = " ".join(other for other in articles if other != number)
            db.execute("UPDATE newest SET articles = ? WHERE term = ?", [left, term])
