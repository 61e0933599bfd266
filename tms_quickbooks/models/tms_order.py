# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .account_move import OBJECT_TYPES
from .quickbooks_connection_settings import COUNTED_BY
from .quickbooks_sync_mixin import SHOWN_FIELDS


class TmsOrder(models.Model):
    """A load shows the state of its invoices and bills, and sends them together."""

    _name = "tms.order"
    _inherit = ["tms.order", "quickbooks.sync.mixin"]

    qb_number_count = fields.Integer(
        readonly=True,
        copy=False,
        help="How many invoices have gone to QuickBooks under this load's number.",
    )
    _qb_kept = {"qb_status": "not_synced", "qb_number_count": 0}

    _qb_section_views = (
        "tms.tms_order_view_form",
        "tms.tms_order_view_list",
        "tms.view_tms_order_search",
    )

    def _qb_moves(self):
        """Invoices of the load's sale order, bills of its carriers and drivers."""
        orders = self.sale_line_id.order_id | self.sale_id
        moves = orders.invoice_ids | self.purchase_ids.invoice_ids
        moves |= self.settlement_line_ids.move_line_ids.move_id
        return moves.filtered(lambda move: move.move_type in OBJECT_TYPES)

    def _qb_carried(self):
        return {load.id: load.sudo()._qb_moves() for load in self}

    def _qb_outgoing(self):
        return self._qb_moves()._qb_outgoing()

    def _qb_previewed(self):
        return self._qb_moves()._qb_previewed()

    def _qb_objects_of(self, connection_ids):
        return self.sudo()._qb_moves()._qb_objects_of(connection_ids)

    def _qb_open_jobs(self):
        return self.sudo()._qb_moves()._qb_open_jobs()

    # -- suppressing: what is done to a load is done to its documents ---------------

    def _qb_set_status(self, company, status):
        """Nothing: the status of a load is that of its documents."""

    def _qb_suppress(self):
        moves = self.sudo()._qb_moves()
        if not moves:
            raise UserError(
                self.env._("There is no invoice and no bill to suppress yet.")
            )
        moves._qb_suppress()
        return super()._qb_suppress()

    def _qb_release(self):
        released = self.sudo()._qb_moves()._qb_release()
        self._qb_log_released()
        return released

    # -- the roll-up ---------------------------------------------------------------

    _qb_sale = models.Index("(sale_id) WHERE sale_id IS NOT NULL")
    _qb_sale_line = models.Index("(sale_line_id) WHERE sale_line_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        loads = super().create(vals_list)
        loads._qb_roll_up()
        return loads

    def write(self, vals):
        result = super().write(vals)
        if not {"sale_id", "sale_line_id"}.isdisjoint(vals):
            self._qb_roll_up()
        return result

    @api.model
    def _qb_flush_links(self):
        """What leads from loads to documents and back."""
        self.flush_model(["sale_id", "sale_line_id"])
        self.env["purchase.order"].flush_model(["trip_id"])
        self.env["tms.settlement.line"].flush_model(["load_id"])
        self.env["account.move.line"].flush_model(
            ["sale_line_ids", "purchase_line_id", "settlement_line_id"]
        )

    @api.model
    def _qb_invoiced_by(self, invoices):
        """``{invoice id: load}`` of the invoices that are for one load."""
        return {
            invoice_id: self.browse(loads)
            for invoice_id, loads in self._qb_loads_invoiced_by(invoices).items()
            if len(loads) == 1
        }

    @api.model
    def _qb_loads_invoiced_by(self, invoices):
        """``{invoice id: set of the ids of its loads}``.

        An invoice of some trips out of several of an order is for those trips' loads;
        one without a trip, such as a late surcharge, for the only load of its order,
        and for none in particular where there are several.
        """
        if not invoices:
            return {}
        self._qb_flush_links()
        rows = self.env.execute_query(
            SQL(
                """
                WITH invoiced AS (
                    SELECT line.move_id, sale_line.id AS line_id, sale_line.order_id
                      FROM account_move_line AS line
                      JOIN sale_order_line_invoice_rel AS rel
                        ON rel.invoice_line_id = line.id
                      JOIN sale_order_line AS sale_line
                        ON sale_line.id = rel.order_line_id
                     WHERE line.move_id = ANY(%s)
                )
                SELECT invoiced.move_id, load.id,
                       load.sale_line_id IS NOT DISTINCT FROM invoiced.line_id
                  FROM invoiced
                  JOIN tms_order AS load ON load.sale_id = invoiced.order_id
                 UNION
                SELECT invoiced.move_id, load.id,
                       load.sale_line_id = invoiced.line_id
                  FROM invoiced
                  JOIN sale_order_line AS line ON line.order_id = invoiced.order_id
                  JOIN tms_order AS load ON load.sale_line_id = line.id
                """,
                invoices.ids,
            )
        )
        trips, others = defaultdict(set), defaultdict(set)
        for invoice_id, load_id, is_trip in rows:
            (trips if is_trip else others)[invoice_id].add(load_id)
        only = {key: loads for key, loads in others.items() if len(loads) == 1}
        return {**only, **trips}

    @api.model
    def _qb_of_moves(self, moves):
        """The loads behind invoices and bills."""
        if not moves:
            return self.browse()
        self._qb_flush_links()
        rows = self.env.execute_query(
            SQL(
                """
                WITH orders AS (
                    SELECT sale_line.order_id AS id
                      FROM account_move_line AS line
                      JOIN sale_order_line_invoice_rel AS rel
                        ON rel.invoice_line_id = line.id
                      JOIN sale_order_line AS sale_line
                        ON sale_line.id = rel.order_line_id
                     WHERE line.move_id = ANY(%(moves)s)
                )
                SELECT load.id FROM orders
                  JOIN tms_order AS load ON load.sale_id = orders.id
                 UNION
                SELECT load.id FROM orders
                  JOIN sale_order_line AS line ON line.order_id = orders.id
                  JOIN tms_order AS load ON load.sale_line_id = line.id
                 UNION
                SELECT purchase.trip_id FROM account_move_line AS line
                  JOIN purchase_order_line AS purchase_line
                    ON purchase_line.id = line.purchase_line_id
                  JOIN purchase_order AS purchase
                    ON purchase.id = purchase_line.order_id
                 WHERE line.move_id = ANY(%(moves)s) AND purchase.trip_id IS NOT NULL
                 UNION
                SELECT settled.load_id FROM account_move_line AS line
                  JOIN tms_settlement_line AS settled
                    ON settled.id = line.settlement_line_id
                 WHERE line.move_id = ANY(%(moves)s) AND settled.load_id IS NOT NULL
                """,
                moves=moves.ids,
            )
        )
        return self.browse([load_id for (load_id,) in rows])

    def _qb_roll_up(self):
        """Recompute the status of these loads, in one statement.

        The worst of a load's documents shows: failed, then outdated, pending, not
        synced, suppressed, and synced only when all are. Drafts and cancelled
        documents count only where QuickBooks has them or is to have them; what the
        connection keeps here (off, or dated before the cut-off) does not count.
        """
        if not self:
            return
        self._qb_flush_links()
        self.env["account.move"].flush_model(["state", "invoice_date", "date"])
        self.env["quickbooks.connection"].flush_model(["state", *COUNTED_BY])
        rows = self.env.execute_query(
            SQL(
                """
                WITH orders AS (
                    SELECT load.id AS load_id, line.order_id
                      FROM tms_order AS load
                      JOIN sale_order_line AS line ON line.id = load.sale_line_id
                     WHERE load.id = ANY(%(loads)s)
                     UNION
                    SELECT id, sale_id FROM tms_order
                     WHERE id = ANY(%(loads)s) AND sale_id IS NOT NULL
                ), lines AS (
                    SELECT orders.load_id, rel.invoice_line_id AS line_id
                      FROM orders
                      JOIN sale_order_line AS sale_line
                        ON sale_line.order_id = orders.order_id
                      JOIN sale_order_line_invoice_rel AS rel
                        ON rel.order_line_id = sale_line.id
                     UNION
                    SELECT purchase.trip_id, line.id
                      FROM purchase_order AS purchase
                      JOIN purchase_order_line AS purchase_line
                        ON purchase_line.order_id = purchase.id
                      JOIN account_move_line AS line
                        ON line.purchase_line_id = purchase_line.id
                     WHERE purchase.trip_id = ANY(%(loads)s)
                     UNION
                    SELECT settled.load_id, line.id
                      FROM tms_settlement_line AS settled
                      JOIN account_move_line AS line
                        ON line.settlement_line_id = settled.id
                     WHERE settled.load_id = ANY(%(loads)s)
                ), worst AS (
                    SELECT lines.load_id, (array_agg(move.qb_status
                        ORDER BY array_position(
                            ARRAY['failed', 'outdated', 'pending', 'not_synced',
                                  'suppressed', 'synced'],
                            move.qb_status::text)))[1] AS status
                      FROM lines
                      JOIN account_move_line AS line ON line.id = lines.line_id
                      JOIN account_move AS move ON move.id = line.move_id
                      JOIN res_company AS company ON company.id = move.company_id
                      LEFT JOIN LATERAL (
                           -- A branch may write into the books of its head office.
                           SELECT found.* FROM quickbooks_connection AS found
                             JOIN res_company AS books
                               ON books.id = found.company_id
                              AND company.parent_path LIKE books.parent_path || '%%'
                            WHERE found.state IN ('connected', 'reconnect')
                            ORDER BY length(books.parent_path) DESC LIMIT 1
                           ) AS connection ON true
                     WHERE (move.state = 'posted' AND NOT (
                               move.qb_status = 'not_synced' AND (
                                   COALESCE(move.invoice_date, move.date)
                                       < connection.cutoff_date
                                   OR CASE WHEN move.move_type
                                               IN ('out_invoice', 'out_refund')
                                           THEN connection.invoice_push
                                           ELSE connection.bill_push
                                       END = 'none')) IS TRUE)
                        OR move.qb_status NOT IN ('not_synced', 'suppressed')
                     GROUP BY lines.load_id
                )
                UPDATE tms_order
                   SET qb_status = COALESCE(worst.status, 'not_synced')
                  FROM unnest(%(loads)s) AS load(id)
                  LEFT JOIN worst ON worst.load_id = load.id
                 WHERE tms_order.id = load.id
                   AND tms_order.qb_status
                       IS DISTINCT FROM COALESCE(worst.status, 'not_synced')
                RETURNING tms_order.id, tms_order.company_id
                """,
                loads=self.ids,
            )
        )
        self.invalidate_recordset(SHOWN_FIELDS, flush=False)
        for load_id, company_id in rows:
            self.env["quickbooks.live"]._changed(company_id, self._name, [load_id])
