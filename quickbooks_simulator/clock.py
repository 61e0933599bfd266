# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The simulator's own time, which can be moved forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from .store import Store

_SETTING = "clock_offset_seconds"


class Clock:
    """Real time plus an offset kept in the state file.

    :param zone: where days begin and end
    """

    def __init__(self, store: Store, zone: tzinfo):
        self._store = store
        self._zone = zone
        self._offset = timedelta(seconds=float(store.setting(_SETTING) or 0))

    def now(self) -> datetime:
        """The present moment, with a time zone."""
        return datetime.now(UTC) + self._offset

    def timestamp(self) -> float:
        return self.now().timestamp()

    def today(self) -> str:
        """The day, as TxnDate has it."""
        return self.now().astimezone(self._zone).date().isoformat()

    def advance(self, *, days=0, hours=0, minutes=0, seconds=0) -> datetime:
        """Let time pass, and return the new present."""
        self._offset += timedelta(
            days=days, hours=hours, minutes=minutes, seconds=seconds
        )
        self._store.set_setting(_SETTING, str(self._offset.total_seconds()))
        return self.now()

    def reset(self) -> None:
        """Back to real time."""
        self.advance(seconds=-self._offset.total_seconds())
