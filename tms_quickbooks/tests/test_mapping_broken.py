# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was mapped to is inactive in QuickBooks: it is told, and nothing goes astray."""

import json
import uuid

from odoo.tests import tagged

from .document_case import DocumentCase, goods


@tagged("post_install", "-at_install")
class TestBrokenMapping(DocumentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.category"].create({"name": "Accessorials"})
        cls.product.categ_id = cls.category
        cls.layover = cls._object("Item", "Layover")
        cls.mapping = cls.env["quickbooks.mapping"].create(
            {
                "connection_id": cls.connection.id,
                "kind": "item",
                "source": f"product.category,{cls.category.id}",
                "object_id": cls.layover.id,
            }
        )
        cls.default = cls.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", cls.connection.id),
                ("kind", "=", "item"),
                ("source", "=", False),
            ]
        )

    def _make_inactive(self, target):
        self._set_in_quickbooks(target, Active=False)

    def _set_in_quickbooks(self, target, **values):
        """As the bookkeeper does in QuickBooks; then the lists are updated here."""
        found = self._in_quickbooks(target.type, target.qb_id)
        values |= {name: found[name] for name in ("Id", "SyncToken")}
        item = {"bId": "1", "operation": "update"}
        item[target.type] = {**values, "sparse": True}
        body = json.dumps({"BatchItemRequest": [item]}).encode()
        answer = self._ask(lambda client: client.batch(body, uuid.uuid4().hex))
        self.assertIn(target.type, answer["BatchItemResponse"][0])
        self._update_lists()

    def test_the_mapping_turns_red_and_comes_first(self):
        self.assertEqual(self.mapping.status, "mapped")
        self._make_inactive(self.layover)
        self.assertFalse(self.layover.active)
        self.assertEqual(self.mapping.status, "broken")
        first = self.env["quickbooks.mapping"].search([], limit=1)
        self.assertEqual(first, self.mapping)

    def test_what_depends_on_it_is_held_back_and_goes_after_mapping_anew(self):
        self._make_inactive(self.layover)
        invoice = self._invoice()
        self._assert_stopped_before_the_call(
            invoice, "preflight.inactive_item", "“Layover” is inactive", "retry"
        )
        action = invoice.action_qb_fix()
        self.assertEqual(action["res_model"], "quickbooks.mapping")
        self.assertEqual(action["res_id"], self.mapping.id)
        self.mapping.object_id = self._object("Item", "Detention")
        self.assertEqual(self.mapping.status, "mapped")
        self.mapping.action_retry_held_back()
        [line] = goods(self._sent(invoice))
        self.assertEqual(line["SalesItemLineDetail"]["ItemRef"]["name"], "Detention")

    def test_it_goes_when_it_is_active_again(self):
        self._make_inactive(self.layover)
        invoice = self._invoice()
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self._set_in_quickbooks(self.layover, Active=True)
        self.assertEqual(self.mapping.status, "mapped")
        invoice.action_qb_retry()
        [line] = goods(self._sent(invoice))
        self.assertEqual(line["SalesItemLineDetail"]["ItemRef"]["name"], "Layover")

    def test_an_inactive_default_holds_back_what_goes_by_it(self):
        self._make_inactive(self.item)
        self.assertEqual(self.default.status, "broken")
        own = self._invoice()
        default = self._invoice({"product_id": False, "name": "Storage"})
        self.assertEqual(self._sent(own)["TotalAmt"], 1500)
        self._assert_stopped_before_the_call(
            default, "preflight.inactive_item", "“Linehaul” is inactive"
        )
        self.assertEqual(default.action_qb_fix()["res_id"], self.default.id)

    def test_an_inactive_account_holds_back_bills(self):
        self._make_inactive(self.account)
        bill = self._bill()
        self._assert_stopped_before_the_call(
            bill, "preflight.inactive_expense", "“Purchased Transportation” is inactive"
        )
        mapping = self.env["quickbooks.mapping"].browse(bill.action_qb_fix()["res_id"])
        self.assertEqual((mapping.kind, mapping.status), ("expense", "broken"))
