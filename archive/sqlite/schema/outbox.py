"""Messages that are held, muted or told as one; what was decided of each, and why."""

TABLES = """
-- The states of a message are in a CHECK, which SQLite cannot alter: the table is made anew.
CREATE TABLE outbox_anew (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL,                       -- idempotency key: hash of watchlist and story; the name of a digest
  channel TEXT NOT NULL,
  target INTEGER NOT NULL,                 -- which address of the channel
  kind TEXT NOT NULL,                      -- alert, follow-up, notice, digest
  watchlist TEXT NOT NULL,
  story INTEGER,
  article INTEGER,                         -- no foreign key: what was told outlives the article
  alert TEXT NOT NULL,                     -- JSON: the facts, not the words, and never an address of a channel
  state TEXT NOT NULL CHECK (state IN ('ready', 'held', 'muted', 'merged', 'sending', 'sent', 'dead', 'dropped')),
  cause TEXT,                              -- why it is held: quiet, schedule, limit, backlog, muted
  digest INTEGER,                          -- of a merged message: the digest that tells it
  let_go TEXT,                             -- when it was decided that it may be sent
  attempts INTEGER NOT NULL DEFAULT 0,
  due TEXT NOT NULL,                       -- of a held one: when it is decided anew
  lease TEXT,                              -- until when a sending row is its sender's
  sure INTEGER NOT NULL DEFAULT 1,         -- 0: an earlier attempt may have arrived
  reason TEXT,
  created TEXT NOT NULL,
  settled TEXT,
  UNIQUE (key, channel, target)
) STRICT;
INSERT INTO outbox_anew (id, key, channel, target, kind, watchlist, story, article, alert, state, let_go, attempts,
                         due, lease, sure, reason, created, settled)
  SELECT id, key, channel, target, coalesce(json_extract(alert, '$.kind'), 'alert'), watchlist, story, article, alert,
         state, created, attempts, due, lease, sure, reason, created, settled
  FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_anew RENAME TO outbox;
CREATE INDEX outbox_waiting ON outbox (channel, target, due)
  WHERE state IN ('ready', 'held', 'muted', 'sending');                       -- claim_delivery, next_delivery
CREATE INDEX outbox_story ON outbox (story);
CREATE INDEX outbox_digest ON outbox (digest) WHERE digest NOT NULL;          -- the messages of a digest
CREATE INDEX outbox_state ON outbox (channel, state);                         -- status

-- What is remembered of a target between two decisions.
CREATE TABLE paces (
  channel TEXT NOT NULL,
  target INTEGER NOT NULL,
  tokens REAL,                             -- messages that the limit allows, when last counted
  filled TEXT,                             -- when that was
  collecting TEXT,                         -- alerts are collected until then
  told TEXT,                               -- digests at set times were made up to then
  PRIMARY KEY (channel, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE mutes (
  id INTEGER PRIMARY KEY,
  watchlist TEXT,                          -- either this or a story
  story INTEGER,
  since TEXT NOT NULL,
  until TEXT NOT NULL                      -- set to the moment of an early end
) STRICT;

-- Append-only: every decision with its reason, every attempt with its answer.
CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  stage TEXT NOT NULL,
  ruling TEXT NOT NULL,
  reason TEXT NOT NULL,
  channel TEXT NOT NULL,
  target INTEGER NOT NULL,
  watchlist TEXT NOT NULL,
  message INTEGER,                         -- no foreign keys: verdicts are pruned by age alone
  article INTEGER
) STRICT;
CREATE INDEX verdicts_message ON verdicts (message);                          -- outbox show
CREATE INDEX verdicts_article ON verdicts (article) WHERE article NOT NULL;   -- explain
CREATE INDEX verdicts_at ON verdicts (at);                                    -- prune
"""
