"""What the pages of articles say."""

PAGES = """
ALTER TABLE articles ADD COLUMN titles TEXT NOT NULL DEFAULT '[]';  -- JSON list: every headline, the best first
ALTER TABLE articles ADD COLUMN section TEXT;
ALTER TABLE articles ADD COLUMN image TEXT;                         -- an address; never asked for
ALTER TABLE articles ADD COLUMN credit TEXT;                        -- whose report it is: «With Post wires»
ALTER TABLE articles ADD COLUMN partial TEXT;                       -- why there is no full text
"""
