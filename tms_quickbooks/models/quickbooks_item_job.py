# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Items in the outbox: a name that is taken is the item we want."""

from odoo import fields, models

from ..lib import outcomes
from ..lib.online import read as online_read
from .quickbooks_mapping_target import NO_ITEMS


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    object_type = fields.Selection(
        selection_add=[("Item", "Product or Service")],
        ondelete={"Item": "cascade"},
    )

    def _look_up(self, ask):
        items = self.filtered(
            lambda job: job.object_type == "Item" and job.lookup == "name"
        )
        found = super(QuickbooksJob, self - items)._look_up(ask)
        names = {job._sent_name() for job in items}
        if names:
            statement = online_read.name_lookup_statement("Item", names)
            # Below a heading, the same name is another item.
            found += [
                state
                for state in self._read_query(ask, "Item", statement)
                if ":" not in state.full_name
            ]
        return found

    def _resolve_name(self, connection, by_name):
        self.ensure_one()
        if self.object_type != "Item":
            return super()._resolve_name(connection, by_name)
        name = self._sent_name()
        own = by_name.get(("Item", name.casefold()))
        if not own or own.extra.get("subtype") in NO_ITEMS:
            return None, outcomes.item_name_in_use(name, self._place())
        if not own.active:
            return None, outcomes.inactive(name, self._place())
        return own, None
