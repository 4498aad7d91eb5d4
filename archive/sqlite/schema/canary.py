"""The canary, and how long articles take from publication to message."""

TABLES = """
CREATE TABLE canary (
  one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
  arrived TEXT,                            -- when one last came to the stage of sending
  told TEXT                                -- when ops was told that none comes; NULL: all is well
) STRICT;
INSERT INTO canary (one) VALUES (1);
CREATE INDEX outbox_article ON outbox (article) WHERE article NOT NULL;    -- delays
"""
