# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a company file is like, in the browser: its checklist, its custom fields."""

from odoo import fields
from odoo.tests import tagged

from .company_file_case import CompanyFileCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestDesktopCompanyTours(CompanyFileCase, TourCase):
    def test_what_is_not_ready_and_which_fields_there_are(self):
        today = fields.Date.today()
        of_form, added = ("PONumber", "P.O. Number"), ("DataExt:BOL", "BOL")
        self._profile_is(
            self.connection, closing_date=today, custom_fields=(of_form, added)
        )
        old = today.year - 5
        self.connection.sudo().host = {
            "product": f"QuickBooks Pro {old}",
            "year": old,
            "may_open_alone": False,
        }
        self.env["quickbooks.pull"].sudo().search([]).write({"state": "done"})
        self._tour(self._form(self.connection), "desktop_company")
        self.env.invalidate_all()
        chosen = self.connection.custom_field_ids.filtered("source")
        self.assertEqual(chosen.mapped("source"), ["bol"])
        waiting = self.env["quickbooks.pull"].sudo().search([("state", "=", "waiting")])
        self.assertIn("Account", waiting.mapped("type"))
