# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The dry run: what would go to QuickBooks, and what would stop it."""

from operator import itemgetter

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.prepare import prepare
from ..lib.problems import Problem
from ..models.account_move_set_off import PREVIEW
from ..models.quickbooks_object import OBJECT_TYPES
from ..models.quickbooks_object_sent import NOTHING_SENT
from ..models.told import tell
from . import quickbooks_preview_summary as summary

# More documents than that say no more, and take long to build.
MOST_DOCUMENTS = 200


class QuickbooksPreview(models.TransientModel):
    """A dry run of some records. It neither calls QuickBooks nor changes anything."""

    _name = "quickbooks.preview"
    _description = "QuickBooks Preview"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    line_ids = fields.One2many("quickbooks.preview.line", "preview_id", readonly=True)
    only_line_id = fields.Many2one(
        "quickbooks.preview.line",
        compute="_compute_only_line_id",
        store=True,
        help="Where there is a single one, it is shown at once.",
    )
    only_problem_ids = fields.One2many(related="only_line_id.problem_ids")
    only_content = fields.Html(related="only_line_id.content")
    only_payload = fields.Text(related="only_line_id.payload")
    ready_count = fields.Integer(compute="_compute_counts")
    stopped_count = fields.Integer(compute="_compute_counts")
    same_count = fields.Integer(
        compute="_compute_counts",
        help="Documents that QuickBooks has just as they are here.",
    )
    left_out_count = fields.Integer(
        readonly=True, help="Documents of the selection that are not shown."
    )

    @api.depends("line_ids")
    def _compute_only_line_id(self):
        for preview in self:
            lines = preview.line_ids
            preview.only_line_id = lines if len(lines) == 1 else False

    @api.depends("line_ids.verdict")
    def _compute_counts(self):
        for preview in self:
            documents = preview.line_ids.filtered("is_chosen")
            preview.stopped_count = len(documents._judged("stopped"))
            preview.same_count = len(documents._judged("same"))
            preview.ready_count = len(documents._judged("ready"))

    @api.model
    def _open(self, records):
        """The preview of records in a dialog.

        :raises UserError: where there is nothing that could be sent
        """
        lines, room, left_out = [], MOST_DOCUMENTS, 0
        connections = self.env["quickbooks.connection"]
        for object_type, group in records.sudo()._qb_previewed().items():
            for company, ours in group.grouped(records._qb_company).items():
                connection = connections._of_company(company)
                # Those of a load are not for everybody who sees the load.
                ours = ours.with_env(self.env)._filtered_access("read").sudo()
                if connection and ours:
                    shown = ours[:room]
                    room -= len(shown)
                    left_out += len(ours) - len(shown)
                    lines += self._not_among(
                        lines, self._lines(connection, company, object_type, shown)
                    )
        if not lines:
            raise UserError(
                self.env._(
                    "There is nothing to preview: only what is posted in a company"
                    " that is connected to QuickBooks is sent."
                )
            )
        # Not the user's to make: what it says must come from here.
        preview = self.sudo().create(
            {
                "company_id": lines[0]["company_id"],
                "left_out_count": left_out,
                "line_ids": [fields.Command.create(line) for line in lines],
            }
        )
        return preview._get_records_action(
            name=self.env._("QuickBooks Preview"), target="new", context={}
        )

    @api.model
    def _not_among(self, lines, more):
        """Who goes before several documents is shown once."""
        key = itemgetter("res_model", "res_id", "object_type")
        known = {key(line) for line in lines}
        return [line for line in more if key(line) not in known]

    # -- what would happen ---------------------------------------------------------

    @api.model
    def _lines(self, connection, company, object_type, records):
        """Values of the lines for records of one type, with who goes before them."""
        parties, kept = self._parties_first(connection, object_type, records)
        partner_of = records._qb_partner_ids()
        shown = records.with_context(**{PREVIEW: True})
        made = shown._qb_documents_or_problems(connection, object_type, {})
        sent = self.env["quickbooks.object"]._sent_before(
            connection, [*made.values(), *(document for _partner, document in parties)]
        )
        known = (connection, connection._profile(), connection._rules(), sent)
        common = {"company_id": company.id, "connection_id": connection.id}
        before = [
            {
                **common,
                "object_type": records._qb_party_type(object_type),
                **self._line(partner, document, [], known),
            }
            for partner, document in parties
        ]
        return before + [
            {
                **common,
                "object_type": object_type,
                "is_chosen": True,
                **self._line(
                    record,
                    made[record.id],
                    kept.get(partner_of.get(record.id), []),
                    known,
                ),
            }
            for record in records
        ]

    @api.model
    def _parties_first(self, connection, object_type, records):
        """The customers or vendors that are made or brought up to date beforehand.

        :return: ``([(partner, document)], {partner id: [problem]})``, the problems of
            those that QuickBooks does not get
        """
        party_type = records._qb_party_type(object_type)
        if not party_type:
            return [], {}
        partners = self.env["res.partner"].sudo().with_company(connection.company_id)
        partners = partners.browse(sorted(set(records._qb_partner_ids().values())))
        bound = self.env["quickbooks.object"]._bound(
            connection, party_type, partners._name, partners.ids
        )
        new = partners.filtered(lambda partner: partner.id not in bound)
        kept = new._qb_kept_out(connection, party_type)
        behind = (partners - new).filtered(lambda each: each.qb_status == "outdated")
        held = behind._qb_held_back(connection, party_type, connection._rules())
        due = (new | behind).filtered(lambda each: each.id not in kept | held)
        made = due._qb_documents_or_problems(connection, party_type, {})
        return (
            [(partner, made[partner.id]) for partner in due],
            {partner_id: [problem] for partner_id, problem in kept.items()},
        )

    @api.model
    def _line(self, record, document, problems, known):
        """Values of the line of one document, or of the problem in its place.

        :param known: connection, profile, rules, and what QuickBooks got last
        """
        connection, profile, rules, sent = known
        payload, before = b"", NOTHING_SENT
        if isinstance(document, Problem):
            problems, document = [*problems, document], None
        else:
            key = (document.object_type, getattr(document, "id", ""))
            before = sent.get(key, before)
            found, payload = prepare(
                connection._provider(), document, "1", profile, rules, before.names
            )
            problems = [*problems, *found]
        verdict = "ready"
        if any(problem.is_error for problem in problems):
            verdict = "stopped"
        elif before.covers(connection._provider(), document, payload):
            verdict = "same"
        return {
            "res_model": record._name,
            "res_id": record.id,
            "name": record.display_name,
            "verdict": verdict,
            "problem_ids": [
                fields.Command.create(self._told(problem)) for problem in problems
            ],
            "payload": payload and connection._provider().render.readable(payload),
            **summary.values(self.env, document, connection),
        }

    @api.model
    def _told(self, problem):
        return {
            "data": problem.as_data(),
            "severity": problem.severity.value,
            "text": tell(self.env, problem.text),
            "hint": tell(self.env, problem.hint),
        }

    # -- what the user does then ---------------------------------------------------

    def action_send(self):
        """Send what would go; what would be stopped stays."""
        self.ensure_one()
        self.check_access("read")
        ready = self.line_ids.filtered("is_chosen")._judged("ready")
        if not ready:
            raise UserError(
                self.env._("Nothing of this can go yet: mend what would stop it first.")
            )
        action = None
        for model, lines in ready.grouped("res_model").items():
            action = (
                self.env[model].browse(set(lines.mapped("res_id"))).action_qb_send()
            )
        return action


