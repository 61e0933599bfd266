# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What one click has queued, and how far it is."""

import uuid

from odoo import api, fields, models

# In the context while the records of one click are queued.
BULK_RUN = "quickbooks_bulk_run"


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    bulk_run = fields.Char(
        readonly=True,
        index="btree_not_null",
        help="The same for all jobs that were queued by one click.",
    )

    @api.model
    def _new_run(self):
        """The name of a new run."""
        return uuid.uuid4().hex

    @api.model
    def bulk_progress(self, run):
        """How far a run is, for the panel in the corner of the screen.

        :return: ``{"total", "done", "failed", "waiting", "note"}``; ``note`` says why
            nothing moves at the moment
        """
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        groups = self._read_group(
            [("bulk_run", "=", run)], ["state", "connection_id"], ["__count"]
        )
        counts = dict.fromkeys(dict(self._fields["state"].selection), 0)
        notes = []
        for state, connection, count in groups:
            counts[state] += count
            if state in ("pending", "sent"):
                notes.append(
                    connection.hold_text
                    or connection.pause_text
                    or connection.sudo().next_run_text
                )
        return {
            # What was taken out of the queue is not waited for.
            "total": sum(counts.values()) - counts["cancelled"],
            "done": counts["done"],
            "failed": counts["failed"],
            "waiting": counts["pending"] + counts["sent"],
            "note": next(filter(None, notes), ""),
        }

    @api.model
    def bulk_failures(self, run):
        """What failed of a run."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_job"
        )
        action["domain"] = [("bulk_run", "=", run)]
        action["context"] = {
            "search_default_failed": 1,
            "search_default_group_reason": 1,
        }
        return action
