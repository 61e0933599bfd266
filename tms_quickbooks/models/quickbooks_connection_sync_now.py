# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sync Now: look for changes while somebody watches, and how far that is."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

CHANGE_STATES = ("pending", "failed", "ignored", "done")


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    sync_state = fields.Selection(
        [
            ("running", "Synchronising"),
            ("failed", "Failed"),
            ("stopped", "Stopped"),
            ("done", "Up to Date"),
        ],
        compute="_compute_sync_progress",
    )
    sync_progress = fields.Json(compute="_compute_sync_progress")
    is_reading = fields.Boolean(compute="_compute_sync_progress")
    sync_next_run_text = fields.Char(compute="_compute_sync_progress")
    arrival_waiting_count = fields.Integer(
        string="Arriving", compute="_compute_arrival_counts"
    )
    arrival_failed_count = fields.Integer(
        string="Arrived, Needs Somebody", compute="_compute_arrival_counts"
    )

    # -- for the user --------------------------------------------------------------

    def action_sync_now(self):
        """Have QuickBooks asked for changes at once, and show how far that is."""
        connection = self._for_worker()
        connection.changes_wished_at = self._clock()
        connection._wake()
        return self._show_sync()

    def action_read_since(self, date):
        """Have everything read that was made or changed in QuickBooks since a day.

        :param date: a day of the user's
        :raises UserError: where nothing of QuickBooks is entered here
        """
        connection = self._for_worker()
        day = fields.Date.to_date(date)
        began = datetime.combine(day, time(), ZoneInfo(self.env.tz.zone))
        since = began.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
        connection._read_transactions(since)
        if not connection.reading_ids._under_way():
            raise UserError(
                self.env._(
                    "Nothing that is made in QuickBooks is entered here. Choose in the"
                    " settings what is to come from QuickBooks, then read it."
                )
            )
        connection.changes_wished_at = self._clock()
        connection._wake()
        return self._show_sync()

    def action_stop_reading(self):
        """Leave it at that until somebody goes on, or until tomorrow."""
        self._for_worker().reading_ids._stop()
        return self._show_sync()

    def action_go_on_reading(self):
        """Read on what was stopped, and try again what has failed."""
        connection = self._for_worker()
        connection.reading_ids._go_on()
        connection._wake()
        return self._show_sync()

    def action_ask_read_since(self):
        """Ask from which day on everything is to be read."""
        self._for_worker()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Read Everything Since…"),
            "res_model": "quickbooks.read.since",
            "view_mode": "form",
            "target": "new",
            "context": {"default_connection_id": self.id},
        }

    def action_view_changes(self):
        """What comes from QuickBooks, of this connection."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_change"
        )
        action["domain"] = [("connection_id", "=", self.id)]
        change_filter = self.env.context.get("change_filter")
        action["context"] = {
            f"search_default_{change_filter}": 1 if change_filter else 0
        }
        return action

    def _show_sync(self):
        """The progress, in a dialog over whatever page the user is on."""
        form = self.env.ref("tms_quickbooks.view_quickbooks_connection_form_sync")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sync Now"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(form.id, "form")],
            "target": "new",
        }

    # -- how far it is -------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_arrival_counts(self):
        counts = self._change_counts([])
        for connection in self:
            connection.arrival_waiting_count = counts.get((connection.id, "pending"), 0)
            connection.arrival_failed_count = counts.get((connection.id, "failed"), 0)

    def _change_counts(self, domain):
        """How many changes there are: ``{(connection id, state): count}``."""
        groups = self.env["quickbooks.change"]._read_group(
            [
                ("connection_id", "in", self.ids),
                "|",
                ("state", "in", ("pending", "failed")),
                *(domain or [("state", "in", ("pending", "failed"))]),
            ],
            ["connection_id", "state"],
            ["__count"],
        )
        return {(connection.id, state): count for connection, state, count in groups}

    @api.depends(
        "changes_wished_at",
        "changes_checked_at",
        "changes_left",
        "reading_ids.state",
        "pause_text",
        "hold_text",
    )
    @api.depends_context("lang")
    def _compute_sync_progress(self):
        """How far the wish is, as the progress bar shows it."""
        for connection in self:
            rows = [
                connection._look_progress(),
                *[pull._progress() for pull in connection._readings_shown()],
                connection._taking_progress(),
            ]
            states = {row["state"] for row in rows}
            connection.sync_state = next(
                (
                    shown
                    for state, shown in (
                        ("waiting", "running"),
                        ("running", "running"),
                        ("failed", "failed"),
                        ("stopped", "stopped"),
                    )
                    if state in states
                ),
                "done",
            )
            connection.is_reading = bool(connection.reading_ids._under_way())
            asks = connection.is_reading or rows[0]["state"] != "done"
            connection.sync_next_run_text = asks and connection.next_run_text
            connection.sync_progress = {
                "running": connection.sync_state == "running",
                "later": asks and connection._waits_for_connector(),
                "paused": connection.hold_text or connection.pause_text or "",
                "title": self.env._("Sync Now"),
                "headings": [
                    self.env._("Step"),
                    self.env._("How Many"),
                    self.env._("Status"),
                    self.env._("Last Done"),
                ],
                "lists": rows,
            }

    def _look_progress(self):
        """The step of asking what has changed."""
        wished, checked = self.changes_wished_at, self.changes_checked_at
        state = "done"
        if self.changes_left:
            state = "running"
        elif wished and (not checked or wished > checked):
            state = "waiting"
        return self._step_progress(
            "changes", self.env._("Look for changes"), state, last=checked
        )

    def _readings_shown(self):
        """What is read since the last wish, or is still to be read."""
        wished = self.changes_wished_at
        return self.reading_ids.filtered(
            lambda pull: pull.state != "done"
            or (wished and pull.finished_at and pull.finished_at >= wished)
        )

    def _taking_progress(self):
        """The step of entering here what has arrived."""
        wished = self.changes_wished_at
        since = wished or fields.Datetime.now()
        counts = self._change_counts([("done_at", ">=", since.replace(microsecond=0))])
        waiting, failed, left, taken = (
            counts.get((self._origin.id, state), 0) for state in CHANGE_STATES
        )
        parts = []
        if left:
            parts.append(self.env._("%(count)s left in QuickBooks", count=left))
        if failed:
            parts.append(self.env._("%(count)s need somebody", count=failed))
        return self._step_progress(
            "arrivals",
            self.env._("Enter here"),
            "running" if waiting else "done",
            read=taken + left,
            total=taken + left + waiting,
            message=" · ".join(parts),
            last=self.changes_checked_at,
        )

    def _step_progress(
        self, kind, name, state, read=0, total=0, message="", last=False
    ):
        """A step as the progress bar shows it."""
        states = {
            "waiting": self.env._("Waiting"),
            "running": self.env._("Under Way"),
            "done": self.env._("Done"),
        }
        return {
            "type": kind,
            "name": name,
            "state": state,
            "status": states[state],
            "read": read,
            "total": total,
            "listed": total if kind == "arrivals" else False,
            "updated_at": fields.Datetime.to_string(last) or "",
            "message": message,
        }
