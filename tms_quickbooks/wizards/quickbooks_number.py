# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import numbers


class QuickbooksNumber(models.TransientModel):
    """Who has the number of a document in QuickBooks, beside the document, for a person
    to decide: the same one, or another number."""

    _name = "quickbooks.number"
    _description = "QuickBooks Number"
    _inherit = "quickbooks.about"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    object_id = fields.Many2one(
        "quickbooks.object", required=True, readonly=True, ondelete="cascade"
    )
    problem_code = fields.Char(readonly=True)
    can_link = fields.Boolean(compute="_compute_can_link")
    name = fields.Char(string="Document", compute="_compute_ours")
    our_party = fields.Char(compute="_compute_ours")
    our_date = fields.Date(compute="_compute_ours")
    our_total = fields.Char(compute="_compute_ours")
    type = fields.Selection(related="object_id.type")
    their_number = fields.Char(related="object_id.number")
    their_party = fields.Char(compute="_compute_theirs")
    their_date = fields.Date(related="object_id.date")
    their_total = fields.Char(compute="_compute_theirs")
    their_record = fields.Char(related="object_id.record_name")
    their_url = fields.Char(related="object_id.url")
    number = fields.Char(
        string="Another Number",
        help="Up to 21 characters. That of a bill is the carrier's own: what you enter"
        " here becomes the reference of the bill.",
    )

    @api.depends("problem_code")
    def _compute_can_link(self):
        for decision in self:
            decision.can_link = decision.problem_code in numbers.LINKABLE

    @api.depends("res_model", "res_id")
    def _compute_ours(self):
        for decision in self:
            record = decision._record()
            decision.name = record.display_name
            decision.our_party = record.partner_id.display_name
            decision.our_date, total = record._qb_date_and_total()
            decision.our_total = _money(total, record.currency_id.display_name)

    @api.depends("object_id")
    def _compute_theirs(self):
        for decision in self:
            found = decision.object_id
            decision.their_party = found.sudo()._party().name
            decision.their_total = _money(found.total, found.currency)

    @api.model
    def _open(self, problem, record, company):
        """The decision about a problem with the number of a record, in a dialog."""
        found = self.env["quickbooks.object"].browse(problem.place.id).exists()
        if not found:
            return record._get_records_action()
        provider = found.connection_id.sudo()._provider()
        decision = self.sudo().create(
            {
                "company_id": company.id,
                "res_model": record._name,
                "res_id": record.id,
                "object_id": found.id,
                "problem_code": problem.code,
                "number": provider.number(found.type, record._qb_next_number()),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Number Taken in QuickBooks"),
            "res_model": self._name,
            "res_id": decision.id,
            "view_mode": "form",
            "target": "new",
        }

    def write(self, vals):
        """Only the number is the user's to enter: another object would show what it is
        like in other companies, too."""
        if not self.env.su and vals.keys() - {"number"}:
            raise AccessError(self.env._("Only the number can be changed here."))
        return super().write(vals)

    # -- the decisions -------------------------------------------------------------

    def action_link(self):
        """It is the same: nothing is made, and what is here goes over it."""
        self._job()._link_found(self.object_id.sudo())
        return self._done(self.env._("Linked; it is brought up to date."))

    def action_renumber(self):
        """It is another one: this one goes under another number."""
        self._job()._renumber(self.object_id, self.number)
        return self._done(
            self.env._("It goes to QuickBooks as %(number)s.", number=self.number)
        )

    def action_open(self):
        """Look at it in QuickBooks."""
        self.ensure_one()
        self._check()
        return self.object_id.action_open_in_quickbooks()

    def _check(self):
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        self._record().check_access("write")

    def _job(self):
        """The job that waits for the decision, with the rights of the queue.

        :raises UserError: where none does any more
        """
        self.ensure_one()
        self._check()
        jobs = self._record()._qb_open_jobs()
        waiting = jobs.filtered(lambda job: job.company_id == self.company_id)
        if not waiting:
            raise UserError(
                self.env._(
                    "%(name)s does not wait for a number any more: somebody has"
                    " decided already.",
                    name=self.name,
                )
            )
        return waiting[0]

    def _done(self, said):
        return self.env["quickbooks.sync.mixin"]._qb_notify(said)


def _money(amount, currency):
    return f"{amount:,.2f} {currency or ''}".strip()
