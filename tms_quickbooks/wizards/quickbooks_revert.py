# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import preflight, sent
from ..lib.objects import BOOKED
from ..lib.problems import Place


class QuickbooksRevert(models.TransientModel):
    """The question before something is taken back out of QuickBooks."""

    _name = "quickbooks.revert"
    _description = "Revert in QuickBooks"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    line_ids = fields.One2many("quickbooks.revert.line", "revert_id", readonly=True)
    how = fields.Selection(
        [
            ("void", "Void: stays in QuickBooks with its number, and amounts to 0"),
            ("delete", "Delete: disappears from QuickBooks"),
        ],
        string="In QuickBooks",
        required=True,
        default="void",
    )
    has_choice = fields.Boolean(compute="_compute_counts")
    only_deleted = fields.Char(
        compute="_compute_counts",
        help="Types among these that the QuickBooks they are in does not make void.",
    )
    provider = fields.Char(compute="_compute_counts", export_string_translation=False)
    line_count = fields.Integer(compute="_compute_counts")
    stopped_count = fields.Integer(compute="_compute_counts")
    keep_out = fields.Boolean(
        string="Keep it out of QuickBooks",
        help="Suppresses it: nothing sends it again until somebody releases it."
        " Without this, it can be sent again at once, and is made anew in QuickBooks.",
    )
    reason = fields.Char(help="For the history of the document.")

    @api.depends("line_ids.problem", "line_ids.object_type")
    @api.depends_context("lang")
    def _compute_counts(self):
        labels = self.env["quickbooks.object"]._type_labels()
        for revert in self:
            deleted = revert.line_ids.filtered(
                lambda line: sent.VOID not in line._withdrawing().WAYS[line.object_type]
            )
            revert.only_deleted = ", ".join(
                labels[kind] for kind in sorted(set(deleted.mapped("object_type")))
            )
            connections = self.env["quickbooks.connection"]
            revert.provider = connections._of_company(revert.company_id).provider
            revert.has_choice = any(
                len(line._withdrawing().WAYS[line.object_type]) > 1
                for line in revert.line_ids
            )
            revert.line_count = len(revert.line_ids)
            revert.stopped_count = len(revert.line_ids.filtered("problem"))

    @api.model
    def _open(self, records):
        """The dialog for records.

        :raises UserError: where nothing of them is in QuickBooks
        """
        carried = list(records._qb_carried().values())
        records = carried[0].union(*carried[1:])
        # Those of a load are not for everybody who sees the load.
        records.with_env(self.env).check_access("write")
        lines = []
        for outbound, company, object_type, group in records._qb_revertable():
            connection = self.env["quickbooks.connection"].sudo()
            connection = connection.browse(outbound["id"])
            lines += [
                {"company_id": company.id, "object_type": object_type, **line}
                for line in self._lines(connection, object_type, group)
            ]
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing of this is in QuickBooks. What still waits in the queue"
                    " can be cancelled there, or suppressed."
                )
            )
        revert = self.create(
            {
                "company_id": lines[0]["company_id"],
                "res_model": records._name,
                "line_ids": [fields.Command.create(line) for line in lines],
                # What is posted would come back with the next automatic sending.
                "keep_out": bool(sum(map(len, records.sudo()._qb_outgoing().values()))),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revert in QuickBooks"),
            "res_model": self._name,
            "res_id": revert.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _lines(self, connection, object_type, records):
        profile = connection._profile()
        objects = self.env["quickbooks.object"].sudo()
        there = objects._of_records(
            connection, object_type, records._name, records.ids
        ).filtered("active")
        by_record = there.grouped("res_id")
        for record in records:
            found = by_record.get(record.id, there.browse())
            problems = []
            if found:
                place = Place(record._name, record.id, record.display_name)
                way = connection._provider().withdraw.way(object_type, sent.VOID)
                problems = preflight.check(found._withdrawal(way, place), profile)
            yield {
                "res_id": record.id,
                "name": record.display_name,
                "number": found.number or found.qb_id,
                "total": found.total,
                "problem": "\n".join(map(connection._explain, problems)),
            }

    def action_revert(self):
        """Queue it."""
        self.ensure_one()
        mixin = self.env["quickbooks.sync.mixin"]
        mixin._qb_check_user()
        records = self.env[self.res_model].browse(set(self.line_ids.mapped("res_id")))
        records = records.exists()
        records.check_access("write")
        queued, run = records._qb_withdraw(self.how, self.keep_out, self.reason)
        return mixin._qb_notify(
            self.env._(
                "%(count)s to be taken back from QuickBooks.", count=len(queued)
            ),
            run=run,
        )


class QuickbooksRevertLine(models.TransientModel):
    """One document that is to be taken back."""

    _name = "quickbooks.revert.line"
    _description = "Revert in QuickBooks: Document"

    revert_id = fields.Many2one("quickbooks.revert", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True)
    res_id = fields.Integer(required=True)
    name = fields.Char(string="Document", readonly=True)
    object_type = fields.Selection(
        lambda self: [
            (kind, label)
            for kind, label in self.env["quickbooks.object"]._fields["type"].selection
            if kind in BOOKED
        ],
        string="Type",
        readonly=True,
    )
    number = fields.Char(string="In QuickBooks", readonly=True)
    total = fields.Float(digits=(16, 2), readonly=True)
    way = fields.Selection(
        [("void", "Voided"), ("delete", "Deleted")],
        string="Will Be",
        compute="_compute_way",
    )
    problem = fields.Text(string="What Stands Against It", readonly=True)

    @api.depends("object_type", "revert_id.how")
    def _compute_way(self):
        for line in self:
            line.way = line._withdrawing().way(
                line.object_type, line.revert_id.how or sent.VOID
            )

    def _withdrawing(self):
        """How things are taken back from the QuickBooks of this document."""
        connection = self.env["quickbooks.connection"]._of_company(self.company_id)
        return connection._provider().withdraw
