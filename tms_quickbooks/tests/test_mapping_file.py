# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The mapping goes to a spreadsheet and comes back."""

import base64
import csv
import io
import time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import QuickbooksCase

HEADER = ("Kind", "In Odoo", "In QuickBooks")


@tagged("post_install", "-at_install")
class TestMappingFile(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Mapping = cls.env["quickbooks.mapping"]
        cls.freight = cls.env["product.category"].create({"name": "Freight"})
        cls.reefer = cls.env["product.category"].create(
            {"name": "Reefer", "parent_id": cls.freight.id}
        )
        cls.tarp = cls._product("Tarp Fee", default_code="TARP")

    @classmethod
    def _product(cls, name, **values):
        product = cls.env["product.template"].create(
            {"name": name, "type": "service", "categ_id": cls.reefer.id, **values}
        )
        return product

    def _upload(self, *rows, header=HEADER, **values):
        text = io.StringIO()
        csv.writer(text).writerows([header, *rows])
        return self._upload_bytes(text.getvalue().encode(), **values)

    def _upload_bytes(self, content, **values):
        wizard = self.env["quickbooks.mapping.file"].create(
            {"file": base64.b64encode(content), "filename": "map.csv", **values}
        )
        wizard.action_import()
        return wizard

    def _target(self, record, kind="item"):
        return self.Mapping.search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", kind),
                ("source", "=", f"{record._name},{record.id}"),
            ]
        ).object_id.name

    def _refusal(self, *row, header=HEADER):
        """The sentence for the one line of a file."""
        wizard = self._upload(list(row), header=header)
        self.assertEqual((wizard.imported_count, wizard.refused_count), (0, 1))
        return wizard.refused_text

    # -- good lines ----------------------------------------------------------------

    def test_records_are_known_by_name_complete_name_code_and_external_id(self):
        self.env["ir.model.data"].create(
            {
                "module": "freight",
                "name": "lumper",
                "model": "product.template",
                "res_id": self._product("Lumper").id,
            }
        )
        account = self.company_data["default_account_expense"]
        wizard = self._upload(
            ["Income", "Freight", "Accessorial"],
            ["income", "Freight / Reefer", "LAYOVER"],
            ["Income", "TARP", "Detention"],
            ["Income", "freight.lumper", "Lumper"],
            ["Expense", account.code, "Fuel"],
            ["Expense", "[TARP] Tarp Fee", "Insurance"],
            ["Terms", "30 Days", "Net 30"],
        )
        self.assertEqual((wizard.imported_count, wizard.refused_count), (7, 0))
        self.assertEqual(self._target(self.freight), "Accessorial")
        self.assertEqual(self._target(self.reefer), "Layover")
        self.assertEqual(self._target(self.tarp), "Detention")
        self.assertEqual(self._target(account, "expense"), "Fuel")
        self.assertEqual(self._target(self.tarp, "expense"), "Insurance")
        self.assertIn("7 lines", self.connection.message_ids[0].body)

    def test_quickbooks_is_known_by_full_name_and_number(self):
        self._object("Account", "Fuel").sudo().number = "6100"
        self._object("Item", "Layover").sudo().full_name = "Waiting:Layover"
        self._upload(
            ["Expense", "Freight", "6100"],
            ["Expense", "Reefer", "6100 Fuel"],
            ["Income", "Freight", "Waiting:Layover"],
            ["Income", "Reefer", "Layover"],
        )
        self.assertEqual(self._target(self.freight, "expense"), "Fuel")
        self.assertEqual(self._target(self.reefer, "expense"), "Fuel")
        self.assertEqual(self._target(self.freight), "Layover")
        self.assertEqual(self._target(self.reefer), "Layover")

    def test_an_empty_name_is_the_default_and_a_line_without_target_changes_nothing(
        self,
    ):
        wizard = self._upload(
            ["Income", "", "Detention"],
            ["Expense", "Everything else", "Fuel"],
            ["Income", "Freight", ""],
        )
        self.assertEqual((wizard.imported_count, wizard.left_count), (2, 1))
        defaults = self.Mapping.search([("source", "=", False)])
        names = set(defaults.object_id.mapped("name"))
        self.assertEqual(names, {"Detention", "Fuel"})

    def test_what_is_mapped_is_mapped_anew(self):
        self._upload(["Income", "Freight", "Detention"])
        self._upload(["Income", "Freight", "Layover"])
        self.assertEqual(self._target(self.freight), "Layover")

    def test_an_export_comes_back_as_it_was(self):
        self._upload(
            ["Income", "TARP", "Detention"],
            ["Expense", "Freight / Reefer", "Fuel"],
        )
        self.Mapping._open_page()
        method = self.Mapping.search(
            [("kind", "=", "method"), ("source", "!=", False)], limit=1
        )
        method.object_id = self._object("PaymentMethod", "Check")
        before = {row.id: row.object_id for row in self.Mapping.search([])}
        action = self.Mapping.action_export()
        self.assertIn("download=true", action["url"])
        exported = self.env["quickbooks.mapping.file"].search(
            [], limit=1, order="id desc"
        )
        content = base64.b64decode(exported.file)
        wizard = self._upload_bytes(content)
        self.assertEqual(wizard.refused_text, "")
        self.assertGreaterEqual(wizard.imported_count, 5)
        self.env.invalidate_all()
        after = {row.id: row.object_id for row in self.Mapping.search([])}
        self.assertEqual(after, before)

    # -- bad lines -----------------------------------------------------------------

    def test_every_bad_line_gets_a_sentence_with_its_number(self):
        self._product("Twice")
        self._product("Twice")
        self._object("Item", "Layover").sudo().active = False
        for row, words in (
            (
                ["Incom", "Freight", "Detention"],
                "Line 2: “Incom” is no kind of mapping",
            ),
            (["", "Freight", "Detention"], "no kind of mapping. There are: Income"),
            (["Income", "Nowhere", "Detention"], "nothing called “Nowhere”"),
            (["Income", "Twice", "Detention"], "2 records called “Twice”"),
            (["Income", "Freight", "Nothing"], "QuickBooks has nothing called"),
            (["Income", "Freight", "Layover"], "“Layover” is inactive"),
            (["Income", "Freight", "Fuel"], "cannot be used as Income"),
            (["Expense", "Freight", "Freight Income"], "cannot be used as Expense"),
            (["Terms", "Freight", "Net 30"], "can be mapped as Terms"),
            (["Income", "x" * 9000, "Detention"], "nothing called"),
            (["Income", "=1+1", "Detention"], "“=1+1”"),
        ):
            with self.subTest(row=row[0]):
                self.assertIn(words, self._refusal(*row))

    def test_a_name_of_two_sorts_of_records_is_told_apart_by_the_column_for(self):
        self._product("Freight")
        self.assertIn("2 records", self._refusal("Income", "Freight", "Detention"))
        self._upload(
            ["Income", "Category", "Freight", "Detention"],
            header=["Kind", "For", "In Odoo", "In QuickBooks"],
        )
        self.assertEqual(self._target(self.freight), "Detention")

    def test_a_line_that_comes_twice_is_refused_the_second_time(self):
        wizard = self._upload(
            ["Income", "Freight", "Detention"],
            ["Income", "Freight", "Layover"],
            only_whole=False,
        )
        self.assertIn("Line 3: “Freight” is mapped in line 2", wizard.refused_text)
        self.assertEqual(self._target(self.freight), "Detention")

    def test_all_or_the_good_ones_as_the_user_chooses(self):
        rows = (["Income", "Freight", "Detention"], ["Income", "Nowhere", "Fuel"])
        wizard = self._upload(*rows)
        self.assertEqual((wizard.imported_count, wizard.refused_count), (0, 1))
        self.assertFalse(self._target(self.freight))
        wizard = self._upload(*rows, only_whole=False)
        self.assertEqual((wizard.imported_count, wizard.refused_count), (1, 1))
        self.assertEqual(self._target(self.freight), "Detention")
        refused = base64.b64decode(wizard.refused_file).decode("utf-8-sig")
        [head, line] = csv.reader(io.StringIO(refused))
        self.assertEqual(head[:3], list(HEADER))
        self.assertEqual(line[:3], ["Income", "Nowhere", "Fuel"])
        self.assertIn("nothing called", line[3])

    # -- bad files -----------------------------------------------------------------

    def test_a_wrong_file_is_told_in_a_sentence(self):
        for content, words in (
            (b"", "Choose a file"),
            (b"\n\n", "empty"),
            (b"Income,Freight,Linehaul\n", "first line must name the columns"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "no text file"),
            (b"PK\x03\x04nonsense", "Excel file"),
            (b"x" * 6_000_000, "larger than 5 MB"),
        ):
            with self.subTest(words=words):
                with self.assertRaisesRegex(UserError, words):
                    self._upload_bytes(content)

    def test_semicolons_and_the_mark_of_excel_are_no_matter(self):
        content = "Kind;In Odoo;In QuickBooks\r\nIncome;Freight;Detention\r\n"
        self._upload_bytes(content.encode("utf-8-sig"))
        self.assertEqual(self._target(self.freight), "Detention")

    def test_no_cell_of_an_export_is_a_formula(self):
        evil = self._product("=HYPERLINK(1)")
        self._upload(["Income", "=HYPERLINK(1)", "Detention"])
        self.assertEqual(self._target(evil), "Detention")
        self.Mapping.action_export()
        exported = self.env["quickbooks.mapping.file"].search(
            [], limit=1, order="id desc"
        )
        text = base64.b64decode(exported.file).decode("utf-8-sig")
        self.assertIn(",'=HYPERLINK(1)", text)

    # -- size and rights -----------------------------------------------------------

    def test_ten_thousand_lines_take_seconds(self):
        self.env["product.template"].create(
            [{"name": f"Service {number}", "type": "service"} for number in range(300)]
        )
        rows = [
            [kind, f"Service {number}", target]
            for number in range(300)
            for kind, target in (("Income", "Detention"), ("Expense", "Fuel"))
        ]
        rows += [["Income", f"Unknown {number}", "Fuel"] for number in range(9_400)]
        self.env.flush_all()
        start = time.process_time()
        wizard = self._upload(*rows, only_whole=False)
        self.assertLess(time.process_time() - start, 15)
        self.assertEqual((wizard.imported_count, wizard.refused_count), (600, 9_400))
        self.assertIn("9380 more are in the file", wizard.refused_text)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_only_managers_of_the_company_import_and_export(self):
        user = new_test_user(
            self.env, "clerk", groups="tms_quickbooks.group_quickbooks_user"
        )
        for action in ("action_import", "action_export"):
            with self.assertRaises(AccessError):
                getattr(self.Mapping.with_user(user), action)()
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Inc"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="tms_quickbooks.group_quickbooks_manager",
            company_id=elsewhere.id,
            company_ids=[(6, 0, elsewhere.ids)],
        )
        content = base64.b64encode(b"Kind,In Odoo,In QuickBooks\nIncome,,Detention\n")
        with self.assertRaises(AccessError):
            self.env["quickbooks.mapping.file"].with_user(stranger).create(
                {"connection_id": self.connection.id, "file": content}
            ).action_import()

    # -- Odoo's own import ---------------------------------------------------------

    def test_odoos_own_import_answers_with_sentences(self):
        fields = ["connection_id/.id", "kind", "source", "object_id"]
        connection = str(self.connection.id)
        good = [
            connection,
            "Income",
            f"product.category,{self.freight.id}",
            "Detention",
        ]
        result = self.Mapping.load(fields, [good])
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(self._target(self.freight), "Detention")
        for source in (
            "Freight",
            "res.users,1",
            "nothing.there,1",
            "product.category,x",
        ):
            with self.subTest(source=source):
                result = self.Mapping.load(
                    fields, [[connection, "Income", source, "Detention"]]
                )
                self.assertFalse(result["ids"])
                [message] = result["messages"]
                self.assertIn("no record that can be mapped", message["message"])
