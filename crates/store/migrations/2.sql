-- What evaluations found, to draw them and to compare them over time.
CREATE TABLE evaluations (
  run TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  completed_on INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX evaluations_of_owner ON evaluations (owner, completed_on DESC);

-- Task runs of all transforms, newest first, then by id.
CREATE INDEX all_runs ON runs (started_on DESC, id);
CREATE INDEX all_runs_by_kind ON runs (kind, started_on DESC, id);
CREATE INDEX all_runs_by_status ON runs (status, started_on DESC, id);
CREATE INDEX all_runs_by_kind_and_status ON runs (kind, status, started_on DESC, id);
