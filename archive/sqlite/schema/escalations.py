"""Stories that somebody has claimed, and those that nobody did."""

TABLES = """
CREATE TABLE claims (
  story INTEGER PRIMARY KEY,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE escalations (
  watchlist TEXT NOT NULL,
  story INTEGER NOT NULL,
  at TEXT NOT NULL,                        -- when the further channels were told
  PRIMARY KEY (watchlist, story)
) STRICT, WITHOUT ROWID;
-- Since when a watchlist has a rule: what was told before it is not escalated.
CREATE TABLE escalating (
  watchlist TEXT PRIMARY KEY,
  since TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_watchlist ON outbox (watchlist, created);               -- unclaimed
"""
