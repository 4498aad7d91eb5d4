"""`import-query`: queries of other programs in our language."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from watchlists import render
from watchlists.dialects import Dialect, Translation, translate

_CUT = {"lacks-operand", "open-bracket", "stray", "open-quote", "empty-bracket", "negative"}
"""What is wrong with a line that is only a part of a query."""


def import_query(options: Namespace) -> int:
    """Translate a query, or one a line from standard input; 1 when something cannot be said."""
    texts = (
        [" ".join(options.query)] if options.query else separate(sys.stdin.read(), options.dialect)
    )
    failed = False
    for text in texts:
        if not text.strip():
            continue
        translation = translate(text, options.dialect)
        failed |= not translation.query
        if options.json:
            print(json.dumps(_record(text, translation), ensure_ascii=False))
        else:
            _tell(text, translation)
    return 1 if failed else 0


def separate(text: str, dialect: Dialect) -> Sequence[str]:
    """Return the queries of a text: one a line, or one in all when lines break off and the whole does not.

    Long queries are written on several lines, and a line of one must not pass for a query.
    """
    lines = text.splitlines()
    if any(_cut(line, dialect) for line in lines if line.strip()) and not _cut(text, dialect):
        return [text.strip()]
    return lines


def _cut(text: str, dialect: Dialect) -> bool:
    return not _CUT.isdisjoint(each.code for each in translate(text, dialect).complaints)


def _tell(text: str, translation: Translation) -> None:
    if translation.query:
        print(translation.query)
    if translation.complaints:
        print(render(text, translation.complaints), file=sys.stderr)


def _record(text: str, translation: Translation) -> dict[str, object]:
    return {
        "query": translation.query or None,
        "original": text,
        "complaints": [
            {
                "severity": each.severity,
                "code": each.code,
                "start": each.start,
                "end": each.end,
                "message": each.message,
                "mend": each.mend,
            }
            for each in translation.complaints
        ],
    }
