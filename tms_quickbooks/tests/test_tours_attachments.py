# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files that go with documents, in the browser."""

from odoo.tests import tagged

from .file_case import FileCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestFileTours(FileCase, TourCase):
    def test_a_bookkeeper_follows_the_files_of_an_invoice(self):
        self.connection.file_push = "none"
        self._tour(self._form(self.connection), "files_settings")
        self.env.invalidate_all()
        self.assertEqual(self.connection.file_push, "auto")
        load, invoice = self._sent_load()
        for name in ("POD.pdf", "POD.heic", "scan0001.pdf", "RateCon.pdf"):
            self._attach(load, name)
        self._run()
        self._tour(self._form(invoice), "files")
        self._run()
        self.assertEqual(
            set(self._attached(invoice)), {"POD.pdf", "scan0001.pdf", "RateCon.pdf"}
        )
        self._tour(self._form(load), "files_of_load")
