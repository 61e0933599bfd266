# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What to check when the Web Connector does not come, or comes in vain.

Nobody can ask the Web Connector anything: it calls when it runs. So everything here
follows from when it was last seen and what it said then. The codes in the hints
(``QBWC1010``) are those it shows itself (Intuit: Web Connector Programmer's Guide).
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import datetime
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..messages import Message, _
from ..readiness.shared import Check, Status

# What may pass before a run that does not come is a matter of concern: one is left out
# when the computer sleeps for a moment, and a long one delays the next.
MISSED_RUNS = 2
LONGEST_SESSION = datetime.timedelta(minutes=10)
# QuickBooks may think about one message set for a while.
SILENCE = datetime.timedelta(minutes=3)

_ADDRESS = _("Address of this server")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the Web Connector of one connection; moments are in UTC.

    ``first``: it has never been connected. ``seen``: when it last logged in, and
    ``refused`` when it last tried with a wrong password. ``text`` and ``hint``: how
    the last session ended, where it ended badly. ``busy``: the last call of a session
    that is not at its end.
    """

    now: datetime.datetime
    url: str
    run_minutes: int
    served: bool = True
    first: bool = False
    seen: datetime.datetime | None = None
    refused: datetime.datetime | None = None
    busy: datetime.datetime | None = None
    text: Message | None = None
    hint: Message | None = None
    unattended: bool = True
    has_path: bool = False

    @property
    def late(self) -> bool:
        """Whether it should have been here again by now."""
        if not self.seen:
            return not self.first
        usual = datetime.timedelta(minutes=MISSED_RUNS * self.run_minutes)
        return self.now > self.seen + usual + LONGEST_SESSION

    @property
    def is_refused(self) -> bool:
        """Whether the password is wrong since it was last here.

        Moments are kept to the second; of two in the same second the wrong one was the
        later, as the right one clears away those before it.
        """
        return bool(self.refused) and (not self.seen or self.refused >= self.seen)


def checks(known: Known) -> list[Check]:
    """What to check, the likeliest cause first; empty where all is well."""
    if known.is_refused:
        return [_password(known)]
    found = [_session(known)] if known.text else []
    if known.busy and known.now > known.busy + SILENCE:
        found.append(_busy(known))
    if known.late or (known.first and not known.seen):
        server = address(known.url)
        found += [
            _run(known),
            *([server] if server.status is not Status.OK else []),
            _firewall(known),
            _quickbooks(known),
        ]
    return found


def address(url: str, served: bool = True) -> Check:
    """Whether the Web Connector takes this address (QBWC1001, 1010): https, and a name
    in place of an IP address.

    :param served: whether the server knows by it which database is meant
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _is_ip(host):
        return Check(
            "address",
            Status.FAILED,
            _ADDRESS,
            _("%(url)s: the Web Connector takes no IP address.", url=url),
            _(
                "Have your administrator give this server a name with a certificate and"
                " set the system parameter web.base.url to it, with https."
            ),
        )
    if not served:
        return Check(
            "address",
            Status.FAILED,
            _ADDRESS,
            _(
                "This server has several databases, and would not find the one that"
                " %(url)s names.",
                url=url,
            ),
            _(
                "Have your administrator give this database a host name of its own (the"
                " option dbfilter), or add tms_quickbooks to server_wide_modules in"
                " odoo.conf. Then download the configuration file."
            ),
        )
    if host == "localhost":
        return Check(
            "address",
            Status.WARNING,
            _ADDRESS,
            _(
                "%(url)s is found on this very computer only. That is right only if"
                " QuickBooks runs here, too.",
                url=url,
            ),
            _(
                "Otherwise have your administrator set the system parameter"
                " web.base.url to this server's name, with https."
            ),
        )
    if parts.scheme != "https":
        return Check(
            "address",
            Status.FAILED,
            _ADDRESS,
            _("%(url)s: the Web Connector takes https only.", url=url),
            _(
                "Have your administrator set up a certificate for this server and set"
                " the system parameter web.base.url to https://%(host)s.",
                host=host,
            ),
        )
    return Check(
        "address",
        Status.OK,
        _ADDRESS,
        _("The Web Connector is told to call %(url)s.", url=url),
        _(
            "Open it in the browser of the computer with QuickBooks: it has to show a"
            " page without asking for a login or warning of the certificate."
        ),
    )


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _password(known: Known) -> Check:
    return Check(
        "password",
        Status.FAILED,
        _("Password"),
        _(
            "The Web Connector was turned away %(refused)s: it has another password.",
            refused=known.refused,
        ),
        _(
            "Click Renew Password here. In the Web Connector click into the column"
            " Password of this application, enter the new one, press Enter and save it."
        ),
    )


def _session(known: Known) -> Check:
    return Check("session", Status.FAILED, _("Last session"), known.text, known.hint)


def _run(known: Known) -> Check:
    hint = _(
        "On the computer with QuickBooks: is it on, and somebody signed in to Windows?"
        " Is the Web Connector open (its icon is next to the clock)? Tick this"
        " application and Auto-Run there, or click Update Selected. If the Web"
        " Connector shows an error itself, it is in its View Log."
    )
    if not known.seen:
        return Check(
            "run",
            Status.UNKNOWN,
            _("Web Connector"),
            _("The Web Connector has not been here yet."),
            hint,
        )
    return Check(
        "run",
        Status.FAILED,
        _("Web Connector"),
        _(
            "It was last here %(seen)s, and should come every %(minutes)s minutes.",
            seen=known.seen,
            minutes=known.run_minutes,
        ),
        hint,
    )


def _busy(known: Known) -> Check:
    return Check(
        "busy",
        Status.WARNING,
        _("Session under way"),
        _("A session is open, and silent since %(busy)s.", busy=known.busy),
        _(
            "Another one is told to come back later. If none is running at the computer"
            " with QuickBooks, this one ends by itself after some minutes of silence."
        ),
    )


def _firewall(known: Known) -> Check:
    parts = urlsplit(known.url)
    return Check(
        "firewall",
        Status.UNKNOWN,
        _("Firewall"),
        _("A firewall or a virus scanner may keep the Web Connector from this server."),
        _(
            "Open %(url)s in the browser of the computer with QuickBooks: it has to"
            " show a page without asking for a login. If it does not, have"
            " QBWebConnector.exe let through to %(host)s, port %(port)s.",
            url=known.url,
            host=parts.hostname or "",
            port=parts.port or (443 if parts.scheme == "https" else 80),
        ),
    )


def _quickbooks(known: Known) -> Check:
    title = _("QuickBooks")
    if known.first:
        return Check(
            "quickbooks",
            Status.UNKNOWN,
            title,
            _("The first time, QuickBooks has to be open and asks for permission."),
            _(
                "Open the company file as the QuickBooks user Admin in single-user mode"
                " (File menu). When QuickBooks asks, choose “Yes, always; allow access"
                " even if QuickBooks is not running”, and confirm."
            ),
        )
    if known.unattended and known.has_path:
        return Check(
            "quickbooks",
            Status.UNKNOWN,
            title,
            _(
                "QuickBooks may be closed; but an open question in it, or somebody in"
                " single-user mode, keeps the Web Connector out."
            ),
            _(
                "Answer what QuickBooks asks, or switch to multi-user mode. In Edit,"
                " Preferences, Integrated Applications, this one must be allowed to"
                " “login automatically”."
            ),
        )
    return Check(
        "quickbooks",
        Status.UNKNOWN,
        title,
        _("QuickBooks has to be open with the company file while it runs."),
        _(
            "To have it run while QuickBooks is closed, enter the location of the"
            " company file here and tick “Also While QuickBooks Is Closed”; then"
            " download the configuration file again and add it to the Web Connector."
        ),
    )
