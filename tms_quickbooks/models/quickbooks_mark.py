# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The mark by which a document of QuickBooks is known to be one of here."""

from odoo import fields, models
from odoo.exceptions import MissingError

from ..lib import identity

# In place of the record of a mark: it was sent, and the outbox is finding out what
# became of it.
FINDING_OUT = "finding out"


class QuickbooksMadeThere(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.made.there"

    qb_namesakes = fields.Integer(
        string="Others with Its Mark in QuickBooks",
        readonly=True,
        copy=False,
        help="How many documents of others in QuickBooks have a mark of this one: after"
        " a backup was restored, it has got the id of what was lost.",
    )

    def _qb_mark(self):
        """What tells these from all other documents: ``{record id: mark}``."""
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        namesakes = self._qb_count_namesakes()
        return {
            record_id: identity.mark(
                database, self._name, record_id, namesakes.get(record_id, 0)
            )
            for record_id in self.ids
        }

    def _qb_count_namesakes(self):
        try:
            return {record.id: record.qb_namesakes for record in self}
        except MissingError:  # deleted while it was on its way to QuickBooks
            return self.exists()._qb_count_namesakes()
