# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The password of the Web Connector: shown once, kept as a hash."""

import secrets

from passlib.context import CryptContext

from odoo import api, models, tools

# Letters and digits that nobody mistakes for one another; in groups, as somebody may
# have to type it. 25 of 32 characters are 125 bits.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 5
# Nobody has a longer one, and the hash function would have to read all of it.
LONGEST_PASSWORD = 256
# As Odoo hashes API keys: nobody guesses 125 random bits, however fast it goes, and the
# Web Connector comes every few minutes.
CRYPT = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=6000)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def _renew_qb_password(self):
        """Make a new password for the Web Connector and return it, this once.

        The earlier one is not accepted any more, and a session that began with it
        is over.
        """
        self.ensure_one()
        self._check_manager()
        password = "-".join(
            "".join(secrets.choice(ALPHABET) for _ in range(GROUP))
            for _ in range(GROUPS)
        )
        connection = self.sudo()
        connection.qb_password_hash = CRYPT.hash(password)
        self.env["quickbooks.login.attempt"]._forget(connection.qb_user)
        self.env["quickbooks.session"].sudo()._of_connection(self)._supersede()
        return password

    @api.model
    def _of_qb_user(self, user):
        """The connection of a user of the Web Connector, or an empty set (sudo)."""
        return self.sudo().search([("qb_user", "=", user)]) if user else self.sudo()

    def _is_qb_password(self, password):
        """Whether it is this connection's; for no connection it takes as long."""
        stored = self.sudo().qb_password_hash
        password = password.strip()
        if not stored or len(password) > LONGEST_PASSWORD:
            CRYPT.verify("", self._nobodys_hash())
            return False
        return CRYPT.verify(password, stored)

    @api.model
    @tools.ormcache()
    def _nobodys_hash(self):
        """The hash of a password that nobody has seen."""
        return CRYPT.hash(secrets.token_hex())

    def _is_closed_to_web_connector(self):
        """Whether nothing is exchanged whoever comes: signed out, moved away from, or a
        copy of the database in which somebody connected."""
        self.ensure_one()
        return self.state == "disconnected" or self.is_copy or not self.active
