"""`export`: articles and matches for other programs."""

import asyncio
import csv
import json
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TextIO

from archive.sqlite import SqliteArchive
from wirewatch import records
from wirewatch.cli import setting
from wirewatch.cli.reading import open_archive
from wirewatch.cli.trouble import Trouble
from wirewatch.config import Config
from wirewatch.records import Record

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run."""


def export(options: Namespace) -> int:
    """Write what the archive holds, last seen first, or the configured sources."""
    # Sources that are left out would be lost to the reader of the list.
    take = setting.configured if options.opml else setting.configured_in_part
    config = take(options)
    archive = None if options.opml else open_archive(config)

    def write(out: TextIO) -> None:
        if archive is None:
            out.write(opml_of(config))
        else:
            asyncio.run(_write(archive, options, out))

    if options.output is None:
        write(sys.stdout)
        return 0
    try:
        with Path(options.output).open("w", encoding="utf-8", newline="") as out:
            write(out)
    except OSError as error:
        raise Trouble(f"{options.output} cannot be written: {error.strerror}") from error
    return 0


def opml_of(config: Config) -> str:
    """Return the configured sources as OPML; those whose address holds a secret are left out, and told."""
    from spiders.opml import write_opml

    told = []
    for source in config.sources:
        if source.masked:
            print(
                f"wirewatch: left out: {source.name}: its address holds a secret", file=sys.stderr
            )
        else:
            told.append(source)
    return write_opml(told)


async def _write(archive: SqliteArchive, options: Namespace, out: TextIO) -> None:
    as_csv = options.format == "csv" and not options.json
    table: csv.DictWriter[str] | None = None
    try:
        async for record in _records(archive, options):
            if not as_csv:
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
                continue
            if table is None:
                table = csv.DictWriter(out, record.keys())
                table.writeheader()
            table.writerow({name: cell(value) for name, value in record.items()})
    finally:
        await archive.close()


async def _records(archive: SqliteArchive, options: Namespace) -> AsyncIterator[Record]:
    async for batch in archive.articles(since=options.since):
        for article in batch:
            if not options.matches:
                yield records.article(article, text=options.text)
            elif article.matches:
                for match in await archive.matches_of(article.id):
                    yield records.match(match)


def cell(value: object) -> str:
    """Write a value as a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = (
            json.dumps(value, ensure_ascii=False)
            if value and isinstance(value[0], dict)
            else "; ".join(map(str, value))
        )
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
