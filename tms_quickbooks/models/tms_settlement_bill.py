# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a settlement to the drivers' bills, and back."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import settlements


class TmsSettlement(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tms.settlement"

    left_in_quickbooks = fields.Integer(
        compute="_compute_left_in_quickbooks",
        groups="tms_quickbooks.group_quickbooks_user",
        help="How many bills of its loads are cancelled here, and are in QuickBooks all"
        " the same.",
    )

    def action_create_bills(self):
        """Make the bills of everything that is listed without a problem."""
        self._check_draft()
        self.env["account.move"].check_access("create")
        lines = self.line_ids.filtered("payable")
        if not lines:
            raise UserError(
                self.env._(
                    "There is nothing to settle. Find the loads of the period, and mend"
                    " what keeps them back."
                )
            )
        left_out = self.line_ids - lines
        if left_out:
            self.message_post(
                body=self.env._("%(count)s lines were left out.", count=len(left_out))
            )
            left_out.unlink()
        # Now: who clicks at the same time waits here and then finds it settled.
        self.state = "billed"
        self.flush_recordset(["state"])
        bills = self._make_bills(lines)
        # Now, too: loads that somebody else has settled meanwhile end it here.
        lines.flush_recordset(["settled"])
        if self.bill_state == "posted":
            bills.action_post()
        return bills._action_view_settled()

    def _make_bills(self, lines):
        """One bill for each group of lines, in one batch."""
        pays = self._pays(lines.driver_id)
        groups = [
            (driver, group)
            for driver, own in lines.grouped("driver_id").items()
            for group in self._grouped(own)
        ]
        too_much = {
            driver.name
            for driver, group in groups
            if self.currency_id.compare_amounts(sum(group.mapped("amount")), 0) < 0
        }
        if too_much:
            raise UserError(
                self.env._(
                    "More is taken off than the bill pays: %(drivers)s. Lower the"
                    " deductions, leave them out, or choose one bill per driver.",
                    drivers=", ".join(sorted(too_much)),
                )
            )
        references = self._references(
            [(driver.id, self._billed_for(group)) for driver, group in groups]
        )
        moves = self.env["account.move"].with_company(self.company_id)
        return moves.create(
            [
                self._prepare_bill(pays[driver]._vendor(driver), group, number)
                for (driver, group), number in zip(groups, references, strict=True)
            ]
        )

    def _grouped(self, lines):
        """The lines of one driver, as they come together on bills."""
        with_load = lines.filtered("load_id")
        if self.mode == "driver" or not with_load:
            return [lines]
        largest = max(with_load, key=lambda line: line.amount)
        others = lines - with_load
        return [line | others if line == largest else line for line in with_load]

    def _billed_for(self, lines):
        """What the number of a bill names: its load, or the end of the period."""
        load = lines.load_id.sudo()
        return load.name if self.mode == "load" and len(load) == 1 else self.date_to

    def _references(self, keys):
        """A number for each bill that no other bill has, in one query.

        :param keys: list of (driver id, what the bill is for)
        """
        first = [settlements.reference(*key) for key in keys]
        self.env["account.move"].flush_model(["ref", "company_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT ref FROM account_move"
                " WHERE company_id = %s AND ref LIKE ANY(%s)",
                self.company_id.id,
                [f"{_literally(number)}%" for number in first],
            )
        )
        used, found = {ref for (ref,) in rows}, []
        for key, number in zip(keys, first, strict=True):
            repeated = 0
            while number in used:
                repeated += 1
                number = settlements.reference(*key, repeated)
            used.add(number)
            found.append(number)
        return found

    def _prepare_bill(self, vendor, lines, number):
        """Values of a driver's bill; other addons may add theirs."""
        load = lines.load_id.sudo()
        return {
            "move_type": "in_invoice",
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "partner_id": vendor.id,
            "invoice_date": self.date_to,
            "date": self.date_to,
            "ref": number,
            "invoice_origin": load.name if len(load) == 1 else self.name,
            "invoice_line_ids": [
                Command.create(line._prepare_bill_line(vendor.lang)) for line in lines
            ],
        }

    def action_undo(self):
        """Cancel the bills, so that the loads can be settled anew."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "billed":
            raise UserError(self.env._("There are no bills to cancel."))
        bills = self.line_ids.filtered("settled").bill_id
        # A bill of zero counts as paid from the start, and nobody has paid it.
        paid = bills.filtered(
            lambda bill: bill.payment_state != "not_paid" and bill.amount_total
        )
        if paid:
            raise UserError(
                self.env._(
                    "Paid already: %(bills)s. Take the payments back first, or reverse"
                    " these bills instead.",
                    bills=", ".join(paid.mapped("display_name")),
                )
            )
        bills.filtered(lambda bill: bill.state == "posted").button_draft()
        bills.button_cancel()
        self.state = "cancel"

    @api.depends("line_ids.bill_id.qb_status", "line_ids.load_id", "state")
    def _compute_left_in_quickbooks(self):
        for settlement in self:
            settlement.left_in_quickbooks = len(settlement._bills_left_behind())

    def _bills_left_behind(self):
        """Cancelled bills of these loads that QuickBooks still has and nobody takes
        back there; also those of an earlier settlement, which this one makes anew."""
        earlier = self.line_ids.search(
            [
                ("load_id", "in", self.line_ids.load_id.ids),
                ("driver_id", "in", self.line_ids.driver_id.ids),
                ("settlement_id.company_id", "in", self.company_id.ids),
            ]
        )
        return (self.line_ids | earlier).bill_id.filtered(
            lambda bill: bill.qb_left_behind and not bill.qb_withdrawing
        )

    def action_revert_bills(self):
        """Revert in QuickBooks, for the cancelled bills that are still there."""
        self.check_access("read")
        left = self._bills_left_behind()
        if not left:
            raise UserError(
                self.env._(
                    "QuickBooks has none of the cancelled bills of this any more."
                )
            )
        return left.action_qb_revert()


class TmsSettlementLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tms.settlement.line"

    def _prepare_bill_line(self, lang):
        """Values of the bill's line; its text in the vendor's language.

        The amount stands alone, without miles as a quantity: prices may have fewer
        decimals than a rate per mile, and the line would be a cent off.
        """
        load = self.load_id.sudo()
        calculation = self.with_context(lang=lang or self.env.lang).calculation
        return {
            "product_id": self.product_id.id,
            "name": " · ".join(filter(None, (load.name, self.name, calculation)))
            or self.product_id.display_name,
            "quantity": 1,
            "price_unit": self.amount,
            "settlement_line_id": self.id,
        }


def _literally(text):
    """``text`` for LIKE, where some characters stand for others."""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, "\\" + sign)
    return text
