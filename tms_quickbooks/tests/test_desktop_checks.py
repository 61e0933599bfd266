# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is said and chosen before anything goes to QuickBooks Desktop."""

from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .company_file_case import BANK, CompanyFileCase


@tagged("post_install", "-at_install")
class TestDesktopChecks(CompanyFileCase):
    """The same mapping, checks and dry run as for QuickBooks Online."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.invoice_push = cls.connection.bill_push = "click"

    # -- the dry run -----------------------------------------------------------

    def test_an_invoice_is_shown_in_words_and_as_qbxml(self):
        invoice = self._invoice({"price_unit": 1234.56, "name": "Dallas to Tulsa"})
        self._has(self.customer, "Customer")
        line = self._line(invoice)
        self.assertEqual(line.verdict, "ready")
        self.assertIn("<InvoiceAddRq", line.payload)
        self.assertIn("<Amount>1234.56</Amount>", line.payload)
        for said in ("Dallas to Tulsa", "1,234.56", self.customer.name):
            self.assertIn(said, line.content)

    def test_the_number_is_shown_as_quickbooks_will_have_it(self):
        invoice = self._invoice(name="INV/2026/00777")
        line = self._line(invoice)
        self.assertEqual(line.number, "INV26/00777")
        self.assertIn("<RefNumber>INV26/00777</RefNumber>", line.payload)
        self.assertEqual(self._codes(line), ["preflight.number_shortened"])
        self.assertEqual(line.verdict, "ready")
        self.assertIn("INV26/00777", self.connection.number_warning)
        self.connection.number_source = "load"
        self.assertFalse(self.connection.number_warning)

    def test_letters_are_shown_as_quickbooks_will_have_them(self):
        self.customer.name = "Nguyễn Lumber"
        lines = self._preview(self._invoice(name="INV/2026/00778")).line_ids
        party = lines.filtered(lambda line: line.object_type == "Customer")
        self.assertEqual(self._codes(party), ["preflight.characters"])
        self.assertIn("<Name>Nguyen Lumber</Name>", party.payload)
        self.assertIn("Nguyen Lumber", party.content)

    def test_an_email_that_stays_here_is_not_shown(self):
        self.customer.qb_bill_email = "ap@acme.example"
        line = self._line(self._invoice())
        self.assertNotIn("ap@acme.example", line.content + line.payload)

    def test_closed_books_name_the_menu_of_desktop(self):
        self._profile_is(self.connection, closing_date=date(2026, 1, 31))
        line = self._line(self._invoice(invoice_date="2026-01-15"))
        self.assertEqual(line.verdict, "stopped")
        self.assertIn("Preferences, Accounting", line.problems)
        self.assertIn("closed through 01/31/2026", line.problems, "as users write it")

    def test_what_quickbooks_has_as_it_is_here_is_not_offered(self):
        invoice = self._invoice(name="INV/2026/00779")
        self._has(self.customer, "Customer")
        self._sent_before(invoice)
        preview = self._preview(invoice)
        self.assertEqual(preview.line_ids.verdict, "same")
        self.assertEqual((preview.ready_count, preview.same_count), (0, 1))
        invoice.invoice_line_ids.name = "Changed"
        self.assertEqual(self._line(invoice).verdict, "ready")

    # -- names and numbers -----------------------------------------------------

    def test_names_fit_into_41_characters_with_their_suffix(self):
        self.carrier.name = "Blue Ridge Carriers and Logistics of the Carolinas"
        [party] = self.carrier._qb_documents(self.connection, "Vendor", {}).values()
        self.assertEqual(len(party.name), 41)
        provider = self.connection._provider()
        told_apart = provider.suffixed(party.name, self.connection.vendor_suffix)
        self.assertEqual(len(told_apart), 41)
        self.assertTrue(told_apart.endswith(" (V)"))

    def _matched(self, name, role):
        rank = {"Customer": "customer_rank", "Vendor": "supplier_rank"}[role]
        partner = self.env["res.partner"].create(
            {"name": name, "is_company": True, rank: 1}
        )
        self.env["quickbooks.match"]._action_open(role)
        return self.env["quickbooks.match"].search(
            [("partner_id", "=", partner.id), ("role", "=", role)]
        )

    def test_names_are_shared_with_all_others_there(self):
        self._list(self.connection, "OtherName", "Prairie Foods")
        match = self._matched("PRAIRIE Foods", "Vendor")
        self.assertEqual(match.qb_name, "PRAIRIE Foods (V)")
        self._matched("Nguyễn Lumber", "Customer")
        match = self._matched("Nguyen Lumber", "Vendor")
        self.assertEqual(match.qb_name, "Nguyen Lumber (V)", "the same letters there")
        long = "Blue Ridge Carriers and Logistics of the Carolinas"
        match = self._matched(long, "Vendor")
        self.assertEqual(len(match.qb_name), 41)
        again = self._matched(f"{long} and Georgia", "Vendor")
        self.assertEqual(again.state, "conflict", "both would be cut to one name")

    def test_a_service_has_a_name_of_31_characters(self):
        mapping = self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "item",
                "source": f"product.template,{self.product.product_tmpl_id.id}",
            }
        )
        self.product.name = "Detention at the consignee per hour"
        item = self.env["quickbooks.item"].create(
            {
                "mapping_id": mapping.id,
                "income_account_id": self._object("Account", "Freight Income").id,
            }
        )
        self.assertEqual(len(item.name), 31)
        with self.assertRaisesRegex(ValidationError, "31"):
            item.name = "x" * 32
        document = item._qb_documents(self.connection, "Item", {})[item.id]
        render = self.connection._provider().render
        payload = render.batch_item(document, "1", self.connection._profile())
        self.assertIn(b"<ItemServiceAddRq", payload)

    # -- the mapping -----------------------------------------------------------

    def _kinds(self):
        mappings = self.env["quickbooks.mapping"]
        return set(mappings._kinds_in_use(self.connection._profile()))

    def test_there_are_no_locations_and_classes_where_they_are_tracked(self):
        self.assertEqual(
            self._kinds(), {"item", "expense", "term", "deposit", "method"}
        )
        self._profile_is(self.connection, class_per_line=True, sales_tax=True)
        self.assertLessEqual({"class", "tax"}, self._kinds())
        self.assertNotIn("location", self._kinds())

    def _tax_objects(self):
        """A code, an item and a group, of which each country has its own to choose."""
        return {
            subtype: self._list(
                self.connection, "TaxCode", f"Tax {subtype}", subtype=subtype
            )
            for subtype in ("SalesTaxCode", "ItemSalesTax", "ItemSalesTaxGroup")
        }

    def test_a_tax_leads_to_a_sales_tax_item_or_elsewhere_to_a_code(self):
        known = self._tax_objects()
        for country, subtypes in (
            ("US", {"ItemSalesTax", "ItemSalesTaxGroup"}),
            ("CA", {"SalesTaxCode"}),
        ):
            self._profile_is(self.connection, country=country, sales_tax=True)
            found = self.env["quickbooks.object"].search(
                [
                    ("connection_id", "=", self.connection.id),
                    ("usable_for", "=", "tax"),
                ]
            )
            self.assertEqual(set(found.mapped("subtype")), subtypes)
            for subtype, tax in known.items():
                tax.invalidate_recordset(["usable_for"])
                self.assertEqual("tax" in tax.usable_for.split(), subtype in subtypes)

    def test_no_default_stands_for_a_tax_that_quickbooks_would_compute(self):
        self._profile_is(
            self.connection, sales_tax=True, taxable_code="1-1", untaxed_code="2-1"
        )
        known = self._tax_objects()
        tax = self.env["account.tax"].create(
            {"name": "Dallas", "amount": 8.25, "type_tax_use": "sale"}
        )
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "tax",
                "object_id": known["ItemSalesTax"].id,
            }
        )
        invoice = self._invoice({"tax_ids": tax.ids, "price_unit": 100})
        line = self._line(invoice)
        self.assertEqual(line.verdict, "stopped")
        self.assertIn("preflight.no_tax_code", self._codes(line))
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "tax",
                "source": f"account.tax,{tax.id}",
                "object_id": known["ItemSalesTaxGroup"].id,
            }
        )
        line = self._line(invoice)
        self.assertEqual(line.verdict, "ready", line.problems)
        self.assertIn(known["ItemSalesTaxGroup"].qb_id, line.payload)

    def test_taxes_of_sales_only_are_asked_for(self):
        self._profile_is(self.connection, sales_tax=True)
        sale, purchase = self.env["account.tax"].create(
            [
                {"name": use, "amount": 5, "type_tax_use": use}
                for use in ("sale", "purchase")
            ]
        )
        self._invoice({"tax_ids": sale.ids})
        self._bill({"tax_ids": purchase.ids})
        mappings = self.env["quickbooks.mapping"]
        mappings.sudo()._refresh(self.connection)
        rows = mappings.search(
            [("connection_id", "=", self.connection.id), ("kind", "=", "tax")]
        )
        self.assertEqual(rows.mapped("source"), [sale])

    def test_headings_and_what_quickbooks_computes_are_no_items(self):
        names = ("Group", "Subtotal", "Discount", "Payment", "OtherCharge")
        for subtype in names:
            self._list(self.connection, "Item", subtype, subtype=subtype)
        usable = self.env["quickbooks.object"].search(
            [("connection_id", "=", self.connection.id), ("usable_for", "=", "item")]
        )
        self.assertEqual(set(usable.mapped("name")), {"Linehaul", "OtherCharge"})

    # -- fields, files ---------------------------------------------------------

    def test_free_texts_of_the_form_take_what_the_load_says(self):
        fields = self.connection.custom_field_ids
        self.assertEqual(fields.mapped("name"), ["Other", "P.O. Number"])
        fields.filtered(lambda field: field.qb_id == "PONumber").source = "order"
        line = self._line(self._invoice(ref="PO 4711"))
        self.assertIn("<PONumber>PO 4711</PONumber>", line.payload)

    def test_files_stay_here_and_that_is_said_once(self):
        with self.assertRaises(ValidationError):
            self.connection.file_push = "auto"
        invoice = self._invoice()
        self.env["ir.attachment"].create(
            {
                "name": "pod.pdf",
                "raw": b"%PDF",
                "res_model": invoice._name,
                "res_id": invoice.id,
            }
        )
        self.assertFalse(invoice.qb_sends_files)
        self.assertFalse(
            self._preview(invoice).line_ids.filtered(
                lambda line: line.object_type == "Attachable"
            )
        )
        self.assertFalse(
            self.env["quickbooks.attachment"].search([("move_id", "=", invoice.id)])
        )

    # -- taking back -----------------------------------------------------------

    def _revert(self, records):
        action = records.action_qb_revert()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_everything_can_be_voided_but_payments_of_customers(self):
        invoice, bill = self._invoice(), self._bill()
        self._has(invoice, "Invoice", "1001", "100")
        self._has(bill, "Bill", "B-1", "100")
        for document in (invoice, bill):
            revert = self._revert(document)
            self.assertTrue(revert.has_choice)
            self.assertFalse(revert.only_deleted)
            self.assertEqual(revert.line_ids.way, "void")

    def test_a_payment_of_a_customer_is_deleted(self):
        invoice = self._invoice()
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.customer.id,
                "amount": 100,
                "payment_type": "inbound",
                "partner_type": "customer",
            }
        )
        payment.action_post()
        self._has(payment, "Payment", "1", "100")
        revert = self._revert(payment)
        self.assertFalse(revert.has_choice)
        self.assertEqual(revert.line_ids.way, "delete")
        self.assertFalse(invoice.qb_id)

    # -- payments --------------------------------------------------------------

    def test_a_vendor_is_paid_from_the_mapped_bank_account(self):
        bill = self._bill({"price_unit": 100})
        self._has(self.carrier, "Vendor")
        there = self._has(bill, "Bill", "B-1", "100")
        journal = self.company_data["default_journal_bank"]
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        payment = register.create({"journal_id": journal.id})._create_payments()
        line = self._line(payment)
        self.assertEqual(line.verdict, "stopped")
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "deposit",
                "source": f"account.journal,{journal.id}",
                "object_id": self._object("Account", BANK).id,
            }
        )
        line = self._line(payment)
        self.assertEqual(line.verdict, "ready", line.problems)
        self.assertIn("<BillPaymentCheckAddRq", line.payload)
        self.assertIn(there.qb_id, line.payload)

    def test_money_without_a_bank_goes_to_undeposited_funds(self):
        self._has(self.customer, "Customer")
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.customer.id,
                "amount": 100,
                "payment_type": "inbound",
                "partner_type": "customer",
            }
        )
        payment.action_post()
        line = self._line(payment)
        self.assertIn("Undeposited Funds", line.content)
        self.assertNotIn("DepositToAccountRef", line.payload)

    # -- moving to another company file ----------------------------------------

    def _migrate(self, source, **vals):
        self.env["quickbooks.migration"].create(
            {
                "connection_id": source.id,
                "cutoff_date": "2026-11-10",
                "confirmed": True,
                **vals,
            }
        ).action_migrate()
        return source.moved_to_id

    def test_another_company_file_begins_with_a_user_of_its_own(self):
        self.connection.write(
            {"company_file_path": r"C:\Books\Lone.qbw", "vendor_suffix": " (Carrier)"}
        )
        later = self._invoice(invoice_date="2026-11-15")
        self._has(later, "Invoice", "1001", "100")
        later.sudo().qb_status = "synced"
        target = self._migrate(self.connection)
        self.assertFalse(self.connection.active)
        self.assertEqual(self.connection.state, "disconnected")
        self.assertEqual((target.provider, target.state), ("desktop", "draft"))
        self.assertEqual(target.vendor_suffix, " (Carrier)")
        self.assertFalse(target.company_file_path, "another file is somewhere else")
        for name in ("qb_user", "file_id"):
            self.assertTrue(target[name])
            self.assertNotEqual(target[name], self.connection[name])
        self.assertEqual(later.qb_status, "not_synced")
        target.action_undo_migration()
        self.assertTrue(self.connection.active)
        self.assertEqual(later.qb_status, "synced")

    def test_from_desktop_to_online_and_back(self):
        target = self._migrate(self.connection, provider="online")
        self.assertEqual((target.provider, target.state), ("online", "draft"))
        target.sudo().write({"state": "connected", "realm_id": "9130000000000001"})
        self.assertFalse(target.can_undo_migration)
        wizard = self.env["quickbooks.migration"].create(
            {"connection_id": target.id, "target_id": self.connection.id}
        )
        self.assertEqual(wizard.provider, "desktop")
        back = self._migrate(target, target_id=self.connection.id)
        self.assertEqual(back, self.connection)
        self.assertEqual(back.provider, "desktop")

    # -- the forms -------------------------------------------------------------

    def test_the_connection_and_the_dialogs_open(self):
        with Form(self.connection) as form:
            form.customer_suffix = " (Cust)"
        self.assertIn("(Cust)", self.connection.suffix_preview)
