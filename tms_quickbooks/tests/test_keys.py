# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets at rest: which key seals them, how that is told, and how it is changed."""

import stat
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import config, mute_logger

from ..lib.vault import Vault, fingerprint
from .common import QuickbooksCase

OLD, NEW, FOREIGN = (Vault.new_key() for _number in range(3))
SECRETS = ("access_token_sealed", "refresh_token_sealed", "client_secret_sealed")


class KeysCase(QuickbooksCase):
    @contextmanager
    def _with_keys(self, *keys):
        """As if odoo.conf said so, after a restart."""
        App = type(self.env["quickbooks.app"])
        with patch.object(App, "_configured_keys", lambda app: list(keys)):
            self.env.invalidate_all()
            yield
        self.env.invalidate_all()

    @contextmanager
    def _without_local_key(self):
        """As on another server."""
        with (
            TemporaryDirectory() as folder,
            patch.dict(config.options, data_dir=folder),
        ):
            yield Path(folder)

    def _seal_with(self, key):
        """The connection as it is when it was signed in for with a key."""
        with self._with_keys(key):
            connection = self.connection.sudo()
            vault = Vault([key])
            connection.write({name: vault.seal(f"the {name}") for name in SECRETS})

    def _opened(self, *keys):
        return [Vault(keys).open(self.connection.sudo()[name]) for name in SECRETS]


