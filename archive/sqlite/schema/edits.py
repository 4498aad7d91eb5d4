"""Versions of articles, and when articles are looked at again."""

TABLES = """
-- How articles read, from the first edit on; the newest stands in articles as well.
CREATE TABLE versions (
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,                 -- from 1; the first stays, of the others the newest
  seen TEXT NOT NULL,
  title TEXT NOT NULL,
  text BLOB NOT NULL,                      -- deflate (RFC 1950), from the second on with the first as dictionary
  state TEXT NOT NULL,                     -- hash of what is compared; 'gone'
  edit TEXT,                               -- JSON: what differs from the version before
  PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE rechecks (
  article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  began TEXT NOT NULL,
  steps TEXT NOT NULL,                     -- JSON list: seconds from there
  step INTEGER NOT NULL DEFAULT 0,         -- the one that is due
  due TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,     -- in a row
  etag TEXT,                               -- byte for byte as the server sent it
  last_modified TEXT,
  token TEXT,                              -- fences what comes of a look
  claimed_until TEXT
) STRICT;
CREATE INDEX rechecks_due ON rechecks (due);                                  -- claim_rechecks

-- Hashes of the title, the summary and the text that the source gave it last; NULL: not known.
ALTER TABLE listings ADD COLUMN said TEXT;
CREATE INDEX outbox_told ON outbox (article) WHERE article NOT NULL;         -- who was told of an article
"""
