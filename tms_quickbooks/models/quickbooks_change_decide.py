# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What comes from QuickBooks looks like what was entered here: is it the same?"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.arrivals import ALIKE, inbox
from .told import tell

# In the context of a change that somebody has decided: it is the one it looks like, or
# another one.
DECISION = "qb_decision"
SAME, ANOTHER = "same", "another"


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    looks_alike = fields.Boolean(compute="_compute_looks_alike")

    @api.depends("problem_code", "state")
    def _compute_looks_alike(self):
        for change in self:
            change.looks_alike = (
                change.state == "failed" and change.problem_code == ALIKE
            )

    def action_link_alike(self):
        """They are one and the same: link them. From now on it follows QuickBooks."""
        return self._take_decided(SAME)

    def action_enter_another(self):
        """They are two: enter this one as well."""
        return self._take_decided(ANOTHER)

    def _called_the_same(self):
        """The record that a person has just called the same, if any."""
        if self.env.context.get(DECISION) != SAME:
            return None
        place = self._problem().place
        return self.env[place.model].browse(place.id)

    def _check_not_linked(self, record):
        """:raises UserError: where it is linked with another by now"""
        bound = self.env["quickbooks.object"]._bound(
            self.connection_id, self.type, record._name, record.ids
        )
        if bound:
            raise UserError(
                self.env._(
                    "%(name)s is linked with another one of QuickBooks by now. Retry"
                    " this one: it is looked at anew.",
                    name=record.display_name,
                )
            )

    def _take_decided(self, decision):
        """:raises UserError: where there is nothing to decide, or it cannot be taken"""
        self.ensure_one()
        # With the rights of the worker, which would take it.
        change = self._for_decision("failed")
        if not change.looks_alike:
            raise UserError(self.env._("There is nothing to decide about it any more."))
        place = change._problem().place
        alike = self.env[place.model].browse(place.id)
        alike.check_access("write")
        # Who is about to send it starts over, and finds it linked.
        self.env["quickbooks.job"].sudo()._hold(
            change.connection_id, change.type, alike
        )
        if decision == SAME:
            change._check_not_linked(alike)
        change.with_context(**{DECISION: decision})._take_one(None)
        if change.state not in ("done", "ignored"):
            problem = change._problem()
            raise UserError(tell(self.env, problem.text, problem.hint))
        if decision == SAME:
            change._did(inbox.linked())
        return change._tell_decided(
            self.env._("Linked. It follows QuickBooks from now on.")
            if decision == SAME
            else self.env._("Entered.")
        )
