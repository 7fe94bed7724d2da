CREATE TABLE transforms (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE documents (
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_on INTEGER NOT NULL,
  modified_on INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, scope, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  started_on INTEGER NOT NULL,
  modified_on INTEGER NOT NULL,
  completed_on INTEGER,
  execution_millis INTEGER NOT NULL,
  error TEXT,
  details TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  max_retries INTEGER NOT NULL,
  timeout_millis INTEGER,
  begun_on INTEGER,
  lease_owner TEXT,
  lease_until INTEGER
) STRICT;

-- One index for each combination of filters, in the order of the list: newest first, then by id.
CREATE INDEX runs_of_owner ON runs (owner, started_on DESC, id);
CREATE INDEX runs_by_kind ON runs (owner, kind, started_on DESC, id);
CREATE INDEX runs_by_status ON runs (owner, status, started_on DESC, id);
CREATE INDEX runs_by_kind_and_status ON runs (owner, kind, status, started_on DESC, id);
-- Few runs are under way at a time, however many there were.
CREATE INDEX runs_under_way ON runs (sequence) WHERE status IN ('STARTING', 'RUNNING', 'STOPPING');

CREATE TABLE blobs (
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_on INTEGER NOT NULL,
  is_encrypted INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (owner, kind, version)
) STRICT;

-- The key that the blobs of one owner are encrypted with, itself encrypted with an entry of the keyring.
CREATE TABLE data_keys (
  owner TEXT PRIMARY KEY,
  entry TEXT NOT NULL,
  generation INTEGER NOT NULL,
  wrapped BLOB NOT NULL
) STRICT;

CREATE TABLE log_events (
  sequence INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  time INTEGER NOT NULL,
  message TEXT NOT NULL
) STRICT;

CREATE INDEX log_events_of_stream ON log_events (stream, sequence);
