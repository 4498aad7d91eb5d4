"""The tables, as text, and the steps that made them: one module for each step, oldest first."""

import re

from sqlite_utils import Database, Migrations

from archive.sqlite.schema import (
    addresses,
    canary,
    copies,
    edits,
    escalations,
    first,
    followups,
    found,
    lastgood,
    near,
    newest,
    openings,
    origins,
    outbox,
    pages,
    rhythm,
    stories,
    trails,
    uses,
)

APPLICATION_ID = 0x57495245
"""«WIRE»: how a file says that it is one of ours (SQLite, pragma application_id)."""

STEPS = {
    "0001_first": first.TABLES,
    "0002_pages": pages.PAGES,
    "0003_stories": stories.TABLES,
    "0004_outbox": outbox.TABLES,
    "0005_copies": copies.TABLES,
    "0006_edits": edits.TABLES,
    "0007_canary": canary.TABLES,
    "0008_found": found.COLUMNS,
    "0009_escalations": escalations.TABLES,
    "0010_rhythm": rhythm.TABLES,
    "0011_openings": openings.TABLES,
    "0012_followups": followups.COLUMNS,
    "0013_origins": origins.COLUMNS,
    "0014_uses": uses.TABLES,
    "0015_trails": trails.COLUMNS,
    "0016_near": near.TABLES,
    "0017_newest": newest.TABLES,
    "0018_addresses": addresses.TABLES,
    "0019_lastgood": lastgood.COLUMNS,
}
"""Each step by its name; one that was released never changes."""

VERSION = len(STEPS)
"""The newest step; kept in pragma user_version so that an older program can refuse a newer file."""

migrations = Migrations("wirewatch")


def _step(name: str, statements: str) -> None:
    @migrations(name=name, transactional=False)
    def apply(db: Database) -> None:
        # Not executescript(): it would end the transaction that holds the whole step.
        for statement in re.sub(r"--[^\n]*", "", statements).split(";"):
            if statement.strip():
                db.execute(statement)


for _name, _statements in STEPS.items():
    _step(_name, _statements)
