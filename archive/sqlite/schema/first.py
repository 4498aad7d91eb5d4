"""The first tables: sources, articles, matches and messages."""

TABLES = """
CREATE TABLE sources (
  name TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  listed INTEGER NOT NULL DEFAULT 1,       -- in the configuration now
  standing TEXT NOT NULL DEFAULT 'new',
  since TEXT,                              -- when the standing began
  reason TEXT,
  entries INTEGER NOT NULL DEFAULT 0,      -- listed by the last successful poll
  last_poll TEXT,
  next_poll TEXT NOT NULL,
  interval REAL,                           -- seconds
  error TEXT,
  gaps INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,     -- in a row
  baseline TEXT,                           -- when its first entries were taken in silence
  etag TEXT,                               -- byte for byte as the server sent it
  last_modified TEXT,
  body_hash TEXT,
  last_full TEXT,                          -- when entries were last read, not merely found unchanged
  wait_until TEXT,                         -- the server asked us to stay away until then
  asked_whole TEXT,                        -- when last asked without conditions
  lying INTEGER NOT NULL DEFAULT 0,        -- its validators are not to be believed
  moved_to TEXT,                           -- where it redirects for good
  moved_times INTEGER NOT NULL DEFAULT 0,  -- polls in a row that were redirected there
  told TEXT,                               -- what ops was last told of it: blind, network
  token TEXT,                              -- fences the writes of a poll
  claimed_until TEXT
) STRICT;
CREATE INDEX sources_due ON sources (next_poll) WHERE listed;   -- claim_due, next_due

CREATE TABLE articles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,    -- never given twice: messages and exports name it
  url TEXT,
  anchor TEXT NOT NULL,                    -- its first key; names its story in idempotency keys
  title TEXT NOT NULL,
  outlet TEXT NOT NULL,
  source TEXT NOT NULL,
  published TEXT,
  seen TEXT NOT NULL,
  listed TEXT NOT NULL,                    -- last seen in a source
  language TEXT,
  authors TEXT NOT NULL,                   -- JSON list
  tags TEXT NOT NULL,                      -- JSON list
  summary TEXT NOT NULL,
  text TEXT NOT NULL,
  text_key TEXT,                           -- hash of the normalised prose
  story INTEGER NOT NULL,                  -- the article that began the story
  copy_of INTEGER REFERENCES articles (id) ON DELETE SET NULL,
  copy_kind TEXT,
  copy_reason TEXT,
  silent INTEGER NOT NULL DEFAULT 0        -- taken with a source's first poll; nobody was told
) STRICT;
CREATE INDEX articles_seen ON articles (seen);                              -- search, export
CREATE INDEX articles_text ON articles (text_key) WHERE text_key NOT NULL;  -- copies
CREATE INDEX articles_source ON articles (source);                          -- status
CREATE INDEX articles_listed ON articles (listed);                          -- prune
CREATE INDEX articles_copy ON articles (copy_of) WHERE copy_of NOT NULL;    -- prune (foreign key)

-- What an article is known by. article is NULL for a key that several different entries share: it identifies nothing.
CREATE TABLE aliases (
  key TEXT PRIMARY KEY,
  article INTEGER REFERENCES articles (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_article ON aliases (article);                          -- prune (foreign key)

-- Which source listed which article: one source's silent first poll must not hide an article from another.
CREATE TABLE listings (
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  PRIMARY KEY (article, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX listings_source ON listings (source);                          -- a source with a new name

CREATE TABLE watchlists (
  name TEXT PRIMARY KEY,
  since TEXT NOT NULL
) STRICT;

CREATE TABLE matches (
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  watchlist TEXT NOT NULL,
  spans TEXT NOT NULL,                     -- JSON list of [field, start, end, term]
  quote TEXT NOT NULL,
  marks TEXT NOT NULL,                     -- JSON list of [start, end] inside the quote
  found TEXT NOT NULL,
  PRIMARY KEY (article, watchlist)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL,                       -- idempotency key: hash of watchlist and story
  channel TEXT NOT NULL,
  target INTEGER NOT NULL,                 -- which address of the channel
  watchlist TEXT NOT NULL,
  story INTEGER,
  article INTEGER,                         -- no foreign key: what was told outlives the article
  alert TEXT NOT NULL,                     -- JSON: the facts, not the words, and never an address of a channel
  state TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'sent', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due TEXT NOT NULL,
  lease TEXT,                              -- until when a sending row is its sender's
  sure INTEGER NOT NULL DEFAULT 1,         -- 0: an earlier attempt may have arrived
  reason TEXT,
  created TEXT NOT NULL,
  settled TEXT,
  UNIQUE (key, channel, target)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (channel, target, due) WHERE state IN ('ready', 'sending');  -- claim_delivery
CREATE INDEX outbox_story ON outbox (story);
"""
