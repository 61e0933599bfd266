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
# After that the wait doubles each time, from the first to the last.
FIRST_WAIT, LAST_WAIT = timedelta(seconds=2), timedelta(minutes=5)
# Without another failure for so long it begins anew.
FORGOTTEN = timedelta(hours=1)
# More rows are not kept, whoever tries how many names from how many addresses.
MOST_ROWS = 10_000


class QuickbooksLoginAttempt(models.Model):
    """How often somebody has failed to log in as the Web Connector.

    One row for a user name and one for an address, of which only a hash is kept: a
    password that was entered as the user is not readable here. In the database, so
    that all workers on all machines count together.
    """

    _name = "quickbooks.login.attempt"
    _description = "Failed Login of the Web Connector"
    _log_access = False

    key = fields.Char(required=True)
    failures = fields.Integer(required=True)
    failed_at = fields.Datetime(required=True, index=True)
    slowed_until = fields.Datetime(required=True)

    _one_per_key = models.UniqueIndex("(key)")

    @api.model
    def _keys(self, user, address=None):
        """The rows that count for a user and, where given, for an address."""
        seen = [f"user {user}"]
        if address is not None:
            seen.append(f"address {_network(address)}")
        return [hashlib.sha256(text.encode()).hexdigest() for text in seen]

    @api.model
    def _is_slowed(self, user, address):
        """Whether this user, or whoever is at this address, has to wait."""
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT FROM quickbooks_login_attempt"
                    " WHERE key = ANY(%s) AND slowed_until > %s LIMIT 1",
                    self._keys(user, address),
                    fields.Datetime.now(),
                )
            )
        )

    @api.model
    def _count_failure(self, user, address):
        """Remember a wrong password, and how long the next try has to wait."""
        now = fields.Datetime.now()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO quickbooks_login_attempt AS attempt
                       (key, failures, failed_at, slowed_until)
                SELECT key, 1, %(now)s, %(now)s FROM unnest(%(keys)s) AS key
                    ON CONFLICT (key) DO UPDATE SET
                       failed_at = %(now)s,
                       failures = CASE WHEN attempt.failed_at < %(forgotten)s
                                       THEN 1 ELSE attempt.failures + 1 END,
                       slowed_until = CASE WHEN attempt.failed_at < %(forgotten)s
                                             OR attempt.failures < %(free)s
                           THEN %(now)s
                           ELSE %(now)s + LEAST(%(last)s, %(first)s
                                * 2 ^ LEAST(attempt.failures - %(free)s, 30)) END
                RETURNING id
                """,
                now=now,
                keys=self._keys(user, address),
                forgotten=now - FORGOTTEN,
                free=FREE_FAILURES,
                first=FIRST_WAIT,
                last=LAST_WAIT,
            )
        )
        self.env.execute_query(
            SQL(
                """
                DELETE FROM quickbooks_login_attempt WHERE id IN (
                    SELECT id FROM quickbooks_login_attempt
                     ORDER BY failed_at DESC OFFSET %s)
                RETURNING id
                """,
                MOST_ROWS,
            )
        )

    @api.model
    def _last_failure(self, user):
        """When this user last gave a wrong password; None where nobody did lately."""
        found = self.sudo().search([("key", "in", self._keys(user))], limit=1)
        return found.failed_at or None

    @api.model
    def _forget(self, user, address=None):
        """Begin anew after the right password, or after a new one was made."""
        self.env.execute_query(
            SQL(
                "DELETE FROM quickbooks_login_attempt WHERE key = ANY(%s) RETURNING id",
                self._keys(user, address),
            )
        )

    @api.model
    def _last_failure(self, user):
        """When this user's password was last wrong since it was last right, if ever."""
        rows = self.env.execute_query(
            SQL(
                "SELECT failed_at FROM quickbooks_login_attempt WHERE key = ANY(%s)",
                self._keys(user),
            )
        )
        return rows[0][0] if rows else None

    @api.autovacuum
    def _gc_forgotten(self):
        """Clear away what does not count any more."""
        self.env.execute_query(
            SQL(
                "DELETE FROM quickbooks_login_attempt WHERE failed_at < %s"
                " RETURNING id",
                fields.Datetime.now() - FORGOTTEN,
            )
        )


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
