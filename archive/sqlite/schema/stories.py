"""Stories of several articles: what names them, and what happened to them."""

TABLES = """
CREATE TABLE stories (
  id INTEGER PRIMARY KEY,                  -- the article that began it; stays when that is forgotten, as long as it has others or was told
  anchor TEXT NOT NULL,                    -- names it in idempotency keys
  joined INTEGER REFERENCES stories (id)   -- the story that it became part of
) STRICT;
CREATE INDEX stories_joined ON stories (joined) WHERE joined NOT NULL;      -- all names of a story

INSERT INTO stories (id, anchor)
  SELECT a.story, coalesce(max(b.anchor), min(a.anchor))
  FROM articles a LEFT JOIN articles b ON b.id = a.story GROUP BY a.story;

-- Why an article is in a story that it did not begin and whose text it does not copy, and how stories changed.
CREATE TABLE story_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  story INTEGER NOT NULL,                  -- the story that has the article now
  article INTEGER,                         -- no foreign key: what happened outlives the article
  kind TEXT NOT NULL CHECK (kind IN ('joined', 'merged', 'split')),
  other INTEGER,                           -- the story that it was in before
  reason TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX story_events_story ON story_events (story);

-- The article whose text it copies, even when that is forgotten; NULL: none.
ALTER TABLE articles ADD COLUMN original INTEGER;
UPDATE articles SET original = copy_of;
CREATE INDEX articles_story ON articles (story);                            -- coverage
"""
