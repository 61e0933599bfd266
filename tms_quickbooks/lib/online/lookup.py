# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Finding out in QuickBooks Online what became of a transaction, or who has its number.

Conditions for ``Client.pages``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from .read import one_of

# QuickBooks' clock and ours may differ, and a zone may have been mistaken.
_CLOCK_MARGIN = timedelta(days=1)


def with_numbers(numbers: Iterable[str]) -> str:
    """The condition for transactions with these numbers."""
    return one_of("DocNumber", sorted(numbers))


def created_since(moment: datetime) -> str:
    """The condition for what was made from a moment on; ``moment`` is in UTC.

    It does not name numbers, dates or parties: somebody may have changed these in
    QuickBooks since.
    """
    since = moment.replace(tzinfo=UTC) - _CLOCK_MARGIN
    return f"MetaData.CreateTime >= '{since.isoformat(timespec='seconds')}'"
