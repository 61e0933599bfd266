# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a problem to the place where it is mended."""

from odoo import api, models

from ..lib import numbers
from ..lib.arrivals import parties
from ..lib.problems import NextAction


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def _action_to_mend(self, problem, record, object_type):
        """Open the very place: the mapping, the contact's match, the document.

        :param problem: None where there is only the record to look at
        :param record: what the problem keeps back
        :param object_type: as what the record goes to QuickBooks
        """
        self.ensure_one()
        if to_change := self._record_to_mend(problem, record):
            return to_change._get_records_action()
        if problem.action is NextAction.FIX_MAPPING:
            return self.env["quickbooks.mapping"]._action_for_problem(self, problem)
        if problem.action is NextAction.RECONNECT:
            return self._get_records_action()
        if problem.code in parties.ASK_WHO:
            return self.env["quickbooks.newcomer"]._open(self, problem)
        if problem.code in numbers.PROBLEMS:
            decisions = self.env["quickbooks.number"]
            return decisions._open(problem, record, self.company_id)
        partner = self.env["res.partner"].browse(problem.place.id)
        role = record._qb_party_type(object_type) or object_type
        return self.env["quickbooks.match"]._action_for_partner(self, partner, role)

    @api.model
    def _record_to_mend(self, problem, record):
        """The record that is to be changed; None where something else is opened."""
        if problem is None:
            return record
        if problem.action in (NextAction.FIX_MAPPING, NextAction.RECONNECT):
            return None
        place = problem.place
        if place is None:
            return record
        asks = self.env["quickbooks.job"]._is_about_match(problem)
        if asks or problem.code in (*numbers.PROBLEMS, *parties.ASK_WHO):
            return None
        return self.env[place.model].browse(place.id)
