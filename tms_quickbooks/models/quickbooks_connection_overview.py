# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a connection's card shows at a glance."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from .quickbooks_connection_worker import MINUTE
from .quickbooks_job import OPEN_STATES

# Intuit's limit for an app and a company.
CALLS_PER_MINUTE = 500

# A change of these shows on a card or a form.
SHOWN = {
    "state",
    "paused_until",
    "company_file",
    "name",
    "profile_checked_at",
    "last_seen_at",
    "changes_checked_at",
}


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    pending_count = fields.Integer(string="Waiting", compute="_compute_job_counts")
    under_way_count = fields.Integer(string="Under Way", compute="_compute_job_counts")
    waiting_count = fields.Integer(
        compute="_compute_job_counts", help="Waiting or under way."
    )
    failed_count = fields.Integer(string="Failed", compute="_compute_job_counts")
    done_today_count = fields.Integer(
        string="Sent Today", compute="_compute_done_today_count"
    )
    batches_left = fields.Integer(
        compute="_compute_left",
        help="How many batches of documents may still go out this minute.",
    )
    calls_left = fields.Integer(
        compute="_compute_left",
        help="How many calls may still be made this minute.",
    )

    @api.depends_context("uid")
    def _compute_job_counts(self):
        counts = {
            (connection.id, state): count
            for connection, state, count in self.env["quickbooks.job"]._read_group(
                [("connection_id", "in", self.ids), ("state", "in", OPEN_STATES)],
                ["connection_id", "state"],
                ["__count"],
            )
        }
        for connection in self:
            pending, sent, failed = (
                counts.get((connection.id, state), 0) for state in OPEN_STATES
            )
            connection.pending_count = pending
            connection.under_way_count = sent
            connection.waiting_count = pending + sent
            connection.failed_count = failed

    @api.depends_context("uid", "tz")
    def _compute_done_today_count(self):
        """Since midnight where the user is."""
        counts = self.env["quickbooks.job"]._read_group(
            [
                ("connection_id", "in", self.ids),
                ("state", "=", "done"),
                ("done_at", ">=", self._midnight()),
            ],
            ["connection_id"],
            ["__count"],
        )
        by_connection = {connection.id: count for connection, count in counts}
        for connection in self:
            connection.done_today_count = by_connection.get(connection.id, 0)

    @api.model
    def _midnight(self):
        """When the user's day began, in UTC."""
        zone = ZoneInfo(self.env.tz.zone)
        began = datetime.combine(fields.Date.context_today(self), time(), zone)
        return began.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def _compute_left(self):
        used = (
            self.env["quickbooks.exchange"]
            .sudo()
            ._used_since(self, fields.Datetime.now() - MINUTE)
        )
        most = self._batches_per_minute()
        for connection in self:
            calls, batches = used.get(connection.id, (0, 0))
            connection.batches_left = max(0, most - batches)
            connection.calls_left = max(0, CALLS_PER_MINUTE - calls)

    # -- live ----------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if not SHOWN.isdisjoint(vals):
            self._tell_changed()
        return result

    def _tell_changed(self):
        """Screens of these connections are to look again."""
        for connection in self:
            self.env["quickbooks.live"]._changed(
                connection.company_id.id, self._name, connection.ids
            )
