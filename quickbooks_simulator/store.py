# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One SQLite file that holds the whole state and outlives a restart or a kill."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from contextlib import contextmanager
from pathlib import Path

BUSY_SECONDS = 10


class StateError(Exception):
    """A state file this simulator cannot work with; the text says what to do."""


class Store:
    """The database, shared by the server's threads.

    Threads take turns: SQLite has one writer anyway, and the work between two
    statements is short. A transaction is either committed whole or not at all, so a
    killed simulator never holds half a request.

    :param schema: the statements that create its tables, ``setting`` among them
    :raises StateError: the file is no state, or has other tables than this version
    """

    def __init__(self, path: str | Path, schema: str):
        self.path = Path(path)
        self._turn = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(
            self.path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
        )
        self._db.row_factory = sqlite3.Row
        try:
            self._prepare(schema)
        except sqlite3.DatabaseError as error:
            raise StateError(f"{self.path} cannot be read: {error}.") from error

    def _prepare(self, schema: str) -> None:
        # WAL lets the token command write beside a running server. NORMAL survives
        # the death of the process, which is what the simulator promises.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA cache_size = -65536")
        version = zlib.crc32(schema.encode()) & 0x7FFFFFFF
        tables = self.value("SELECT count(*) FROM sqlite_schema")
        if tables and self.value("PRAGMA user_version") != version:
            raise StateError(
                f"{self.path} was written by another version of the simulator. Delete "
                "it to begin anew."
            )
        self._db.executescript(schema)
        self._db.execute(f"PRAGMA user_version = {version}")

    def close(self) -> None:
        with self._turn:
            self._db.close()

    @contextmanager
    def transaction(self):
        """All or nothing. Nested use is a savepoint, undone alone when it fails."""
        with self._turn:
            begin, end, undo = (
                ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
                if not self._depth
                else ("SAVEPOINT item", "RELEASE item", "ROLLBACK TO item")
            )
            self._db.execute(begin)
            self._depth += 1
            try:
                yield
            except BaseException:  # whatever ends it, also SIGTERM in its middle
                self._db.execute(undo)
                if self._depth > 1:
                    self._db.execute("RELEASE item")
                raise
            else:
                self._db.execute(end)
            finally:
                self._depth -= 1

    def run(self, statement: str, *values) -> int:
        """Execute a writing statement; returns the number of rows it touched."""
        with self._turn:
            return self._db.execute(statement, values).rowcount

    def insert(self, statement: str, *values) -> int:
        """Execute an INSERT; returns the new row's id."""
        with self._turn:
            return self._db.execute(statement, values).lastrowid

    def insert_row(self, table: str, /, **columns) -> int:
        """Insert a row with these values; returns its id."""
        marks = ", ".join("?" * len(columns))
        return self.insert(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
            *columns.values(),
        )

    def update_row(self, table: str, row_id: int, /, **columns) -> None:
        """Give a row other values."""
        assignments = ", ".join(f"{column} = ?" for column in columns)
        self.run(
            f"UPDATE {table} SET {assignments} WHERE id = ?", *columns.values(), row_id
        )

    def row(self, statement: str, *values) -> sqlite3.Row | None:
        with self._turn:
            return self._db.execute(statement, values).fetchone()

    def rows(self, statement: str, *values) -> list[sqlite3.Row]:
        with self._turn:
            return self._db.execute(statement, values).fetchall()

    def value(self, statement: str, *values):
        """The first column of the first row, or None."""
        row = self.row(statement, *values)
        return None if row is None else row[0]

    def clear(self) -> None:
        """Empty every table but the settings."""
        with self.transaction():
            tables = self.rows(
                "SELECT name FROM sqlite_schema WHERE type = 'table' "
                "AND name NOT LIKE 'sqlite_%' AND name <> 'setting'"
            )
            self.run("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                self.run(f"DELETE FROM {table['name']}")

    def copy(self) -> sqlite3.Connection:
        """The whole state, in memory."""
        with self._turn:
            copy = sqlite3.connect(":memory:", check_same_thread=False)
            self._db.backup(copy)
            return copy

    def restore(self, copy: sqlite3.Connection) -> None:
        """Put a copy in the place of the present state."""
        with self._turn:
            copy.backup(self._db)

    def setting(self, name: str) -> str | None:
        return self.value("SELECT value FROM setting WHERE name = ?", name)

    def set_setting(self, name: str, value: str) -> None:
        self.run(
            "INSERT INTO setting VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value,
        )
