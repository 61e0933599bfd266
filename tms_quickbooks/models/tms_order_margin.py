# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What loads cost, and which invoice bears it."""

from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL


class TmsOrder(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tms.order"

    @api.model
    def _qb_first_invoices(self, load_ids):
        """``{load id: move id}``: the earliest posted invoice for each load.

        A load that was made from a line of its order is invoiced by that line; any
        other one by whatever invoices its order.
        """
        if not load_ids:
            return {}
        self._qb_flush_links()
        self.env["account.move"].flush_model(["state", "move_type"])
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    WITH sold AS (
                        SELECT id AS load_id, sale_line_id AS line_id
                          FROM tms_order
                         WHERE id = ANY(%(loads)s) AND sale_line_id IS NOT NULL
                         UNION
                        SELECT load.id, line.id
                          FROM tms_order AS load
                          JOIN sale_order_line AS line ON line.order_id = load.sale_id
                         WHERE load.id = ANY(%(loads)s) AND load.sale_line_id IS NULL
                    )
                    SELECT sold.load_id, min(move.id)
                      FROM sold
                      JOIN sale_order_line_invoice_rel AS rel
                        ON rel.order_line_id = sold.line_id
                      JOIN account_move_line AS line ON line.id = rel.invoice_line_id
                      JOIN account_move AS move ON move.id = line.move_id
                     WHERE move.state = 'posted' AND move.move_type = 'out_invoice'
                     GROUP BY sold.load_id
                    """,
                    loads=list(load_ids),
                )
            )
        )

    @api.model
    def _qb_costs(self, load_ids):
        """What loads cost: posted bills, and orders to carriers that are not billed.

        Net of tax, in the currency of the company.

        :return: ``{load id: cost}``
        """
        costs = defaultdict(Decimal)
        if not load_ids:
            return costs
        self._qb_flush_links()
        self.env["purchase.order"].flush_model(["state", "currency_rate"])
        self.env["purchase.order.line"].flush_model(["price_subtotal"])
        self.env["account.move"].flush_model(["state"])
        self.env["account.move.line"].flush_model(["balance"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH bought AS (
                    SELECT purchase.trip_id AS load_id, line.id,
                           CASE WHEN purchase.state = 'purchase'
                                THEN line.price_subtotal
                                     / COALESCE(NULLIF(purchase.currency_rate, 0), 1)
                           END AS expected
                      FROM purchase_order AS purchase
                      JOIN purchase_order_line AS line ON line.order_id = purchase.id
                     WHERE purchase.trip_id = ANY(%(loads)s)
                ), billed AS (
                    SELECT bought.load_id, bought.id, line.balance
                      FROM bought
                      JOIN account_move_line AS line
                        ON line.purchase_line_id = bought.id
                     WHERE line.parent_state = 'posted'
                )
                SELECT load_id, round(sum(balance), 2) FROM billed GROUP BY load_id
                 UNION ALL
                SELECT load_id, round(sum(expected)::numeric, 2) FROM bought
                 WHERE expected IS NOT NULL
                   AND NOT EXISTS (SELECT FROM billed WHERE billed.id = bought.id)
                 GROUP BY load_id
                 UNION ALL
                SELECT settled.load_id, round(sum(line.balance), 2)
                  FROM tms_settlement_line AS settled
                  JOIN account_move_line AS line
                    ON line.settlement_line_id = settled.id
                 WHERE settled.load_id = ANY(%(loads)s)
                   AND line.parent_state = 'posted'
                 GROUP BY settled.load_id
                """,
                loads=list(load_ids),
            )
        )
        for load_id, cost in rows:
            costs[load_id] += Decimal(str(cost))
        return costs
