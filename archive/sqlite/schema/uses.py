"""Until when the archive was in use: with the file beside it, this tells an older copy from the one that was used last."""

TABLES = """
CREATE TABLE uses (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  until TEXT NOT NULL                      -- written every minute while the daemon runs
) STRICT;
"""
