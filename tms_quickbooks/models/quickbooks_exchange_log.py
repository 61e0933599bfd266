# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The log as people read it: what was asked for, and what came of it."""

from odoo import api, fields, models

from .told import tell


class QuickbooksExchange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.exchange"

    summary = fields.Char(string="What", compute="_compute_summary")
    outcome = fields.Char(compute="_compute_outcome")

    @api.depends("name", "contents", "item_count", "request_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        labels = self.env["quickbooks.object"]._type_labels()
        for exchange in self:
            if exchange.request_id:
                sent = ", ".join(
                    f"{labels.get(object_type, object_type)} ({count})"
                    for object_type, count in (exchange.contents or {}).items()
                )
                exchange.summary = self.env._(
                    "Sent: %(documents)s", documents=sent or exchange.item_count
                )
            else:
                purpose = exchange._calls().purpose(exchange.name or "")
                exchange.summary = tell(self.env, purpose) if purpose else exchange.name

    def _compute_display_name(self):
        for exchange in self:
            exchange.display_name = exchange.summary

    @api.depends("state", "item_count", "refused_count", "attempts", "http_status")
    @api.depends_context("lang")
    def _compute_outcome(self):
        for exchange in self:
            exchange.outcome = exchange._tell_outcome()

    def _tell_outcome(self):
        self.ensure_one()
        accepted = self.item_count - self.refused_count
        if self.state == "open" and self.attempts:
            return self.env._(
                "No answer yet. The same bytes go out again by themselves, which makes"
                " nothing twice."
            )
        if self.state == "open":
            return self.env._("Waits for the answer.")
        if self.state == "answered" and not self.request_id:
            return self.env._("Answered.")
        if self.state == "answered" and self.refused_count:
            return self.env._(
                "%(accepted)s accepted, %(refused)s refused.",
                accepted=accepted,
                refused=self.refused_count,
            )
        if self.state == "answered":
            return self.env._("All accepted.")
        if self.next_attempt_at is False and self.attempts and self.request_id:
            return self.env._(
                "Given up after %(attempts)s attempts. Whether QuickBooks has these is"
                " not known; a retry sends the same bytes and makes nothing twice.",
                attempts=self.attempts,
            )
        ending = self._calls().ending(self.name or "", self.http_status)
        return tell(self.env, ending)

    def _calls(self):
        """The words for calls to its QuickBooks."""
        return self.connection_id._provider().calls
