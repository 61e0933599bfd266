# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The state of the simulated companies, their users and the app."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from ..store import StateError
from ..store import Store as StateFile

__all__ = ["StateError", "Store"]


class Store(StateFile):
    """The state file of QuickBooks Online.

    :raises StateError: the file is no state, or has other tables than this version
    """

    def __init__(self, path: str | Path):
        schema = resources.files(__package__).joinpath("schema.sql")
        super().__init__(path, schema.read_text("utf-8"))

    def next_id(self, realm: str, sequence: str) -> int:
        """The next number of a sequence; sequences start at 1."""
        return self.value(
            "INSERT INTO sequence VALUES (?, ?, 1) "
            "ON CONFLICT (realm, name) DO UPDATE SET last = last + 1 RETURNING last",
            realm,
            sequence,
        )
