# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A product or service that QuickBooks lacks is created from the mapping page."""

import json
import uuid

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..lib.online import read as online_read
from .document_case import DocumentCase, goods

try:
    from quickbooks_simulator.online import PRAIRIE
except ImportError:  # the base class skips
    PRAIRIE = None


@tagged("post_install", "-at_install")
class TestItems(DocumentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.write({"invoice_push": "click", "bill_push": "click"})
        cls.product.write({"name": "Tarp Fee", "categ_id": False})
        cls.mapping = cls.env["quickbooks.mapping"].create(
            {
                "connection_id": cls.connection.id,
                "source": f"product.template,{cls.product.product_tmpl_id.id}",
            }
        )

    def _dialog(self, **values):
        """What the dialog of the row saves."""
        action = self.mapping.action_create_item()
        items = self.env["quickbooks.item"].with_context(**action["context"])
        return items.create(values)

    def _named(self, name):
        """The items of this name in QuickBooks."""
        return [
            found
            for found in self._all_in_quickbooks("Item")
            if found["Name"].casefold() == name.casefold()
        ]

    def _make_in_quickbooks(self, **values):
        """The bookkeeper makes an item in QuickBooks; nothing is updated here."""
        account = self._object("Account", "Freight Income")
        item = {
            "Type": "Service",
            "IncomeAccountRef": {"value": account.qb_id},
            **values,
        }
        operation = {"bId": "1", "operation": "create", "Item": item}
        body = json.dumps({"BatchItemRequest": [operation]}).encode()
        answer = self._ask(lambda client: client.batch(body, uuid.uuid4().hex))
        return answer["BatchItemResponse"][0]["Item"]

    # -- creating ------------------------------------------------------------------

    def test_the_dialog_knows_the_name_and_the_usual_account(self):
        item = self._dialog()
        self.assertEqual(item.name, "Tarp Fee")
        self.assertEqual(item.income_account_id.name, "Accessorial Income")
        self.assertFalse(item.expense_account_id)
        self.assertEqual(item.connection_id, self.connection)

    def test_an_item_is_created_as_asked_and_the_row_leads_to_it(self):
        fuel = self._object("Account", "Lumper Fees")
        item = self._dialog(expense_account_id=fuel.id)
        item.action_create_in_quickbooks()
        self.assertEqual(self.mapping.proposal, "Being created…")
        self._run()
        [found] = self._named("Tarp Fee")
        self.assertEqual(found["Type"], "Service")
        self.assertEqual(found["IncomeAccountRef"]["name"], "Accessorial Income")
        self.assertEqual(found["ExpenseAccountRef"]["name"], "Lumper Fees")
        self.assertEqual(self.mapping.object_id.qb_id, found["Id"])
        self.assertEqual(self.mapping.status, "mapped")
        self.assertFalse(self.mapping.proposal)
        self.assertEqual(item.qb_status, "synced")

    def test_it_is_created_once_however_often_it_is_asked_for(self):
        item = self._dialog()
        item.action_create_in_quickbooks()
        item.action_create_in_quickbooks()
        self._run()
        with self.assertRaisesRegex(UserError, "in QuickBooks already"):
            item.action_create_in_quickbooks()
        self._run()
        self.assertEqual(len(self._named("Tarp Fee")), 1)

    def test_a_lost_answer_makes_no_second_item(self):
        self._dialog().action_create_in_quickbooks()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self.assertEqual(len(self._named("Tarp Fee")), 1)
        self.assertFalse(self.mapping.object_id)
        self._let_time_pass(hours=1)
        self._run()
        [found] = self._named("Tarp Fee")
        self.assertEqual(self.mapping.object_id.qb_id, found["Id"])

    def test_documents_that_waited_for_it_go_on(self):
        self.env["quickbooks.mapping"].search(
            [("kind", "=", "item"), ("source", "=", False)]
        ).unlink()
        invoice = self._invoice(invoice_date=fields.Date.today())
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self._dialog().action_create_in_quickbooks()
        self._run()
        [line] = goods(self._sent(invoice))
        self.assertEqual(line["SalesItemLineDetail"]["ItemRef"]["name"], "Tarp Fee")

    def test_the_row_may_have_been_mapped_by_hand_meanwhile(self):
        self._dialog().action_create_in_quickbooks()
        self.mapping.object_id = self.item
        self._run()
        self.assertEqual(len(self._named("Tarp Fee")), 1)
        self.assertEqual(self.mapping.object_id, self.item)

    # -- names ---------------------------------------------------------------------

    def test_what_quickbooks_has_is_to_be_chosen(self):
        item = self._dialog(name="LINEHAUL")
        with self.assertRaisesRegex(UserError, "has “Linehaul” already"):
            item.action_create_in_quickbooks()

    def test_an_item_made_in_quickbooks_meanwhile_is_adopted(self):
        made = self._make_in_quickbooks(Name="Tarp Fee")
        self._dialog().action_create_in_quickbooks()
        self._run()
        self.assertEqual(
            [found["Id"] for found in self._named("Tarp Fee")], [made["Id"]]
        )
        self.assertEqual(self.mapping.object_id.qb_id, made["Id"])

    def test_a_name_that_is_inactive_in_quickbooks_is_explained(self):
        made = self._make_in_quickbooks(Name="Tarp Fee")
        operation = {
            "bId": "1",
            "operation": "update",
            "Item": {
                "Id": made["Id"],
                "SyncToken": made["SyncToken"],
                "sparse": True,
                "Active": False,
            },
        }
        body = json.dumps({"BatchItemRequest": [operation]}).encode()
        self._ask(lambda client: client.batch(body, uuid.uuid4().hex))
        item = self._dialog()
        item.action_create_in_quickbooks()
        self._run()
        self.assertEqual(item.qb_status, "failed")
        self.assertIn("“Tarp Fee” is inactive in QuickBooks", self.mapping.proposal)
        self.assertIn("Make it active again", item.qb_hint)
        # The dialog opens it again; under another name it goes.
        self.assertEqual(self.mapping.action_create_item()["res_id"], item.id)
        item.name = "Tarping"
        item.action_create_in_quickbooks()
        self._run()
        self.assertEqual(self.mapping.object_id.name, "Tarping")

    def test_a_name_that_quickbooks_cannot_list_is_refused_at_once(self):
        for name in ("Tarp: Fee", "x" * 101, "  "):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self._dialog(name=name)
                self.env.flush_all()

    def test_a_long_name_with_a_colon_is_made_to_fit(self):
        self.product.name = "Fee: " + "x" * 120
        item = self._dialog()
        self.assertLessEqual(len(item.name), 100)
        self.assertNotIn(":", item.name)

    def test_only_accounts_of_the_right_type_can_be_chosen(self):
        with self.assertRaisesRegex(ValidationError, "cannot be chosen"):
            self._dialog(income_account_id=self._object("Account", "Fuel").id)

    def test_only_what_is_sold_and_not_mapped_is_created(self):
        self.mapping.object_id = self.item
        with self.assertRaisesRegex(UserError, "not mapped yet"):
            self.mapping.action_create_item()

    # -- what has changed meanwhile ------------------------------------------------

    def test_an_account_that_became_inactive_is_changed_on_the_item(self):
        """Not on the mapping for everything else."""
        item = self._dialog()
        state = self._ask(
            lambda client: client.read("Account", item.income_account_id.qb_id)
        )
        self.env["quickbooks.object"]._store(
            self.connection,
            [online_read.object_state("Account", {**state, "Active": False})],
        )
        item.action_create_in_quickbooks()
        self._run()
        self.assertEqual(item.qb_status, "failed")
        self.assertIn("is inactive in QuickBooks", item.qb_message)
        fix = item.action_qb_fix()
        self.assertEqual((fix["res_model"], fix["res_id"]), (item._name, item.id))
        item.income_account_id = self._object("Account", "Freight Income")
        item.action_create_in_quickbooks()
        self._run()
        self.assertEqual(len(self._named("Tarp Fee")), 1)

    def test_a_heading_of_that_name_is_no_item(self):
        """QuickBooks takes no heading on an invoice."""
        heading = self._make_in_quickbooks(
            Name="Tarp Fee", Type="Category", IncomeAccountRef=None
        )
        self.assertEqual(heading["Type"], "Category")
        item = self._dialog()
        item.action_create_in_quickbooks()
        self._run()
        self.assertEqual(item.qb_status, "failed")
        self.assertFalse(self.mapping.object_id)
        self.assertIn("is in use", item.qb_message)

    def test_it_goes_to_no_other_quickbooks_company(self):
        """Its accounts are those of the company it was made for."""
        item = self._dialog()
        self.connection.sudo().state = "disconnected"
        other = self._connect(self.company, PRAIRIE)
        with self.assertRaisesRegex(UserError, "Nothing can be created"):
            item.action_create_in_quickbooks()
        with self.assertRaises(UserError):
            item.action_qb_send()
        self.assertFalse(self._jobs(item))
        self.assertTrue(other)

    def test_it_is_made_in_the_company_of_its_row(self):
        account = self._dialog().income_account_id
        other = self._connect(
            self.env["res.company"].create({"name": "North Freight"}), PRAIRIE
        )
        row = self.env["quickbooks.mapping"].create(
            {"connection_id": other.id, "source": self.mapping._source_key()}
        )
        with self.assertRaisesRegex(ValidationError, "another QuickBooks company"):
            self.env["quickbooks.item"].create(
                {
                    "mapping_id": row.id,
                    "connection_id": self.connection.id,
                    "name": "Tarp Fee",
                    "income_account_id": account.id,
                }
            )

    def test_a_row_that_is_for_something_else_now_stops_nobody(self):
        self._dialog().action_create_in_quickbooks()
        self.mapping.kind = "expense"
        invoice = self._invoice(invoice_date=fields.Date.today())
        invoice.action_qb_send()
        self._run()
        self.assertEqual(len(self._named("Tarp Fee")), 1)
        self.assertFalse(self.mapping.object_id)
        self.assertEqual(invoice.qb_status, "synced")

    def test_a_row_keeps_waiting_for_its_item_also_while_it_is_not_in_use(self):
        self._dialog().action_create_in_quickbooks()
        self.env["quickbooks.mapping"]._open_page()
        self.assertTrue(self.mapping.exists())
        self._run()
        self.assertEqual(self.mapping.object_id.name, "Tarp Fee")
