"""Adds finished task runs to the demo's transform, as many as years of use would leave."""

import sqlite3
import sys

path, count = sys.argv[1], int(sys.argv[2])
with sqlite3.connect(path) as connection:
    (owner,) = connection.execute("SELECT id FROM transforms WHERE name LIKE 'demo-%'").fetchone()
    statuses = ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "FAILED", "STOPPED"]
    begin = 1_600_000_000_000
    rows = (
        (
            f"tsk-{number:040x}",
            owner,
            "EVALUATION",
            statuses[number % len(statuses)],
            begin + number * 1000,
            begin + number * 1000,
            begin + number * 1000 + 500,
            500,
            '"Evaluation"',
        )
        for number in range(count)
    )
    connection.executemany(
        "INSERT INTO runs (id, owner, kind, status, started_on, modified_on, completed_on, execution_millis, details, "
        "attempt, max_retries) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0)",
        rows,
    )