class QuickbooksPreviewLine(models.TransientModel):
    """One document of a dry run, as it would be sent now."""

    _name = "quickbooks.preview.line"
    _description = "QuickBooks Preview Line"
    _inherit = "quickbooks.about"

    preview_id = fields.Many2one(
        "quickbooks.preview", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade"
    )
    is_chosen = fields.Boolean(
        help="The user asked for it; the others are who it needs in QuickBooks."
    )
    name = fields.Char(string="Document")
    object_type = fields.Selection(OBJECT_TYPES, string="Goes As", required=True)
    change = fields.Selection([("new", "New"), ("update", "Update")])
    party = fields.Char(string="Customer or Vendor")
    number = fields.Char()
    date = fields.Date()
    total = fields.Float(digits=(16, 2))
    currency = fields.Char()
    verdict = fields.Selection(
        [("ready", "Ready"), ("same", "Up to Date"), ("stopped", "Stopped")],
        required=True,
    )
    problem_ids = fields.One2many("quickbooks.preview.problem", "line_id")
    problems = fields.Text(
        string="Problems and Notes", compute="_compute_problems", store=True
    )
    content = fields.Html(string="What It Says")
    payload = fields.Text(
        string="Exactly as Sent",
        help="As QuickBooks gets it, laid out for reading and without tax ids.",
    )

    @api.depends("problem_ids.text", "problem_ids.hint")
    def _compute_problems(self):
        for line in self:
            line.problems = "\n".join(
                f"{problem.text} {problem.hint or ''}".strip()
                for problem in line.problem_ids
            )

    def _judged(self, verdict):
        return self.filtered(lambda line: line.verdict == verdict)

    def action_open_record(self):
        return self._record()._get_records_action()


class QuickbooksPreviewProblem(models.TransientModel):
    """One thing that would stop a document of a dry run, or change what it says."""

    _name = "quickbooks.preview.problem"
    _description = "QuickBooks Preview Problem"

    line_id = fields.Many2one(
        "quickbooks.preview.line", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    severity = fields.Selection(
        [("error", "Stops It"), ("warning", "Note")], required=True
    )
    text = fields.Char(string="Problem")
    hint = fields.Char(string="What to Do")
    data = fields.Json()
    is_here = fields.Boolean(
        compute="_compute_is_here",
        help="It is mended on the very record that the preview is of.",
    )

    @api.depends("data", "line_id")
    def _compute_is_here(self):
        for told in self:
            line, problem = told.line_id, Problem.from_data(told.data)
            record = line._record()
            to_mend = line.connection_id._record_to_mend(problem, record)
            chosen = line.preview_id.line_ids.filtered("is_chosen")
            told.is_here = chosen == line and to_mend == record

    def action_fix(self):
        """Open the place where it is mended."""
        self.ensure_one()
        self.check_access("read")
        line = self.line_id
        return line.connection_id._action_to_mend(
            Problem.from_data(self.data),
            line._record(),
            line.object_type,
        )
