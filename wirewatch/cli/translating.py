"""`import-query`: queries of other programs in our language."""

import json
import sys
from argparse import Namespace

from watchlists import render
from watchlists.dialects import Translation, translate


def import_query(options: Namespace) -> int:
    """Translate a query, or one a line from standard input; 1 when something cannot be said."""
    texts = [" ".join(options.query)] if options.query else sys.stdin.read().splitlines()
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
