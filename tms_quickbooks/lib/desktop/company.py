# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether the company file that is open is the one a connection belongs to.

Asked at the beginning of every session, before anything is written (Web Connector
Programmer's Guide, ch. 4 and 8): QuickBooks opens whatever file somebody has opened.
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..messages import _
from ..problems import NextAction, Problem
from ..profile import Profile
from .host import NEWEST, Host

# Another company file is open than the one of the connection.
ANOTHER = "desktop.company"

_POINT_OF_SALE = "Point of Sale"


@dataclass(frozen=True, slots=True)
class Known:
    """The company file of a connection; all but ``file_id`` is "" before it is known.

    ``file_id``: what the Web Connector notes in the file for us, under ``owner_id``.
    """

    owner_id: str
    file_id: str
    company_name: str = ""
    company_file: str = ""
    country: str = ""


def refusal(host: Host, known: Known, years: Collection[int]) -> Problem | None:
    """Why nothing may be exchanged with this QuickBooks; None where it may.

    :param years: of the products that can be connected
    """
    if host.edition == _POINT_OF_SALE:
        return Problem(
            "desktop.edition",
            _("%(product)s keeps no books.", product=host.product),
            _(
                "Add the application to the Web Connector of the QuickBooks Desktop "
                "company file instead."
            ),
            NextAction.DECIDE,
        )
    if host.year and host.year < min(years):
        return too_old(host.product, min(years))
    if _is_another(host, known):
        return Problem(
            ANOTHER,
            _(
                "QuickBooks has another company file open: %(open)s. This connection "
                "belongs to %(known)s.",
                open=_shown(host.company_name, host.company_file),
                known=_shown(known.company_name, known.company_file),
            ),
            _(
                "Nothing was sent. Open the right company file in QuickBooks, or enter "
                "its location on the connection; it goes on at the next run of the Web "
                "Connector. Another company needs a connection of its own."
            ),
            NextAction.DECIDE,
        )
    return None


def too_old(product: str, oldest: int) -> Problem:
    """A product whose support has ended; ``oldest`` is the year of one that goes."""
    return Problem(
        "desktop.version",
        _(
            "%(product)s is too old to be connected: Intuit has ended its support.",
            product=product,
        ),
        _(
            "Update QuickBooks to %(year)s or later. What is waiting goes on by itself "
            "after that.",
            year=str(oldest),
        ),
        NextAction.DECIDE,
    )


def taken(company: str, connection: str) -> Problem:
    """Somebody has connected other books for the company in the meantime."""
    return Problem(
        "desktop.taken",
        _(
            "%(company)s is connected to other books by now: %(connection)s.",
            company=company,
            connection=connection,
        ),
        _(
            "Nothing was sent. Disconnect the one that is not needed; for a move to "
            "other books, use Move to Another QuickBooks Company on the first one."
        ),
        NextAction.DECIDE,
    )


def _is_another(host: Host, known: Known) -> bool:
    noted = host.file_ids.get(known.owner_id.lower())
    if noted:
        return noted != known.file_id.lower()
    # A file from which our note was taken, or a connector that does not pass it on.
    if host.company_name and known.company_name:
        return (host.company_name, host.country) != (known.company_name, known.country)
    return bool(
        host.company_file
        and known.company_file
        and host.company_file.casefold() != known.company_file.casefold()
    )


def _shown(name: str, path: str) -> str:
    return " - ".join(filter(None, (name, path))) or "?"


def undescribed(company_file: str, country: str, major: int, minor: int) -> Host:
    """What is known where QuickBooks does not describe its company: what the Web
    Connector itself says with each call.

    ``country``: "US", "CA", "UK"; ``major`` and ``minor`` are the version of qbXML.
    """
    version = min((major, minor) if major else NEWEST, NEWEST)
    country = {"UK": "GB"}.get(country.upper(), country.upper()) or "US"
    currency = {"CA": "CAD", "GB": "GBP"}.get(country, "USD")
    return Host(
        profile=Profile(desktop=True, country=country, home_currency=currency),
        product="",
        year=0,
        edition="",
        version=".".join(map(str, version)),
        country=country,
        company_file=company_file,
        company_name="",
        file_ids={},
        supported=(),
    )
