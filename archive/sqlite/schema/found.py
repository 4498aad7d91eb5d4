"""What an address alone turned out to be."""

COLUMNS = """
ALTER TABLE sources ADD COLUMN found_kind TEXT;  -- of a source whose kind is found out; NULL until its first good poll
ALTER TABLE sources ADD COLUMN found_url TEXT;   -- what is polled: the address itself, or the feed that its page names
ALTER TABLE sources ADD COLUMN found_how TEXT;   -- in words, when it is not the address itself
"""
