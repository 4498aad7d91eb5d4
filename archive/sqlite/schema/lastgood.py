"""Of a source: when it was last read, so that digests say of no source that it was read when it only failed."""

COLUMNS = """
ALTER TABLE sources ADD COLUMN last_good TEXT;  -- when it was last read, changed or not
UPDATE sources SET last_good = CASE standing WHEN 'ok' THEN last_poll ELSE last_full END;
"""
