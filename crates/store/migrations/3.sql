-- Labeling in rounds: the sets that are shown to people, and every judgement.
CREATE TABLE labeling_rounds (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  number INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  is_closed INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (owner, number)
) STRICT;

CREATE TABLE labeling_sets (
  round TEXT NOT NULL,
  number INTEGER NOT NULL,
  owner TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  holder TEXT,
  held_since INTEGER,
  held_until INTEGER,
  expected_errors REAL NOT NULL,
  is_encrypted INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (round, number)
) STRICT;

CREATE INDEX labeling_sets_of_owner ON labeling_sets (owner);

CREATE TABLE judgements (
  sequence INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  round TEXT NOT NULL,
  number INTEGER NOT NULL,
  version INTEGER NOT NULL,
  who TEXT NOT NULL,
  time INTEGER NOT NULL,
  act TEXT NOT NULL,
  millis INTEGER NOT NULL,
  is_encrypted INTEGER NOT NULL,
  marks BLOB NOT NULL,
  UNIQUE (round, number, version)
) STRICT;

CREATE INDEX judgements_of_owner ON judgements (owner);
