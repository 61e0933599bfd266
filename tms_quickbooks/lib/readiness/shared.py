# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a checklist is made of."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from ..messages import Message, _

LISTS_ON_THE_WAY = _("The lists are still on their way from QuickBooks.")


class Status(StrEnum):
    """How far a check is from ready."""

    OK = "ok"
    WARNING = "warning"  # works, and somebody should know
    FAILED = "failed"  # documents will be held back or refused
    UNKNOWN = "unknown"  # QuickBooks has not told yet


class Place(StrEnum):
    """Where a check is put right."""

    NOWHERE = ""
    MAPPING = "mapping"  # here
    COMPANY = "company"  # in QuickBooks: the company and its settings
    ACCOUNTS = "accounts"  # in QuickBooks: the chart of accounts
    TAX = "tax"  # in QuickBooks: sales tax


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the profile.

    ``account_types``: the AccountType of every active account, ``tax_codes``: the
    number of active tax codes; None while the lists have not been brought.
    ``default_kinds``: kinds of mapping that have a default. ``currency`` and
    ``currencies``: the Odoo company's and all that are in use, ISO codes.
    ``sends_bills``: whether bills go to QuickBooks at all.

    Changes in QuickBooks Online are looked for every ``changes_every`` minutes; it
    tells of them by itself where a ``verifier_token`` was entered, and has ``told`` of
    some already.

    Of QuickBooks Desktop: ``product`` as it names itself, "" before it has, and its
    ``year``, 0 where that does not show; whether the Web Connector is to work
    ``unattended``, and whether QuickBooks ``may_open_alone`` for it.
    """

    today: datetime.date
    currency: str
    country: str = ""
    currencies: frozenset[str] = frozenset()
    account_types: frozenset[str] | None = None
    tax_codes: int | None = None
    default_kinds: frozenset[str] = frozenset()
    sends_bills: bool = True
    changes_every: int = 60
    verifier_token: bool = False
    told: bool = False
    product: str = ""
    year: int = 0
    unattended: bool = False
    may_open_alone: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist.

    ``code`` is stable and made for machines. ``hint`` says what to do and where.
    """

    code: str
    status: Status
    title: Message
    text: Message
    hint: Message | None = None
    place: Place = Place.NOWHERE
