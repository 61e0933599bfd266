# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Comparing the books by the worker: when, call by call, and who is told."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.service.model import retrying

DIFFER_ACTIVITY = "tms_quickbooks.mail_activity_books_differ"
STEPS = {
    "daily": relativedelta(days=1),
    "weekly": relativedelta(weeks=1),
    "monthly": relativedelta(months=1),
}


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    comparison_ids = fields.One2many("quickbooks.comparison", "connection_id")
    compare_every = fields.Selection(
        [
            ("never", "Only when somebody asks"),
            ("daily", "Every day"),
            ("weekly", "Every week"),
            ("monthly", "Every month"),
        ],
        string="Compare the Books",
        required=True,
        default="weekly",
        tracking=True,
        help="How often both books are compared by themselves. Managers get an"
        " activity where something differs that did not before.",
    )
    compare_period = fields.Selection(
        [
            ("days", "The last days"),
            ("month", "The last whole month"),
        ],
        string="Period Compared",
        required=True,
        default="days",
        tracking=True,
    )
    compare_days = fields.Integer(
        string="Days Compared", required=True, default=30, tracking=True
    )
    compare_next_at = fields.Datetime(
        string="Next Comparison",
        compute="_compute_compare_next_at",
        store=True,
        readonly=True,
    )
    differing_id = fields.Many2one(
        "quickbooks.comparison",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The comparison that the managers were told of.",
    )
    difference_count = fields.Integer(compute="_compute_difference_count")
    last_comparison_id = fields.Many2one(
        "quickbooks.comparison", compute="_compute_difference_count"
    )

    _days_in_range = models.Constraint(
        "CHECK(compare_days BETWEEN 1 AND 366)",
        "The books are compared for 1 to 366 days back. Compare a longer period by"
        " hand, under QuickBooks > Compare the Books.",
    )

    @api.depends("compare_every", "state")
    def _compute_compare_next_at(self):
        now = fields.Datetime.now()
        for connection in self:
            step = STEPS.get(connection.compare_every)
            is_due = step and connection.state == "connected"
            connection.compare_next_at = is_due and now + step

    def _compute_difference_count(self):
        """Of the last comparison that has come to its end."""
        last = {
            connection.id: found_id
            for connection, found_id in self.env["quickbooks.comparison"]._read_group(
                [("connection_id", "in", self.ids), ("state", "=", "done")],
                ["connection_id"],
                ["id:max"],
            )
        }
        for connection in self:
            comparison = self.env["quickbooks.comparison"].browse(
                last.get(connection.id, False)
            )
            connection.last_comparison_id = comparison
            connection.difference_count = comparison.open_count

    # -- what users do -------------------------------------------------------------

    def action_compare_books(self):
        """The page of comparisons of these books; a new one where there is none."""
        self.ensure_one()
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_comparison"
        )
        action["context"] = {"default_connection_id": self.id}
        action["domain"] = [("connection_id", "=", self.id)]
        last = self.comparison_ids[:1]
        if last:
            action |= {"view_mode": "form", "res_id": last.id}
            action["views"] = [(False, "form")]
        return action

    # -- the schedule --------------------------------------------------------------

    def _due_comparison(self):
        """Begin what the schedule says, once it is time; return what is under way."""
        comparisons = self.env["quickbooks.comparison"]
        now = fields.Datetime.now()
        if self.compare_next_at and self.compare_next_at <= now:
            self.compare_next_at = now + STEPS[self.compare_every]
            comparisons._start_new(self, *self._compared_period(), by_schedule=True)
        return comparisons._next_of(self)

    def _compared_period(self):
        """First and last day of what the schedule compares today."""
        today = fields.Date.context_today(self)
        if self.compare_period == "month":
            end = today.replace(day=1) - timedelta(days=1)
            return end.replace(day=1), end
        return today - timedelta(days=self.compare_days), today

    def _note_comparison(self, comparison):
        """Tell the managers where something differs that did not before; and take that
        back where both books agree again."""
        self.ensure_one()
        told = self.differing_id
        if comparison.state != "done":
            return
        if not comparison.open_count:
            covers = told and (
                comparison.date_from <= told.date_from
                and comparison.date_to >= told.date_to
            )
            if told and (comparison.by_schedule or covers or comparison == told):
                self.activity_feedback([DIFFER_ACTIVITY])
                self.differing_id = False
            return
        if not comparison.by_schedule or comparison == told:
            return
        before = {line._key() for line in told.line_ids}
        open_lines = comparison.line_ids.filtered(lambda each: each.standing == "open")
        if all(line._key() in before for line in open_lines):
            return
        if told:
            self.activity_unlink([DIFFER_ACTIVITY])
        self.differing_id = comparison
        for manager in self._managers():
            reader = self.with_context(lang=manager.lang)
            reader.activity_schedule(
                DIFFER_ACTIVITY,
                note=reader._differ_sentence(comparison),
                user_id=manager.id,
            )

    def _differ_sentence(self, comparison):
        return self.env._(
            "Differences between Odoo and QuickBooks: %(count)s (%(name)s). See and"
            " mend them under QuickBooks > Compare the Books.",
            count=comparison.open_count,
            name=comparison.with_env(self.env).display_name,
        )

    # -- the worker ----------------------------------------------------------------

    def _step_next(self):
        """What is sent or brought comes first; it would only differ meanwhile."""
        done = super()._step_next()
        return self._step_comparison() if done is None else done

    def _step_comparison(self):
        """The next step of a comparison, and a look after what it has set going."""
        looked = retrying(
            lambda: self.env["quickbooks.comparison.line"]._look_after(self), self.env
        )
        comparison = retrying(self._due_comparison, self.env)
        done = comparison._step() if comparison else None
        return done or looked or None
