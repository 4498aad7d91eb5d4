"""How like reports are to one another, by which stories are grouped; and what was not told since its story was."""

TABLES = """
-- The reports before it that a report was compared with, and how like it is to each: archive.sqlite.openings.dump_near.
ALTER TABLE openings ADD COLUMN near BLOB NOT NULL DEFAULT x'';
-- The lengths of the vectors of its words and names when it came: archive.stories.likeness.Remembered.
ALTER TABLE openings ADD COLUMN size REAL;
ALTER TABLE openings ADD COLUMN names_size REAL;

CREATE INDEX story_events_other ON story_events (other) WHERE kind = 'split';   -- what left a story

-- What a watchlist was not told, since its story was: it is told if the article turns out to be of another one.
CREATE TABLE withheld (
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  watchlist TEXT NOT NULL,
  channel TEXT NOT NULL,
  target INTEGER NOT NULL,
  alert TEXT NOT NULL,                     -- JSON, as in the outbox
  PRIMARY KEY (article, watchlist, channel, target)
) STRICT, WITHOUT ROWID;
"""
