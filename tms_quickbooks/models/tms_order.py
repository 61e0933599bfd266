# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL

from .account_move import OBJECT_TYPES


class TmsOrder(models.Model):
    """A load shows the state of its invoices and bills, and sends them together."""

    _name = "tms.order"
    _inherit = ["tms.order", "quickbooks.sync.mixin"]

    _qb_section_views = (
        "tms.tms_order_view_form",
        "tms.tms_order_view_list",
        "tms.view_tms_order_search",
    )

    def _qb_moves(self):
        """Invoices of the load's sale order and bills of its purchase orders."""
        orders = self.sale_line_id.order_id | self.sale_id
        moves = orders.invoice_ids | self.purchase_ids.invoice_ids
        return moves.filtered(lambda move: move.move_type in OBJECT_TYPES)

    def _qb_carried(self):
        return {load.id: load.sudo()._qb_moves() for load in self}

    def _qb_outgoing(self):
        return self._qb_moves()._qb_outgoing()

    def _qb_objects(self):
        return self.sudo()._qb_moves()._qb_objects()

    def _qb_open_jobs(self):
        return self.sudo()._qb_moves()._qb_open_jobs()

    @api.model
    def _qb_roll_up(self, moves):
        """Recompute the status of the loads behind these moves, in one statement.

        The worst of a load's documents shows: failed, then outdated, pending, not
        synced, suppressed, and synced only when all are.
        """
        self.env.execute_query(
            SQL(
                """
                WITH touched AS (
                    SELECT load.id FROM account_move_line AS line
                      JOIN sale_order_line_invoice_rel AS rel
                        ON rel.invoice_line_id = line.id
                      JOIN sale_order_line AS sale_line
                        ON sale_line.id = rel.order_line_id
                      JOIN sale_order_line AS sibling
                        ON sibling.order_id = sale_line.order_id
                      JOIN tms_order AS load ON load.sale_line_id = sibling.id
                     WHERE line.move_id = ANY(%(moves)s)
                     UNION
                    SELECT purchase.trip_id FROM account_move_line AS line
                      JOIN purchase_order_line AS purchase_line
                        ON purchase_line.id = line.purchase_line_id
                      JOIN purchase_order AS purchase
                        ON purchase.id = purchase_line.order_id
                     WHERE line.move_id = ANY(%(moves)s)
                       AND purchase.trip_id IS NOT NULL
                ), documents AS (
                    SELECT touched.id, move.qb_status
                      FROM touched
                      JOIN tms_order AS load ON load.id = touched.id
                      JOIN sale_order_line AS own ON own.id = load.sale_line_id
                      JOIN sale_order_line AS sibling ON sibling.order_id = own.order_id
                      JOIN sale_order_line_invoice_rel AS rel
                        ON rel.order_line_id = sibling.id
                      JOIN account_move_line AS line ON line.id = rel.invoice_line_id
                      JOIN account_move AS move ON move.id = line.move_id
                     WHERE move.state != 'cancel'
                     UNION
                    SELECT touched.id, move.qb_status
                      FROM touched
                      JOIN purchase_order AS purchase ON purchase.trip_id = touched.id
                      JOIN purchase_order_line AS purchase_line
                        ON purchase_line.order_id = purchase.id
                      JOIN account_move_line AS line
                        ON line.purchase_line_id = purchase_line.id
                      JOIN account_move AS move ON move.id = line.move_id
                     WHERE move.state != 'cancel'
                ), worst AS (
                    SELECT id, (array_agg(qb_status ORDER BY array_position(
                        ARRAY['failed', 'outdated', 'pending', 'not_synced',
                              'suppressed', 'synced'], qb_status::text)))[1] AS status
                      FROM documents GROUP BY id
                )
                UPDATE tms_order SET qb_status = worst.status
                  FROM worst WHERE worst.id = tms_order.id
                   AND tms_order.qb_status IS DISTINCT FROM worst.status
                """,
                moves=moves.ids,
            )
        )
        self.invalidate_model(["qb_status"], flush=False)
