# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Comparing the books: one run over a period, and what it has found."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_date

from .told import tell_kept

# The order in which the page tells them: what is billed before what is paid.
COMPARED_TYPES = (
    "Invoice",
    "CreditMemo",
    "Payment",
    "Bill",
    "VendorCredit",
    "BillPayment",
)
UNDER_WAY = ("waiting", "running")


class QuickbooksComparison(models.Model):
    """Both sides' documents of a period, compared one by one by the worker.

    What agrees is counted and forgotten; what differs is kept, line by line.
    """

    _name = "quickbooks.comparison"
    _description = "Comparison of the Books"
    _inherit = "quickbooks.kept"
    _order = "id desc"

    connection_id = fields.Many2one(
        "quickbooks.connection",
        string="Books",
        required=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    by_schedule = fields.Boolean(readonly=True)
    state = fields.Selection(
        [
            ("draft", "To Start"),
            ("waiting", "Waiting"),
            ("running", "Comparing"),
            ("stopped", "Stopped"),
            ("failed", "Failed"),
            ("done", "Done"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(string="Compared", readonly=True, copy=False)
    reason = fields.Json(readonly=True, copy=False)
    reason_text = fields.Char(string="What Happened", compute="_compute_reason_text")
    part_ids = fields.One2many("quickbooks.comparison.part", "comparison_id")
    line_ids = fields.One2many("quickbooks.comparison.line", "comparison_id")
    progress = fields.Float(compute="_compute_progress")
    progress_text = fields.Char(string="How Far", compute="_compute_progress")
    open_count = fields.Integer(string="Differences", compute="_compute_counts")
    waiting_count = fields.Integer(string="On Their Way", compute="_compute_counts")
    apart_count = fields.Integer(string="Set Apart", compute="_compute_counts")
    settled_count = fields.Integer(string="Mended or Left", compute="_compute_counts")
    agrees = fields.Boolean(
        string="Both Books Agree",
        compute="_compute_counts",
        help="Everything was compared, and nothing is left that differs.",
    )
    figures_html = fields.Html(
        string="Both Sides", compute="_compute_figures_html", sanitize=False
    )
    pause_text = fields.Char(compute="_compute_pause_text")

    _under_way = models.Index(
        "(connection_id, id) WHERE state IN ('waiting', 'running')"
    )

    # -- what is shown -------------------------------------------------------------

    @api.depends("connection_id", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for comparison in self:
            comparison.display_name = self.env._(
                "%(name)s, %(first)s to %(last)s",
                name=comparison.connection_id.name or "",
                first=format_date(self.env, comparison.date_from),
                last=format_date(self.env, comparison.date_to),
            )

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        for comparison in self:
            comparison.reason_text = tell_kept(self.env, comparison.reason)

    @api.depends("state")
    def _compute_pause_text(self):
        """Why nothing moves, while somebody waits."""
        for comparison in self:
            books = comparison.connection_id
            comparison.pause_text = comparison.state in UNDER_WAY and (
                books.hold_text or books.pause_text or books.next_run_text
            )

    @api.depends("part_ids.read_count", "part_ids.swept_count", "state")
    @api.depends_context("lang")
    def _compute_progress(self):
        for comparison in self:
            parts = comparison.part_ids
            total = sum(parts.mapped("there_count")) + sum(parts.mapped("here_count"))
            done = sum(parts.mapped("read_count")) + sum(parts.mapped("swept_count"))
            comparison.progress = (
                100.0
                if comparison.state == "done"
                else min(99.0, 100.0 * done / total)
                if total
                else 0.0
            )
            comparison.progress_text = comparison.state == "running" and (
                self.env._(
                    "%(done)s of %(total)s documents looked at, both sides",
                    done=f"{min(done, total):,}",
                    total=f"{total:,}",
                )
            )

    @api.depends("line_ids.standing", "state")
    def _compute_counts(self):
        counts = {
            (comparison.id, standing): count
            for comparison, standing, count in self.env[
                "quickbooks.comparison.line"
            ]._read_group(
                [("comparison_id", "in", self.ids)],
                ["comparison_id", "standing"],
                ["__count"],
            )
        }
        for comparison in self:

            def count(*standings, key=comparison.id):
                return sum(counts.get((key, each), 0) for each in standings)

            comparison.open_count = count("open")
            comparison.waiting_count = count("waiting")
            comparison.apart_count = count("apart")
            comparison.settled_count = count("mended", "accepted")
            comparison.agrees = comparison.state == "done" and not count(
                "open", "waiting"
            )

    @api.depends("part_ids.figures", "state")
    @api.depends_context("lang")
    def _compute_figures_html(self):
        """Counts, totals and balances of both sides, by type and currency."""
        labels = dict(self.env["quickbooks.comparison.part"]._types())
        for comparison in self:
            rows = [
                part._figures_row(labels[part.type], currency)
                for part in comparison.part_ids.sorted(
                    lambda part: COMPARED_TYPES.index(part.type)
                )
                for currency in sorted(part.figures or {"": {}})
            ]
            comparison.figures_html = rows and self.env["ir.qweb"]._render(
                "tms_quickbooks.comparison_figures", {"rows": rows}
            )

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for comparison in self:
            if comparison.date_from > comparison.date_to:
                raise ValidationError(
                    self.env._("The period ends before it begins: turn the two days.")
                )

    # -- what users do -------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        self._tell_changed()
        return result

    def _tell_changed(self):
        for company, of_company in self.grouped("company_id").items():
            live = self.env["quickbooks.live"]
            live._changed(company.id, self._name, of_company.ids)
            live._changed(company.id, "quickbooks.comparison.line")

    @api.model
    def _start_new(self, connection, first, last, by_schedule=False):
        """Have the worker compare a period."""
        comparison = self.create(
            {
                "connection_id": connection.id,
                "date_from": first,
                "date_to": last,
            }
        )
        comparison.by_schedule = by_schedule
        comparison._request()
        return comparison

    def _request(self):
        """From the beginning, whatever was found before."""
        self.ensure_one()
        self.part_ids.unlink()
        self.line_ids.unlink()
        self.write(
            {
                "state": "waiting",
                "started_at": False,
                "finished_at": False,
                "reason": False,
                "part_ids": [
                    fields.Command.create({"type": each}) for each in COMPARED_TYPES
                ],
            }
        )
        self.connection_id._wake()

    def _as_worker(self):
        """This comparison as the worker has it, once the user's rights are checked.

        :raises UserError: while its books are not connected
        """
        self.ensure_one()
        self.check_access("read")
        self.connection_id._for_worker()
        return self.sudo()

    def action_compare(self):
        """Compare; also once more, from the beginning."""
        comparison = self._as_worker()
        if comparison.state in UNDER_WAY:
            raise UserError(
                self.env._("This is being compared already. Stop it to begin anew.")
            )
        comparison._request()

    def action_stop(self):
        """Leave it at what was found so far."""
        comparison = self._as_worker()
        if comparison.state in UNDER_WAY:
            comparison.state = "stopped"

    def action_go_on(self):
        """Go on where it was stopped or has failed."""
        comparison = self._as_worker()
        if comparison.state in ("stopped", "failed"):
            comparison.write(
                {
                    "state": "running" if comparison.started_at else "waiting",
                    "reason": False,
                }
            )
            comparison.connection_id._wake()

    def action_view_lines(self):
        """What differs; a filter of the context says which of it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_comparison_line"
        )
        standing = self.env.context.get("standing", "open")
        action["domain"] = [("comparison_id", "=", self.id)]
        action["context"] = {f"search_default_{standing}": 1}
        return action

    # -- what the worker does ------------------------------------------------------

    @api.model
    def _next_of(self, connection):
        """The comparison to go on with, as it is now: a user may have stopped it."""
        self.invalidate_model()
        return self.search(
            [("connection_id", "=", connection.id), ("state", "in", UNDER_WAY)],
            order="id",
            limit=1,
        )

    def _lock(self):
        """Whether this is still under way; locked if so, with its parts."""
        self.env.cr.execute(
            SQL(
                "SELECT FROM quickbooks_comparison"
                " WHERE id = %s AND state IN ('waiting', 'running')"
                " FOR NO KEY UPDATE",
                self.id,
            )
        )
        locked = bool(self.env.cr.rowcount)
        self.invalidate_recordset()
        self.part_ids.invalidate_recordset()
        return locked

    def _begin(self, counts):
        """:param counts: ``{type: how many QuickBooks has}``, as far as it is told"""
        self.write({"state": "running", "started_at": fields.Datetime.now()})
        for part in self.part_ids:
            part._begin(counts.get(part.type, 0))

    def _fail(self, problem):
        """QuickBooks does not let it be read; somebody may go on later."""
        self.write(
            {
                "state": "failed",
                "reason": [
                    part.as_data() for part in (problem.text, problem.hint) if part
                ],
            }
        )

    def _finish(self):
        """All was looked at: what is the same is found, what was left is left."""
        lines = self.line_ids
        lines._pair_alike()
        lines._set_accepted()
        self.write({"state": "done", "finished_at": fields.Datetime.now()})
        self.connection_id._note_comparison(self)
