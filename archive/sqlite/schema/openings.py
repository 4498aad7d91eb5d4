"""How articles begin, by which reports of one event are recognised."""

TABLES = """
-- Of articles that copy no other, for a week.
CREATE TABLE openings (
  article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  story INTEGER NOT NULL,
  at INTEGER NOT NULL,                     -- when it appeared: seconds since 1970
  language TEXT NOT NULL,
  words BLOB NOT NULL                      -- archive.stories.openings.Opening.dump
) STRICT;
CREATE INDEX openings_story ON openings (story, at);                        -- the reports of a story

-- The words of an opening that say most, as numbers.
CREATE TABLE telling (
  term INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (term, article)
) STRICT, WITHOUT ROWID;
"""
