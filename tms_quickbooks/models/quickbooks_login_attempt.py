# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Guessing the Web Connector's password becomes slow."""

import hashlib
import ipaddress
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# So many wrong passwords cost nothing: people mistype.
FREE_FAILURES = 5
# After that the wait doubles with each one, from the first to the last.
FIRST_WAIT, LAST_WAIT = timedelta(seconds=2), timedelta(minutes=5)
# What is longer ago does not count.
COUNTED = timedelta(hours=1)
# Kept for whoever asks why the Web Connector does not come.
KEPT = timedelta(days=1)


class QuickbooksLoginAttempt(models.Model):
    """A wrong password of the Web Connector: of a user, or from an address.

    In the database, so that all workers on all machines count together; rows are only
    added, so that those who guess at the same time do not wait for one another. A
    user's name is kept as a hash: somebody may have entered the password there.
    """

    _name = "quickbooks.login.attempt"
    _description = "Failed Login of the Web Connector"
    _log_access = False

    key = fields.Char(required=True)
    failed_at = fields.Datetime(required=True, index=True)

    _by_key = models.Index("(key, failed_at)")

    @api.model
    def _keys(self, user, address=None):
        """What is counted by: the user and, where given, the address."""
        seen = [f"user {user}"]
        if address is not None:
            seen.append(f"address {_network(address)}")
        return [hashlib.sha256(text.encode()).hexdigest() for text in seen]

    @api.model
    def _is_slowed(self, user, address):
        """Whether this user, or whoever is at this address, has to wait."""
        now = fields.Datetime.now()
        self.flush_model()
        counted = self.env.execute_query(
            SQL(
                "SELECT count(*), max(failed_at) FROM quickbooks_login_attempt"
                " WHERE key = ANY(%s) AND failed_at > %s GROUP BY key",
                self._keys(user, address),
                now - COUNTED,
            )
        )
        return any(now < last + _wait_after(count) for count, last in counted)

    @api.model
    def _count_failure(self, user, address):
        """Remember a wrong password."""
        now = fields.Datetime.now()
        self.sudo().create(
            [{"key": key, "failed_at": now} for key in self._keys(user, address)]
        )

    @api.model
    def _forget(self, user, address=None):
        """Begin anew after the right password, or after a new one was made."""
        self.sudo().search([("key", "in", self._keys(user, address))]).unlink()

    @api.model
    def _last_failure(self, user):
        """When this user's password was last wrong since it was last right, if it was
        lately."""
        return (
            self.sudo()
            .search([("key", "in", self._keys(user))], order="failed_at desc", limit=1)
            .failed_at
            or None
        )

    @api.autovacuum
    def _gc_failures(self):
        """Clear away what is long ago."""
        self.search([("failed_at", "<", fields.Datetime.now() - KEPT)]).unlink()


def _wait_after(failures):
    """How long the next attempt has to wait after so many failed ones."""
    if failures <= FREE_FAILURES:
        return timedelta()
    return min(LAST_WAIT, FIRST_WAIT * 2 ** min(failures - FREE_FAILURES - 1, 30))


def _network(address):
    """An IPv4 address, or the /64 of an IPv6 address: one customer of a provider has
    all of those."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
