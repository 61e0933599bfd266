# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What payments settle in QuickBooks, and what that does to invoices there."""

from collections import Counter
from decimal import Decimal

from odoo import models

from ..lib import objects, outcomes


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def _applied_problem(self, state):
        """QuickBooks applies no more than is open there, and is silent on the rest."""
        if self.object_type not in objects.PAYMENTS:
            return None
        ours = self._provider().sent.applied(self.payload)
        theirs = objects.applied(state)
        for (kind, qb_id), amount in ours.items():
            found = theirs.get((kind, qb_id), Decimal(0))
            if found != amount:
                target = self.env["quickbooks.object"]._find(
                    self.connection_id, kind, qb_id
                )
                return outcomes.applied_differs(
                    found, amount, target.name or qb_id, self._place()
                )
        return None

    def _follow_applied(self, connection, states):
        """What payments settle has another balance in QuickBooks, and another version
        (Intuit: a payment counts up the SyncToken of its invoices).

        Before the answers are stored: by then it is forgotten what was settled before.

        :param states: ``{job: ObjectState}``, None for what is gone
        """
        payments = self.filtered(lambda job: job.object_type in objects.PAYMENTS)
        if not payments:
            return
        Objects = self.env["quickbooks.object"].with_context(active_test=False)
        known = Objects.search(
            [
                ("connection_id", "=", connection.id),
                ("type", "in", objects.PAYMENTS),
                ("res_model", "in", payments.mapped("res_model")),
                ("res_id", "in", payments.mapped("res_id")),
            ]
        )
        theirs = {(job.object_type, job.res_model, job.res_id) for job in payments}
        known = known.filtered(lambda o: (o.type, o.res_model, o.res_id) in theirs)
        more = Counter()
        for each in known:
            more.subtract(objects.applied_amounts(each.details))
        for job in payments:
            if states[job] and states[job].active:
                more.update(objects.applied(states[job]))
        Objects._add_applied(
            connection, {key: amount for key, amount in more.items() if amount}
        )
