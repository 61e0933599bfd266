# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets at rest: the encryption keys and where they come from."""

import logging
import os
import stat
import tempfile
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..lib.vault import Vault, VaultError

_logger = logging.getLogger(__name__)

KEYS_OPTION = "tms_quickbooks_keys"
KEYS_VARIABLE = "TMS_QUICKBOOKS_KEYS"
# Prints a new key.
NEW_KEY_COMMAND = (
    "python3 -c 'from cryptography.fernet import Fernet;"
    " print(Fernet.generate_key().decode())'"
)


class QuickbooksApp(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.app"

    keys_missing = fields.Boolean(compute="_compute_keys_missing")

    @api.model
    def _configured_keys(self):
        """Encryption keys of the environment or odoo.conf, newest first."""
        text = os.environ.get(KEYS_VARIABLE) or config.get(KEYS_OPTION) or ""
        return [key.strip() for key in str(text).split(",") if key.strip()]

    @api.depends("environment")
    def _compute_keys_missing(self):
        self.keys_missing = not self._configured_keys()

    @api.model
    def _local_key_path(self):
        return Path(config["data_dir"]) / "tms_quickbooks.key"

    @api.model
    def _local_key(self):
        """A key of this installation's data folder, for test companies only.

        It keeps the tokens of a sandbox or simulator out of database dumps without
        asking anybody to configure a key first. Production wants a configured key,
        which backups of the data folder do not carry.
        """
        path = self._local_key_path()
        if not path.exists():
            # Written whole before it has its name: another process may look for it.
            with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
                file.write(Vault.new_key())
                file.flush()
                try:
                    os.link(file.name, path)
                except FileExistsError:
                    _logger.debug("Another process has just made the local key")
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            _logger.warning("%s was open to other users of this machine", path)
            path.chmod(0o600)
        return path.read_text().strip()

    def _keys(self):
        """The keys for these secrets, newest first.

        A test company that began with the local key can still be read after a key has
        been configured.
        """
        keys = self._configured_keys()
        if self.environment != "production" and (
            not keys or self._local_key_path().exists()
        ):
            return [*keys, self._local_key()]
        return keys

    def _vault(self):
        """The vault for this connection's secrets.

        :raises UserError: when production has no key, or a key is malformed
        """
        keys = self._keys()
        if not keys:
            raise UserError(
                self.env._(
                    "No encryption key is configured, so the sign-in to your live books"
                    " would be readable in every copy of this database. Make a key with"
                    " %(command)s, put it into odoo.conf as %(option)s or into the"
                    " environment as %(variable)s, restart Odoo and try again.",
                    command=NEW_KEY_COMMAND,
                    option=KEYS_OPTION,
                    variable=KEYS_VARIABLE,
                )
            )
        try:
            return Vault(keys)
        except VaultError as error:
            raise UserError(
                self.env._(
                    "The encryption key in %(option)s is not usable. It must be a"
                    " Fernet key: 32 random bytes in URL-safe base64.",
                    option=KEYS_OPTION,
                )
            ) from error

    def _open_secret(self, field_name):
        """A stored secret in clear, for the call that needs it and nothing else."""
        self.ensure_one()
        try:
            return self._vault().open(self.sudo()[field_name])
        except VaultError as error:
            raise UserError(
                self.env._(
                    "The stored sign-in of %(name)s cannot be read with the encryption"
                    " key of this installation. Was the database copied from another"
                    " machine? Connect again, or configure the old key beside the new"
                    " one.",
                    name=self.name,
                )
            ) from error

    @api.model
    def _sealed_fields(self):
        """The names of the fields that hold encrypted secrets."""
        return [
            name
            for name, field in self._fields.items()
            if name.endswith("_sealed") and field.store
        ]

    def _rotate_secrets(self):
        """Seal the secrets of one record with the newest key; return how many.

        :raises VaultError: when one of them fits no key; then none is changed
        """
        self.ensure_one()
        sealed = {name: self[name] for name in self._sealed_fields() if self[name]}
        if sealed:
            vault = self._vault()
            self.write({name: vault.rotate(text) for name, text in sealed.items()})
        return len(sealed)
