# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What invoices in QuickBooks tell of their loads."""

import json
from datetime import date, datetime

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .document_case import goods
from .load_case import LoadCase


def texts(document):
    """The custom fields of a QuickBooks document that have a text, by their name."""
    return {
        field["Name"]: field["StringValue"]
        for field in document["CustomField"]
        if "StringValue" in field
    }


@tagged("post_install", "-at_install")
class TestCustomFields(LoadCase):
    def _custom(self, **sources):
        """Have these go into the custom fields of QuickBooks, named like that."""
        names = [name.replace("_", " ") for name in sources]
        self.sim.change_company(self.realm, custom_fields=names)
        self._update_lists()
        fields = self.connection.custom_field_ids
        self.assertEqual(fields.mapped("name"), names)
        for field, source in zip(fields, sources.values(), strict=True):
            field.source = source
        return fields

    def _invoice_loads(self, sale, **vals):
        """The posted invoice of all that is sold, sent to QuickBooks and read there."""
        invoice = sale._create_invoices()
        invoice.write({"invoice_date": "2026-11-20", **vals})
        invoice.action_post()
        invoice.action_qb_send()
        return invoice, self._sent(invoice)

    # -- which there are -----------------------------------------------------------

    def test_those_of_quickbooks_are_listed_with_a_suggestion(self):
        fields = self.connection.custom_field_ids
        self.assertEqual(fields.mapped("name"), ["Load Number", "PO Number", "BOL"])
        self.assertFalse(any(fields.mapped("source")), "nothing goes in unasked")
        self.assertEqual(
            fields.mapped("suggestion"),
            ["Load number", "Customer's order number (PO)", "Bill of lading"],
        )
        fields.action_use_suggestion()
        self.assertEqual(fields.mapped("source"), ["load", "order", "bol"])
        self.assertFalse(any(fields.mapped("suggestion")))

    def test_a_field_that_is_called_otherwise_is_another_field(self):
        load, driver = self._custom(Load="load", Driver="route")
        self.sim.change_company(self.realm, custom_fields=["Crew", "Chauffeur"])
        self._update_lists()
        self.assertEqual((load.name, load.source), ("Crew", False))
        self.assertEqual((driver.name, driver.source), ("Chauffeur", "route"))

    def test_a_better_name_for_the_same_keeps_the_choice(self):
        [load] = self._custom(Load="load")
        self.sim.change_company(self.realm, custom_fields=["Load Number"])
        self._update_lists()
        self.assertEqual(load.source, "load")

    def test_a_field_that_is_switched_off_rests_and_comes_back(self):
        load, bol = self._custom(Load="load", BOL="bol")
        self.sim.change_company(self.realm, custom_fields=["Load", ""])
        self._update_lists()
        self.assertEqual(self.connection.custom_field_ids, load)
        self.sim.change_company(self.realm, custom_fields=["Load", "BOL"])
        self._update_lists()
        self.assertEqual(self.connection.custom_field_ids, load | bol)
        self.assertEqual(bol.source, "bol")

    def test_one_that_is_switched_off_meanwhile_does_not_go(self):
        self._custom(Load="load", BOL="bol")
        self.sim.change_company(self.realm, custom_fields=["Load", ""])
        sale = self._sale()
        sale.tms_order_ids.bol_number = "4711"
        self._update_lists()
        _invoice, document = self._invoice_loads(sale)
        self.assertEqual(texts(document), {"Load": sale.tms_order_ids.name})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_managers_choose_and_nobody_writes_what_quickbooks_says(self):
        field = self.connection.custom_field_ids[0]
        user = self._user("reader", "tms_quickbooks.group_quickbooks_user")
        manager = self._user("mapper", "tms_quickbooks.group_quickbooks_manager")
        with self.assertRaises(AccessError):
            field.with_user(user).source = "bol"
        with self.assertRaises(AccessError):
            field.with_user(user).action_use_suggestion()
        with self.assertRaises(AccessError):
            field.with_user(manager).name = "Mine"
        field.with_user(manager).source = "bol"
        self.assertEqual(field.source, "bol")

    # -- one load ------------------------------------------------------------------

    def test_what_the_load_says(self):
        self._custom(PO="order", BOL="bol", Truck="vehicle")
        sale = self._sale()
        sale.client_order_ref = "PO 55-A"
        load = sale.tms_order_ids
        brand = self.env["fleet.vehicle.model.brand"].create({"name": "Volvo"})
        model = self.env["fleet.vehicle.model"].create(
            {"name": "VNL", "brand_id": brand.id}
        )
        load.write(
            {
                "bol_number": "BOL 4711",
                "vehicle_id": self.env["fleet.vehicle"].create(
                    {"model_id": model.id, "license_plate": "TX 123"}
                ),
            }
        )
        _invoice, document = self._invoice_loads(sale)
        self.assertEqual(
            texts(document), {"PO": "PO 55-A", "BOL": "BOL 4711", "Truck": "TX 123"}
        )

    def test_who_drives_what_from_where_to_where(self):
        self._custom(Trailer="trailer", Driver="driver", Lane="route")
        sale = self._sale()
        driver = self.env["tms.driver"].sudo().create({"name": "Ann Lee"})
        amarillo, tulsa = self.env["res.partner"].create(
            [
                {"name": "Cattle Dock", "city": "Amarillo", "tms_location": True},
                {"name": "Tulsa Yard", "tms_location": True},
            ]
        )
        sale.tms_order_ids.write(
            {
                "trailer_number": "T-77",
                "driver_id": driver.id,
                "origin_id": amarillo.id,
                "destination_id": tulsa.id,
            }
        )
        _invoice, document = self._invoice_loads(sale)
        self.assertEqual(
            texts(document),
            {"Trailer": "T-77", "Driver": "Ann Lee", "Lane": "Amarillo – Tulsa Yard"},
        )

    def test_an_invoice_without_load_has_its_reference_as_order_number(self):
        self._custom(PO="order", Load="load")
        invoice = self._invoice(ref="PO 99")
        invoice.action_qb_send()
        self.assertEqual(texts(self._sent(invoice)), {"PO": "PO 99"})

    def test_a_credit_note_says_it_too(self):
        self._custom(Load="load")
        sale = self._sale()
        invoice, _document = self._invoice_loads(sale)
        refund = invoice._reverse_moves([{"invoice_date": "2026-11-21"}])
        refund.action_post()
        refund.action_qb_send()
        self.assertEqual(texts(self._sent(refund)), {"Load": sale.tms_order_ids.name})

    def test_what_is_empty_by_now_is_emptied_in_quickbooks(self):
        self._custom(Load="load", BOL="bol")
        sale = self._sale()
        load = sale.tms_order_ids
        load.bol_number = "4711"
        invoice, document = self._invoice_loads(sale)
        self.assertEqual(texts(document), {"Load": load.name, "BOL": "4711"})
        load.bol_number = False
        invoice.ref = "as agreed"
        invoice.action_qb_send()
        self._run()
        document = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(texts(document), {"Load": load.name})

    def test_what_changes_on_the_load_and_shows_makes_its_invoice_outdated(self):
        self._custom(BOL="bol")
        sale = self._sale()
        load = sale.tms_order_ids
        invoice, document = self._invoice_loads(sale)
        load.trailer_number = "T-77"
        self.assertEqual(invoice.qb_status, "synced", "shown nowhere")
        load.bol_number = "4711"
        self.assertEqual(invoice.qb_status, "outdated")
        invoice.action_qb_send()
        self._run()
        document = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(texts(document), {"BOL": "4711"})
        load.bol_number = "4711"
        self.assertEqual(invoice.qb_status, "synced", "nothing has changed")

    def test_what_nobody_chose_stays_with_quickbooks(self):
        self._custom(Load="load", Crew=False)
        invoice, document = self._invoice_loads(self._sale())
        crew = {"DefinitionId": "2", "Type": "StringType", "StringValue": "A-Team"}
        self._change_in_quickbooks(document, CustomField=[crew])
        invoice.ref = "as agreed"
        invoice.action_qb_send()
        self._run()
        document = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(texts(document)["Crew"], "A-Team")

    def _change_in_quickbooks(self, document, **values):
        """Somebody changes an invoice in QuickBooks."""
        body = {"Id": document["Id"], "SyncToken": document["SyncToken"]}
        self._ask(
            lambda client: client.post(
                client._url("invoice"), json.dumps({**body, "sparse": True, **values})
            )
        )

    # -- several loads -------------------------------------------------------------

    def test_several_loads_are_listed_and_each_line_says_which_it_is_for(self):
        self._custom(Load="load", BOL="bol")
        sale = self._sale(trips=2)
        first, second = sale.tms_order_ids.sorted("id")
        first.write({"bol_number": "B-1", "date_end": datetime(2026, 11, 20, 3)})
        second.write({"bol_number": "B-2", "date_end": datetime(2026, 11, 21, 18)})
        self.company.partner_id.tz = "America/Chicago"
        _invoice, document = self._invoice_loads(sale)
        self.assertEqual(
            texts(document),
            {"Load": f"{first.name}, {second.name}", "BOL": "B-1, B-2"},
        )
        self.assertIn(f"{first.name}, {second.name}", document["PrivateNote"])
        lines = goods(document)
        for line, load in zip(lines, (first, second), strict=False):
            self.assertTrue(line["Description"].startswith(f"{load.name} · "))
        surcharge = lines[2]
        self.assertNotIn(first.name, surcharge["Description"])
        days = [line["SalesItemLineDetail"].get("ServiceDate") for line in lines]
        # 3 in the morning of Greenwich is the evening before in Chicago.
        self.assertEqual(days, ["2026-11-19", "2026-11-21", None])

    def test_more_loads_than_there_is_room_for_are_counted(self):
        self._custom(Load="load")
        sale = self._sale(trips=6)
        _invoice, document = self._invoice_loads(sale)
        text = texts(document)["Load"]
        self.assertLessEqual(len(text), 31)
        self.assertRegex(text, r"^\S+, .*\+\d$")
        names = sale.tms_order_ids.sorted("id").mapped("name")
        self.assertIn(", ".join(names), document["PrivateNote"])

    def test_an_invoice_for_one_of_two_loads_is_for_that_one(self):
        self._custom(Load="load")
        sale = self._sale(trips=2)
        second = sale.tms_order_ids.sorted("id")[1]
        sale.order_line[0].qty_to_invoice = 0
        invoice = self.env["account.move"].create(
            {
                **sale._prepare_invoice(),
                "invoice_date": "2026-11-20",
                "invoice_line_ids": [
                    Command.create(line._prepare_invoice_line())
                    for line in sale.order_line[1:]
                ],
            }
        )
        invoice.action_post()
        invoice.action_qb_send()
        document = self._sent(invoice)
        self.assertEqual(texts(document), {"Load": second.name})
        # The surcharge is for the only load of this invoice.
        days = [line["SalesItemLineDetail"]["ServiceDate"] for line in goods(document)]
        self.assertEqual(days, ["2026-11-19"] * 2)

    def test_a_bill_has_it_in_its_note(self):
        load = self._load()
        load.bol_number = "4711"
        amarillo, tulsa = self.env["res.partner"].create(
            [{"name": "Amarillo Dock"}, {"name": "Tulsa Dock"}]
        )
        load.write({"origin_id": amarillo.id, "destination_id": tulsa.id})
        bill = self._billed(load)
        bill.action_qb_send()
        note = self._sent(bill)["PrivateNote"]
        for part in (load.name, "BOL 4711", "Amarillo Dock – Tulsa Dock"):
            self.assertIn(part, note)

    # -- margin --------------------------------------------------------------------

    def _margins(self, *invoices):
        """What QuickBooks shows as the margin of these invoices by now."""
        for invoice in invoices:
            invoice.action_qb_send()
        self._run()
        found = []
        for invoice in invoices:
            found.append(texts(self._in_books(invoice)).get("Margin"))
        return found

    def test_the_margin_is_what_is_left_of_a_load(self):
        self._custom(Margin="margin")
        load = self._load()
        invoice = self._invoiced(load)
        # 700 miles at 2.50, and the surcharge, less what the carrier is to get.
        self.assertEqual(self._margins(invoice), ["537.43"])
        bill = self._billed(load)
        refund = bill._reverse_moves([{"invoice_date": "2026-11-21"}])
        refund.invoice_line_ids.price_unit = 100
        refund.action_post()
        invoice.ref = "once more"
        self.assertEqual(self._margins(invoice), ["637.43"])

    def test_a_load_on_two_invoices_costs_once(self):
        self._custom(Margin="margin")
        load = self._load()
        sale = load.sale_line_id.order_id
        first = self._invoiced(load)
        sale.order_line = [
            Command.create({"product_id": self.surcharge.id, "price_unit": 50})
        ]
        second = self._invoiced(load)
        self.assertEqual(second.amount_total, 50)
        credit = second._reverse_moves([{"invoice_date": "2026-11-21"}])
        credit.action_post()
        self.assertEqual(
            self._margins(first, second, credit), ["537.43", "50.00", "-50.00"]
        )

    def test_an_invoice_without_load_has_no_margin(self):
        self._custom(Margin="margin")
        self.assertEqual(self._margins(self._invoice()), [None])

    # -- many ----------------------------------------------------------------------

    def test_many_loads_take_no_more_queries_than_one(self):
        self._custom(Load="load", BOL="bol", Margin="margin")
        one = self._sale()._create_invoices()
        many = self.env["account.move"].concat(
            *(self._sale()._create_invoices() for _time in range(6))
        )
        (one | many).write({"invoice_date": date(2026, 11, 20)})
        (one | many).action_post()
        counts = []
        for invoices in (one, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            invoices.sudo()._qb_documents(self.connection, "Invoice", {})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
