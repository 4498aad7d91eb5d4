"""Of a message: how far its story had spread when it was told, so that a follow-up tells only of what is new."""

COLUMNS = """
ALTER TABLE outbox ADD COLUMN outlets INTEGER;  -- that carried the story when it was last claimed; null: told alone
"""
