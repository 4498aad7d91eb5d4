"""Where pages say that their articles were first."""

COLUMNS = """
-- An address of another site that the page calls its canonical one: evidence of where a story began, never identity.
ALTER TABLE articles ADD COLUMN first_at TEXT;
"""
