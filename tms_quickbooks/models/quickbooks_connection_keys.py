# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which key seals a connection's secrets, whether that is well, and its rotation."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..lib.vault import Vault, VaultError
from .quickbooks_app_keys import KEYS_OPTION, NEW_KEY_COMMAND

# A key that seals for longer than this should be replaced.
KEY_LIFE = timedelta(days=365)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    key_fingerprint = fields.Char(
        string="Encryption Key",
        readonly=True,
        copy=False,
        help="Tells keys apart; the key itself is nowhere in the database.",
    )
    key_since = fields.Date(string="Key in Use Since", readonly=True, copy=False)
    key_status = fields.Selection(
        [
            ("good", "Good"),
            ("local", "Local Key"),
            ("aged", "Old Key"),
            ("replaced", "Sealed with a Replaced Key"),
            ("unreadable", "Cannot Be Read"),
            ("unusable", "Key Not Usable"),
            ("missing", "Key Missing"),
        ],
        string="Encryption",
        compute="_compute_key_status",
    )
    key_text = fields.Char(string="Encryption Explained", compute="_compute_key_status")

    def write(self, vals):
        result = super().write(vals)
        if vals.get("refresh_token_sealed"):
            self._note_key()
        return result

    def _note_key(self):
        """Since when a connection's secrets are sealed with the key they have."""
        for connection in self.sudo():
            newest = connection._vault().newest
            if connection.key_fingerprint != newest:
                connection.key_fingerprint = newest
                connection.key_since = fields.Date.context_today(connection)

    @api.depends("environment", "key_fingerprint", "key_since", "refresh_token_sealed")
    @api.depends_context("lang", "uid")
    def _compute_key_status(self):
        for connection in self:
            status, text = connection.sudo()._key_health()
            connection.key_status = status
            connection.key_text = text

    def _key_health(self):
        """How well the secrets are sealed: ``(status, sentence)``."""
        self.ensure_one()
        try:
            vault = Vault(self._keys())
        except VaultError:
            return self._key_trouble()
        used = {
            vault.sealed_by(self[name]) for name in self._sealed_fields() if self[name]
        }
        if None in used:
            return "unreadable", self.env._(
                "The stored sign-in cannot be read with the keys of this server. Put"
                " the key it was sealed with behind the new one in %(option)s and"
                " restart Odoo, or sign in again.",
                option=KEYS_OPTION,
            )
        if used - {vault.newest}:
            return "replaced", self.env._(
                "Some secrets are still sealed with a replaced key (%(old)s). Rotate,"
                " then the old key can be removed from %(option)s.",
                old=", ".join(sorted(used - {vault.newest})),
                option=KEYS_OPTION,
            )
        if not self._configured_keys():
            return "local", self.env._(
                "Sealed with the local key of this server, which is for test companies"
                " only. Live books need a key in %(option)s.",
                option=KEYS_OPTION,
            )
        since = self._key_first_used(vault.newest)
        today = fields.Date.context_today(self)
        if since and since + KEY_LIFE < today:
            return "aged", self.env._(
                "Sealed with key %(key)s, in use since %(since)s. After a year, put a"
                " new key in front of it in %(option)s, restart Odoo and rotate. This"
                " command makes one: %(command)s",
                key=vault.newest,
                since=format_date(self.env, since),
                option=KEYS_OPTION,
                command=NEW_KEY_COMMAND,
            )
        if not used:
            return "good", self.env._(
                "Secrets will be sealed with key %(key)s.", key=vault.newest
            )
        return "good", self.env._(
            "Sealed with key %(key)s, in use since %(since)s.",
            key=vault.newest,
            since=format_date(self.env, since or today),
        )

    def _key_trouble(self):
        """Why there is no vault: no key at all, or one that is none."""
        if self._keys():
            return "unusable", self.env._(
                "The encryption key in %(option)s is not usable. This command makes"
                " one: %(command)s",
                option=KEYS_OPTION,
                command=NEW_KEY_COMMAND,
            )
        return "missing", self.env._(
            "Live books need an encryption key on this server. Make one with"
            " %(command)s, put it into odoo.conf as %(option)s and restart Odoo.",
            option=KEYS_OPTION,
            command=NEW_KEY_COMMAND,
        )

    @api.model
    def _key_first_used(self, name):
        """The day on which the first of all connections was sealed with a key."""
        [[since]] = self.env.execute_query(
            SQL(
                "SELECT min(key_since) FROM quickbooks_connection"
                " WHERE key_fingerprint = %s",
                name,
            )
        )
        return since

    def action_rotate_keys(self):
        """Seal all secrets of all connections with the newest key, in one go.

        Keys belong to the server, and with them the secrets of all its companies; the
        user is told no more of the others than their number.
        """
        self.ensure_one()
        self._check_manager()
        count = unreadable = 0
        for model in sorted(self.env.registry["quickbooks.app"]._inherit_children):
            secret = Domain.OR(
                Domain(name, "!=", False) for name in self.env[model]._sealed_fields()
            )
            records = self.env[model].sudo().with_context(active_test=False)
            records = records.search(secret)
            for record in records:
                record._lock()
                try:
                    count += record._rotate_secrets()
                except VaultError:
                    unreadable += 1
        notify = self.env["quickbooks.sync.mixin"]._qb_notify
        if unreadable:
            return notify(
                self.env._(
                    "%(count)s secrets are sealed with the newest key now. The sign-in"
                    " of %(unreadable)s connections cannot be read with any key of this"
                    " server: sign in there again.",
                    count=count,
                    unreadable=unreadable,
                ),
                kind="warning",
                sticky=True,
            )
        return notify(
            self.env._(
                "%(count)s secrets are sealed with key %(key)s now. Older keys are not"
                " needed any more.",
                count=count,
                key=self.sudo()._vault().newest,
            )
        )

    def _rotate_secrets(self):
        count = super()._rotate_secrets()
        if count:
            self.message_post(
                body=self.env._(
                    "The secrets are sealed with encryption key %(key)s now.",
                    key=self._vault().newest,
                )
            )
        return count
