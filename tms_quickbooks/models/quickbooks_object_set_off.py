# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments over nothing that were made here: which matches they stand for."""

from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..lib.objects import PAYMENTS, applied_amounts


class QuickbooksObject(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    @api.model
    def _note_set_off(self, connection, credit_ids):
        """Mark the matches of credits that QuickBooks has now, and no others: nobody
        else sets them off, and they are undone with it. One statement."""
        if not credit_ids:
            return
        self.flush_model()
        partials = self.env["account.partial.reconcile"]
        partials.flush_model()
        self.env.execute_query(
            SQL(
                """
                WITH matched AS (
                    SELECT part.id, there.id AS object_id, EXISTS (
                           SELECT FROM quickbooks_object AS target
                            WHERE target.connection_id = there.connection_id
                              AND target.res_model = there.res_model
                              AND target.res_id = CASE line.move_id
                                  WHEN debit_line.move_id THEN credit_line.move_id
                                  ELSE debit_line.move_id END
                              AND there.details -> 'applied'
                                  ? concat(target.type, ' ', target.qb_id)) AS is_there
                      FROM quickbooks_object AS there
                      JOIN account_move_line AS line ON line.move_id = there.res_id
                      JOIN account_partial_reconcile AS part
                        ON part.debit_move_id = line.id OR part.credit_move_id = line.id
                      JOIN account_move_line AS debit_line
                        ON debit_line.id = part.debit_move_id
                      JOIN account_move_line AS credit_line
                        ON credit_line.id = part.credit_move_id
                     WHERE there.connection_id = %s AND there.type = ANY(%s)
                       AND there.res_model = 'account.move' AND there.res_id = ANY(%s)
                       AND (part.qb_object_id IS NULL OR EXISTS (
                           SELECT FROM quickbooks_object AS ours
                            WHERE ours.id = part.qb_object_id AND ours.type = there.type
                              AND ours.res_model = there.res_model
                              AND ours.res_id = there.res_id))
                )
                UPDATE account_partial_reconcile AS part
                   SET qb_object_id = CASE WHEN matched.is_there
                       THEN matched.object_id END
                  FROM matched WHERE matched.id = part.id RETURNING part.id
                """,
                connection.id,
                list(PAYMENTS),
                list(credit_ids),
            )
        )
        partials.invalidate_model(["qb_object_id"], flush=False)

    def _leave_record(self):
        """What sets a credit off no more leaves its matches to another one."""
        ours = self.filtered(
            lambda each: each.type in PAYMENTS and each.res_model == "account.move"
        )
        if ours:
            partials = self.env["account.partial.reconcile"].sudo()
            partials.search([("qb_object_id", "in", ours.ids)]).qb_object_id = False
        return super()._leave_record()

    def _open_balance(self):
        """What our own payments over nothing have set off is free again by then."""
        balance, record = super()._open_balance(), self._record()
        if balance is None or self.balance == self.total or not record:
            return balance
        lines = record.sudo().line_ids
        ours = (lines.matched_debit_ids | lines.matched_credit_ids).qb_object_id
        ours = ours.filtered(lambda each: each.res_model == record._name)
        key = self.type, self.qb_id
        return balance + sum(applied_amounts(each.details).get(key, 0) for each in ours)

    def _set_off_amount(self):
        """How much of credits one of these has set off."""
        return float(
            sum(
                amount
                for (kind, _qb_id), amount in applied_amounts(self.details).items()
                if kind in ("CreditMemo", "VendorCredit")
            )
            or Decimal(0)
        )