@tagged("post_install", "-at_install")
class TestKeys(KeysCase):
    # -- a key is needed -----------------------------------------------------------

    def _draft(self, **vals):
        company = self.env["res.company"].create({"name": "Second Company"})
        return self.env["quickbooks.connection"].create(
            {"company_id": company.id, "client_secret": "a secret", **vals}
        )

    def test_production_wants_a_key_and_is_told_how_to_make_one(self):
        with self._with_keys(), self.assertRaises(UserError) as refusal:
            self._draft(environment="production")
        self.assertIn("No encryption key is configured", str(refusal.exception))
        self.assertIn("Fernet.generate_key()", str(refusal.exception))

    def test_a_malformed_key_is_explained(self):
        with self._with_keys("not a key"):
            with self.assertRaisesRegex(UserError, "must be a Fernet key"):
                self._draft(environment="production")

    def test_a_database_without_its_key_is_explained(self):
        self._seal_with(OLD)
        with self._with_keys(FOREIGN), self._without_local_key():
            with self.assertRaisesRegex(
                UserError, "cannot be read with the encryption"
            ):
                self.connection.sudo()._open_secret("access_token_sealed")

    def test_a_secret_for_intuit_is_not_shown_to_another_server(self):
        draft = self._draft(environment="sandbox")
        self.assertTrue(draft.has_client_secret)
        draft.environment = "simulator"
        self.assertFalse(draft.has_client_secret)

    def test_secrets_are_readable_by_nobody(self):
        self.assertFalse(self.connection.client_secret)
        self.assertTrue(self.connection.has_client_secret)
        for name in self.connection._sealed_fields():
            with self.subTest(field=name), self.assertRaises(AccessError):
                self.connection.read([name])

    # -- the local key -------------------------------------------------------------

    def test_a_test_company_gets_a_key_of_this_server_that_only_odoo_reads(self):
        with self._with_keys(), self._without_local_key() as folder:
            key = self.connection._local_key()
            path = folder / "tms_quickbooks.key"
            self.assertEqual(path.read_text(), key)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
            self.assertEqual(self.connection._local_key(), key)
            self.assertEqual([path], list(folder.iterdir()), "nothing else is left")

    @mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_app_keys")
    def test_a_local_key_that_others_could_read_is_closed_to_them(self):
        with self._with_keys(), self._without_local_key() as folder:
            self.connection._local_key()
            path = folder / "tms_quickbooks.key"
            path.chmod(0o644)
            self.connection._local_key()
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)

    def test_what_the_local_key_sealed_stays_readable_beside_a_configured_key(self):
        with self._with_keys(), self._without_local_key():
            key = self.connection._local_key()
            self._seal_with(key)
            with self._with_keys(NEW):
                token = self.connection._open_secret("access_token_sealed")
                self.assertEqual(token, "the access_token_sealed")
                self.connection.environment = "simulator"
                self.assertEqual(self.connection.key_status, "replaced")

    # -- how it is told ------------------------------------------------------------

    def _status(self, *keys):
        with self._with_keys(*keys), self._without_local_key():
            return self.connection.key_status, self.connection.key_text

    def test_a_good_key_is_told_by_its_fingerprint_and_its_first_day(self):
        self._seal_with(NEW)
        status, text = self._status(NEW)
        self.assertEqual(status, "good")
        self.assertIn(fingerprint(NEW), text)
        self.assertIn("in use since", text)
        self.assertEqual(self.connection.key_since, fields.Date.today())

    def test_a_replaced_key_asks_for_a_rotation(self):
        self._seal_with(OLD)
        status, text = self._status(NEW, OLD)
        self.assertEqual(status, "replaced")
        self.assertIn(fingerprint(OLD), text)
        self.assertIn("Rotate", text)

    def test_a_key_of_more_than_a_year_asks_for_a_new_one(self):
        self._seal_with(NEW)
        self.connection.sudo().key_since -= timedelta(days=366)
        status, text = self._status(NEW)
        self.assertEqual(status, "aged")
        self.assertIn("Fernet.generate_key()", text)

    def test_a_key_is_as_old_as_its_first_use_by_any_connection(self):
        self._seal_with(NEW)
        first = fields.Date.today() - timedelta(days=400)
        other = self._draft(environment="sandbox")
        other.sudo().write({"key_fingerprint": fingerprint(NEW), "key_since": first})
        self.assertEqual(self._status(NEW)[0], "aged")

    def test_a_key_that_is_gone_is_told(self):
        self._seal_with(OLD)
        status, text = self._status(NEW)
        self.assertEqual(status, "unreadable")
        self.assertIn("sign in again", text)

    def test_an_unusable_key_is_told(self):
        self._seal_with(OLD)
        self.assertEqual(self._status("not a key")[0], "unusable")

    def test_the_local_key_is_told_to_be_for_test_companies(self):
        with self._without_local_key(), self._with_keys():
            self._seal_with(self.connection._local_key())
            self.env.invalidate_all()
            with self._with_keys():
                self.assertEqual(self.connection.key_status, "local")

    def test_live_books_without_a_key_are_told(self):
        with self._with_keys(NEW):
            draft = self._draft(environment="production")
        with self._with_keys():
            self.assertEqual(draft.key_status, "missing")
            self.assertIn("Fernet.generate_key()", draft.key_text)

    # -- rotation ------------------------------------------------------------------

    def test_rotating_moves_all_secrets_of_all_connections_to_the_newest_key(self):
        self._seal_with(OLD)
        with self._with_keys(OLD):
            other = self._draft(environment="production")
            before = other.message_ids
        with self._with_keys(NEW, OLD), self._without_local_key():
            said = self.connection.action_rotate_keys()["params"]
        self.assertEqual(said["type"], "success")
        self.assertIn("4 secrets", said["message"])
        self.assertEqual(self._opened(NEW), [f"the {name}" for name in SECRETS])
        self.assertEqual(
            Vault([NEW]).open(other.sudo().client_secret_sealed), "a secret"
        )
        for connection, text in (
            (self.connection, self.connection.message_ids[0].body),
            (other, (other.message_ids - before).body),
        ):
            with self.subTest(connection=connection.name):
                self.assertIn(fingerprint(NEW), text)
                self.assertNotIn(NEW, text)
        self.assertEqual(self.connection.key_fingerprint, fingerprint(NEW))
        self.assertEqual(self._status(NEW)[0], "good")

    def test_what_fits_no_key_is_told_and_keeps_nobody_from_rotating(self):
        self._seal_with(OLD)
        with self._with_keys(FOREIGN):
            lost = self._draft(environment="production").sudo()
            sealed = lost.client_secret_sealed
        with self._with_keys(NEW, OLD), self._without_local_key():
            said = self.connection.action_rotate_keys()["params"]
        self.assertEqual(said["type"], "warning")
        self.assertIn("1 connections cannot be read", said["message"])
        self.assertEqual(lost.client_secret_sealed, sealed)
        self.assertEqual(self._opened(NEW), [f"the {name}" for name in SECRETS])

    def test_rotation_is_for_managers(self):
        user = self.env.user
        user.group_ids -= self.env.ref("tms_quickbooks.group_quickbooks_manager")
        user.group_ids += self.env.ref("tms_quickbooks.group_quickbooks_user")
        with self.assertRaisesRegex(UserError, "Only a QuickBooks Manager"):
            self.connection.action_rotate_keys()

    def test_the_connection_works_on_after_a_rotation(self):
        with self._without_local_key(), self._with_keys(OLD):
            given = self.sim.credentials(self.realm)
            vault = Vault([OLD])
            self.connection.sudo().write(
                {
                    "access_token_sealed": vault.seal(given["access_token"]),
                    "refresh_token_sealed": vault.seal(given["refresh_token"]),
                    "client_secret_sealed": vault.seal(given["client_secret"]),
                }
            )
            with self._with_keys(NEW, OLD):
                self.connection.action_rotate_keys()
            with self._with_keys(NEW):
                self.sim.tokens.expire("access")
                invoice = self._invoice()
                self._run()
                self.assertEqual(invoice.qb_status, "synced")
