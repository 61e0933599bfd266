# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How invoices and bills look to QuickBooks: the one place that builds documents."""

from decimal import Decimal
from math import prod

from odoo import models

from ..lib import amounts, documents
from ..lib.problems import Place

DOCUMENTS = {
    "Invoice": documents.Invoice,
    "CreditMemo": documents.CreditMemo,
    "Bill": documents.Bill,
    "VendorCredit": documents.VendorCredit,
}
TEXT_LINES = ("line_section", "line_subsection", "line_note")
AMOUNT_LINES = ("product", "rounding")


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_documents(self, connection, object_type, aliases):
        """The documents of these moves; a fixed number of queries for any number."""
        party_type = self._qb_party_type(object_type)
        partners = self.commercial_partner_id
        Objects = self.env["quickbooks.object"]
        parties = Objects._bound(connection, party_type, partners._name, partners.ids)
        bindings = Objects._bound(connection, object_type, self._name, self.ids)
        kind = "item" if party_type == "Customer" else "expense"
        Mapping = self.env["quickbooks.mapping"]
        resolve_line = Mapping._resolver(connection, kind)
        taxes = self._qb_taxes(connection)
        resolve_term = self.env["account.payment.term"]._qb_resolver(connection)
        loads = self._qb_load_data(connection)
        segments = self._qb_segments(connection, loads)
        custom = self._qb_custom_fields(connection, loads) if kind == "item" else {}
        bill_emails = self.partner_id._qb_bill_emails() if kind == "item" else {}
        home_currency = connection._profile().home_currency
        numbers, marks = self._qb_numbers(connection), self._qb_mark()
        holders = self._qb_number_holders(connection, object_type, numbers, parties)
        with_attachment = self._qb_with_attachment() if kind == "expense" else set()
        found = {}
        for move in self:
            party = parties.get(move.commercial_partner_id.id)
            binding = bindings.get(move.id)
            values = move._qb_header(taxes, loads)
            values |= {"number": numbers[move.id], "mark": marks[move.id]}
            if move.qb_made_there:  # the note there is somebody else's
                values |= {"memo": "", "mark": ""}
            values["number_held_by"] = holders.get(move.id)
            if kind == "expense":
                values["reference"] = move.ref or ""
                values["has_attachment"] = move.id in with_attachment
            values["customer" if kind == "item" else "vendor"] = party and (
                documents.Ref(party.qb_id, party.name or "")
            )
            values["exchange_rate"] = move._qb_exchange_rate(home_currency)
            values["party_currency"] = party and party.currency or ""
            if binding:
                values |= {"id": binding.qb_id, "version": binding.version or ""}
            if object_type == "Invoice":
                values |= move._qb_remit_values(connection.remit_place, values["memo"])
            if object_type in ("Invoice", "Bill"):  # a credit is due on no day
                values["terms"] = resolve_term(move.invoice_payment_term_id)
                values |= move._qb_due_values(values)
            if kind == "item":
                values["bill_email"] = bill_emails.get(move.partner_id.id, "")
                values["custom_fields"] = custom.get(move.id, ())
            values |= move._qb_segments_of_whole(segments, object_type)
            values["lines"] = tuple(
                move._qb_line(line, kind, resolve_line, taxes, segments, loads)
                for line in move._qb_lines()
            )
            found[move.id] = DOCUMENTS[object_type](**values)
        return found

    def _qb_header(self, taxes, loads):
        """The fields that invoices, bills and their refunds share."""
        self.ensure_one()
        is_sale = self.is_sale_document()
        values = {
            "date": self.invoice_date or self.date,
            "due_date": self.invoice_date_due,
            "total": _money(self.amount_total, self.currency_id),
            "tax_amount": _money(self.amount_tax, self.currency_id),
            "tax_code": taxes.code_of_sale(self.invoice_line_ids),
            "currency": self.currency_id.name,
            "memo": self._qb_memo(loads),
            "source": Place(self._name, self.id, self.display_name),
            "partner": Place(
                "res.partner", self.partner_id.id, self.partner_id.display_name
            ),
        }
        if is_sale:
            values |= {
                "bill_address": self.partner_id._qb_address(),
                "ship_address": self.partner_shipping_id._qb_address(),
            }
        return values

    def _qb_exchange_rate(self, home_currency):
        """Home currency of QuickBooks per one unit of the document's currency.

        :return: None where QuickBooks has another home currency than the company:
            Odoo's rate leads to that of the company
        """
        rate = self.invoice_currency_rate
        if self.company_currency_id.name != home_currency:
            return None
        if self.currency_id == self.company_currency_id or not rate:
            return Decimal(1)
        return round(1 / Decimal(str(rate)), 8)

    def _qb_lines(self):
        """The lines that make up the document, in its order; not taxes or terms.

        Cash rounding may stand in the tax: such a line is part of the tax amount.
        """
        return self.line_ids.filtered(
            lambda line: line.display_type in AMOUNT_LINES + TEXT_LINES
            and not line.tax_repartition_line_id
        ).sorted(lambda line: (line.display_type == "rounding", line.sequence, line.id))

    def _qb_amount_lines(self):
        """The lines of `_qb_lines` that have an amount."""
        return self._qb_lines().filtered(lambda line: line.display_type in AMOUNT_LINES)

    def _qb_line(self, line, kind, resolve_line, taxes, segments, loads):
        if line.display_type in TEXT_LINES:
            return documents.TextLine(line.name or "")
        target = resolve_line(*line._qb_mapping_keys(kind))
        its_taxes = taxes.of(line.tax_ids)
        values = {
            "amount": line._qb_amount(),
            "description": loads.description(line),
            "taxable": its_taxes.taxable,
            "tax_code": its_taxes.code,
            "taxes": its_taxes.taxes,
            "class_ref": segments.classes.get(line.id),
            "source": line._qb_mapping_place(kind),
        }
        if kind == "expense":
            return documents.ExpenseLine(account=target, **values)
        quantity, unit_price = line._qb_quantity_and_price()
        return documents.ItemLine(
            item=target,
            quantity=quantity,
            unit_price=unit_price,
            service_date=loads.day_of(line),
            **values,
        )


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _qb_amount(self):
        """Net amount in the document's currency, as the partner sees its sign.

        It is what the books have, with everything in it: quantity, distance or weight
        factor, discount, taxes that are included in the price, and the cent that
        rounding the whole document moves from one line to another. `price_subtotal`
        lacks the last, so that lines and tax would not always add up to the total.
        """
        return _money(
            self.amount_currency * self.move_id.direction_sign, self.currency_id
        )

    def _qb_unrounded(self):
        """Net amount before it is rounded, where no tax is included in the price."""
        factors = (self.quantity, self.price_unit, self.tms_factor or 1.0)
        rest = 1 - Decimal(str(self.discount)) / 100
        return prod((Decimal(str(factor)) for factor in factors), start=rest)

    def _qb_quantity_and_price(self):
        """Quantity and unit price as far as they make up the amount to the cent."""
        factor = self.tms_factor or 1.0
        found = amounts.quantity_and_price(
            self._qb_amount(),
            Decimal(f"{self.quantity * factor:.5f}"),
            Decimal(f"{self.price_unit:.5f}"),
        )
        return found or (None, None)

    def _qb_mapping_keys(self, kind):
        """Where to look for the line's mapping, the most specific first."""
        keys = template_keys(self.product_id.product_tmpl_id)
        if kind == "expense":
            keys.append(f"account.account,{self.account_id.id}")
        return keys

    def _qb_mapping_place(self, kind):
        """The record to map where a line has no mapping: the widest that fits."""
        category = self.product_id.categ_id
        if category:
            return Place("product.category", category.id, category.display_name)
        if self.product_id:
            template = self.product_id.product_tmpl_id
            return Place("product.template", template.id, template.display_name)
        if kind == "expense":
            account = self.account_id
            return Place("account.account", account.id, account.display_name)
        return None


def template_keys(template):
    """Where to look for the mapping of a product: itself, then its category and those
    above it; nowhere for no product."""
    if not template:
        return []
    path = template.categ_id.parent_path or ""
    categories = (
        f"product.category,{category_id}"
        for category_id in reversed(path.rstrip("/").split("/"))
        if category_id
    )
    return [f"product.template,{template.id}", *categories]


def _money(amount, currency):
    """Odoo's float as the exact decimal it stands for; never a negative zero."""
    return +Decimal(f"{amount:.{currency.decimal_places}f}")
