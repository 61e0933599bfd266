# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..lib.problems import Problem
from .told import tell


class QuickbooksProblem(models.AbstractModel):
    """Something that a problem may keep from going on, and who is to act on that."""

    _name = "quickbooks.problem"
    _description = "QuickBooks: With a Problem"

    next_action = fields.Selection(
        [
            ("wait", "Wait"),
            ("retry", "Retry by Itself"),
            ("refresh_token", "Renew Token"),
            ("reconnect", "Reconnect"),
            ("fix_record", "Fix the Record"),
            ("fix_mapping", "Fix the Mapping"),
            ("decide", "Decide"),
            ("report", "Report a Bug"),
        ],
        readonly=True,
    )
    problem_code = fields.Char(readonly=True)
    problem_data = fields.Json(readonly=True)
    problem_text = fields.Char(string="Problem", compute="_compute_problem_text")
    problem_hint = fields.Char(string="What to Do", compute="_compute_problem_text")

    @api.depends("problem_data")
    @api.depends_context("lang")
    def _compute_problem_text(self):
        for held in self:
            problem = held._problem()
            held.problem_text = problem and tell(self.env, problem.text)
            held.problem_hint = problem and tell(self.env, problem.hint)

    def _problem(self):
        """The stored problem, or None."""
        self.ensure_one()
        return Problem.from_data(self.problem_data) if self.problem_data else None

    @api.model
    def _problem_vals(self, problem):
        """Values that store a problem, or clear it with None."""
        if problem is None:
            return {"problem_code": False, "problem_data": False, "next_action": False}
        return {
            "problem_code": problem.code,
            "next_action": problem.action.value,
            "problem_data": problem.as_data(),
        }
