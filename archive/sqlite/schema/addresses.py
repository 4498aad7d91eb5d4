"""The addresses of channels by number, and by what they are known again."""

TABLES = """
CREATE TABLE addresses (
  channel TEXT NOT NULL,
  target INTEGER NOT NULL,                 -- as in the outbox
  whole TEXT NOT NULL,                     -- slow digests with the salt below: archive.addresses.Mark
  stem TEXT NOT NULL,
  place INTEGER,                           -- in the configuration that was read last; NULL: not there any more
  PRIMARY KEY (channel, target)
) STRICT, WITHOUT ROWID;
CREATE TABLE salts (salt BLOB NOT NULL) STRICT;                               -- one row
INSERT INTO salts (salt) VALUES (randomblob(16));
"""
