"""When sources publish, how they fare, and what slipped by between two polls."""

TABLES = """
ALTER TABLE sources ADD COLUMN rhythm TEXT;                      -- JSON: what `every: auto` has learned
ALTER TABLE sources ADD COLUMN trouble REAL NOT NULL DEFAULT 0;  -- failures in a row by their weight
ALTER TABLE sources ADD COLUMN took REAL;                        -- seconds until the last answer was whole
ALTER TABLE sources ADD COLUMN dark TEXT;                        -- since when it failed, until ops hears of the recovery
ALTER TABLE sources ADD COLUMN vain INTEGER NOT NULL DEFAULT 0;  -- gaps in a row that no sitemap could fill

-- Times in which entries may have come and gone between two polls.
CREATE TABLE gaps (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  repaired INTEGER,                        -- entries that a sitemap had; NULL: not looked for
  outcome TEXT                             -- where they were found, or why not
) STRICT;
CREATE INDEX gaps_source ON gaps (source, since);                -- status, the next repair
"""
