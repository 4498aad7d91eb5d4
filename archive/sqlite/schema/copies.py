"""Fingerprints of texts, by which copies are found."""

TABLES = """
-- Which texts have a fingerprint. A voice is the articles of one text on different sites, named by one of them; of a
-- voice, the first article that has a fingerprint is enough. A text that comes again on the same site is another voice:
-- what four voices have is on a site's every page and says nothing; of those, the newest four stay.
CREATE TABLE fingerprints (
  hash INTEGER NOT NULL,                   -- 48 bits
  article INTEGER NOT NULL,
  voice INTEGER NOT NULL,
  PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

-- How far forgetting by age has come.
CREATE TABLE forgotten (
  what TEXT PRIMARY KEY,
  article INTEGER NOT NULL                 -- up to and with this one
) STRICT, WITHOUT ROWID;

-- The part of the shorter text that is in the longer.
ALTER TABLE articles ADD COLUMN copy_overlap REAL;
"""
