"""What every stage said of a message, in the message's own row."""

COLUMNS = """
ALTER TABLE outbox ADD COLUMN trail TEXT NOT NULL DEFAULT ''; -- verdicts, one JSON list a line, oldest first: a burst of alerts writes no further rows
"""
