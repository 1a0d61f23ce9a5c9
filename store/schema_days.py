"""What the twelfth migration adds: how each pair stood from each day on, on which somebody spoke.

Without it the matrix of a past day reads all evidence up to that day: fourteen seconds for 300,000 statements.
"""

from __future__ import annotations

TWELFTH = (
    """CREATE TABLE state_days (
        principal TEXT NOT NULL, issue TEXT NOT NULL, day TEXT NOT NULL, stance TEXT NOT NULL,
        since TEXT NOT NULL, last_said TEXT NOT NULL, confidence REAL NOT NULL,
        position_id INTEGER NOT NULL, actor TEXT, statements INTEGER NOT NULL,
        said_basis TEXT NOT NULL, dateless INTEGER NOT NULL,
        PRIMARY KEY (principal, issue, day)
    ) STRICT, WITHOUT ROWID""",
    "INSERT OR IGNORE INTO dirty_pairs (principal, issue) SELECT principal, issue FROM states",
)
