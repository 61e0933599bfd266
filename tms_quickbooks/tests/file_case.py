# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files that go with documents, and are fetched back from QuickBooks."""

import requests

from .load_case import LoadCase


class FileCase(LoadCase):
    """Attaches files to loads, invoices and bills; the connection sends them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.file_push = "auto"
        # As in production: test databases may keep files in tables.
        config = cls.env["ir.config_parameter"].sudo()
        config.set_param("ir_attachment.location", "file")

    def _attach(self, record, name, content=None):
        """A file on a record, with content of its own unless told."""
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "res_model": record._name,
                "res_id": record.id,
                "raw": f"content of {name}".encode() if content is None else content,
            }
        )

    def _files(self, move):
        """The rows of a document's files, by the names of the files."""
        self.env.invalidate_all()
        return {row.name: row for row in move.qb_file_ids}

    def _states(self, move):
        return {name: row.qb_status for name, row in self._files(move).items()}

    def _attached(self, move):
        """What QuickBooks shows with a document: ``{name: Attachable}``."""
        found = {}
        for each in self._all_in_quickbooks("Attachable"):
            for ref in each.get("AttachableRef", []):
                if ref["EntityRef"]["value"] == move.qb_id:
                    self.assertNotIn(each["FileName"], found, "attached twice")
                    found[each["FileName"]] = each
        return found

    def _downloaded(self, attachable):
        """The bytes that QuickBooks keeps of a file."""
        credentials = self.sim.credentials(self.realm)
        address = requests.get(
            f"{self.sim.url}{attachable['FileAccessUri']}",
            headers={"Authorization": f"Bearer {credentials['access_token']}"},
            timeout=10,
        ).text
        return requests.get(address, timeout=10).content

    def _uploads(self):
        return self.sim.stats.calls(self.realm, "upload")

    def _sent_load(self):
        """A load whose invoice is in QuickBooks."""
        load = self._load()
        invoice = self._invoiced(load)
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)
        return load, invoice
