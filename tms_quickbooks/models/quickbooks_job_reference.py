# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a reference that QuickBooks refuses to the place where it was chosen."""

from odoo import models

from ..lib import references
from ..lib.problems import Place


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def _placed(self, problem):
        """The problem with the contact or the mapping that leads to what QuickBooks no
        longer has; as it is where QuickBooks names nothing that is known here."""
        key = references.missing(problem)
        named = key and self.env["quickbooks.object"].search(
            [
                ("connection_id", "=", self.connection_id.id),
                "|",
                ("qb_id", "=", key),
                ("full_name", "=", key),
            ]
        )
        for target in named or ():
            record = target._record()
            if record is not None and record._name == "res.partner":
                place = Place(record._name, record.id, record.display_name)
                return references.lost_contact(problem, target.full_name, place)
            mapping = self.env["quickbooks.mapping"].search(
                [("object_id", "=", target.id)], limit=1
            )
            if mapping:
                place = Place(mapping._name, mapping.id, mapping.source_name)
                return references.lost_target(problem, target.full_name, place)
        return problem
