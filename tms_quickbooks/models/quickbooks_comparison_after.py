# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was mended since a comparison has found it, from there or by any other way."""

from odoo import api, models
from odoo.tools import SQL

from ..lib.comparison import Kind
from ..lib.objects import PAYMENTS


class QuickbooksComparisonLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison.line"

    @api.model
    def _look_after(self, connection):
        """See what was mended since, here or by any other way, and what became of what
        was set going.

        :return: how many differences stand otherwise now
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.standing, change.state = 'failed'
                       OR job.state = 'failed', object.id
                  FROM quickbooks_comparison_line AS line
                  LEFT JOIN quickbooks_change AS change
                    ON change.connection_id = line.connection_id
                   AND change.type = line.type AND change.qb_id = line.qb_id
                   AND change.state IN ('pending', 'failed')
                  LEFT JOIN quickbooks_job AS job
                    ON job.connection_id = line.connection_id
                   AND job.object_type = line.type
                   AND job.res_model = line.res_model AND job.res_id = line.res_id
                   AND job.state IN ('pending', 'sent', 'failed')
                  LEFT JOIN quickbooks_object AS object
                    ON object.connection_id = line.connection_id
                   AND object.type = line.type AND object.res_model IS NOT NULL
                   AND NOT COALESCE(object.gone, false)
                   AND CASE line.kind
                       WHEN 'missing_here' THEN object.qb_id = line.qb_id
                       WHEN 'missing_there' THEN object.res_model = line.res_model
                            AND object.res_id = line.res_id
                            AND object.qb_id IS DISTINCT FROM line.qb_id
                       ELSE object.qb_id = line.qb_id
                            AND (line.kind = 'balance' OR line.version > ''
                                 AND object.version > ''
                                 AND object.version <> line.version) END
                 WHERE line.connection_id = %s AND line.standing IN ('open', 'waiting')
                   AND COALESCE(change.state, '') <> 'pending'
                   AND COALESCE(job.state, '') NOT IN ('pending', 'sent')
                   AND (object.id IS NOT NULL OR line.standing = 'waiting')
                """,
                connection.id,
            )
        )
        lines = self.sudo()
        settled = {
            line_id: found for line_id, _how, failed, found in rows if not failed
        }
        mended = lines.browse(key for key, found in settled.items() if found)
        mended -= mended._still_differing(settled)
        mended._set_mended()
        waiting = [
            line_id for line_id, standing, *_rest in rows if standing == "waiting"
        ]
        again = lines.browse(waiting) - mended
        again._set_open_again()
        return len(mended) + len(again)

    def _still_differing(self, objects):
        """Those balances of these that differ as before: ours is not what QuickBooks
        has shown, nor what it has shown since.

        :param objects: ``{line id: id of its object}``
        """
        balances = self.filtered(lambda line: line.kind == Kind.BALANCE)
        differing = self.browse()
        for (object_type, model), lines in balances.grouped(
            lambda line: (line.type, line.res_model)
        ).items():
            records = self.env[model].browse(lines.mapped("res_id")).exists()
            sides = records._qb_sides(lines.connection_id, object_type)
            for line in lines:
                there = self.env["quickbooks.object"].browse(objects[line.id])
                shown = {line.theirs}
                if there.version != line.version:
                    shown.add(f"{there._open():.2f}")
                here = sides.get(line.res_id)
                if not here or f"{here.balance:.2f}" not in shown:
                    differing |= line
        return differing

    def _set_open_again(self):
        """What was set going has led to nothing: it says why, as far as that is
        known."""
        for (connection, object_type), lines in self.grouped(
            lambda line: (line.connection_id, line.type)
        ).items():
            why = self.env["quickbooks.change"]._standing_of(
                connection, object_type, lines
            )
            for line in lines:
                standing, note = why.get(line.qb_id, ("open", None))
                line.write({"standing": standing, "note": note and [note.as_data()]})
        self._tell_changed()


class QuickbooksObject(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    def _open(self):
        """What is open of a transaction, as QuickBooks has shown it last; of a payment,
        what settles nothing yet."""
        self.ensure_one()
        if self.type in PAYMENTS:
            return float((self.details or {}).get("unapplied") or 0)
        return self.balance
