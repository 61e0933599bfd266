# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was changed in QuickBooks and waits for somebody, on the record itself.

Until that is decided nothing of the record is sent: it would overwrite without a word
what somebody has entered there.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.arrivals.documents import decide_first
from ..lib.problems import Place
from .quickbooks_sync_mixin import ARRIVING


class QuickbooksSyncMixin(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.sync.mixin"

    qb_changed_there = fields.Char(
        string="Changed in QuickBooks", compute="_compute_qb_changed_there"
    )
    qb_changed_hint = fields.Char(
        string="What to Do About It", compute="_compute_qb_changed_there"
    )
    qb_comparable = fields.Boolean(
        string="Can Be Compared with QuickBooks", compute="_compute_qb_changed_there"
    )

    @api.depends("qb_status")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_qb_changed_there(self):
        changes = self._qb_by_record(self._qb_changes_there())
        for record in self:
            change = changes[record.id][:1]
            record.qb_changed_there = change.problem_text
            record.qb_changed_hint = change.problem_hint
            record.qb_comparable = change._is_to_compare()

    def _qb_changes_there(self):
        """The changes in QuickBooks that wait for somebody who decides on these."""
        return (
            self.env["quickbooks.change"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("company_id", "in", self.env.companies.parent_ids.ids),
                    ("connection_id.active", "=", True),
                    ("state", "=", "failed"),
                ],
                order="id desc",
            )
        )

    def _qb_set_changed_there(self, company):
        """QuickBooks has these otherwise by now."""
        synced = self.filtered(lambda record: record.qb_status == "synced")
        synced._qb_set_status(company, "outdated")
        self.env["quickbooks.live"]._changed(company.id, self._name, self.ids)

    def _qb_made_anew(self):
        """What comes of these in QuickBooks from now on was made here."""

    def action_qb_compare(self):
        """What is here beside what QuickBooks has, to take one of them."""
        self.ensure_one()
        self._qb_check_user()
        self.check_access("read")
        change = next(iter(self._qb_by_record(self._qb_changes_there()).values()))[:1]
        if not change:
            raise UserError(
                self.env._("Nothing has changed in QuickBooks that is not here.")
            )
        return self.env["quickbooks.difference"]._open(change)

    def action_qb_view_jobs(self):
        """Where nothing was sent from here: what has come from QuickBooks."""
        action = super().action_qb_view_jobs()
        came = self.env["quickbooks.change"].search_count(action["domain"], limit=1)
        sent = self.env["quickbooks.job"].search_count(action["domain"], limit=1)
        if sent or not came:
            return action
        changes = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_change"
        )
        return {**changes, "domain": action["domain"], "context": {}}

    def action_qb_view_changes(self):
        """What has changed in QuickBooks and waits for somebody."""
        self._qb_check_user()
        self.check_access("read")
        return self._qb_changes_there().with_env(self.env)._get_records_action()

    def _qb_documents_or_problems(self, connection, object_type, aliases):
        """Nothing of what was changed in QuickBooks goes there before it is decided."""
        documents = super()._qb_documents_or_problems(connection, object_type, aliases)
        if self.env.context.get(ARRIVING):  # it is being decided
            return documents
        held = (
            self.env["quickbooks.change"]
            .sudo()
            .search(
                [
                    ("connection_id", "=", connection.id),
                    ("type", "=", object_type),
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("state", "=", "failed"),
                ]
            )
        )
        for record in self.browse(held.mapped("res_id")):
            place = Place(record._name, record.id, record.display_name)
            documents[record.id] = decide_first(place)
        return documents
