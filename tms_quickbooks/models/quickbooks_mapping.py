# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..lib.documents import Ref

# The type of QuickBooks object each kind of mapping leads to.
TARGET_TYPES = {
    "item": "Item",
    "expense": "Account",
    "tax": "TaxCode",
    "term": "Term",
    "deposit": "Account",
    "method": "PaymentMethod",
    "class": "Class",
    "location": "Department",
}

# What tells one part of a company from another: branch, team, account, equipment.
SEGMENTS = {
    "res.company",
    "crm.team",
    "tms.team",
    "account.analytic.account",
    "fleet.vehicle.model.category",
}

# The Odoo models each kind of mapping starts from.
SOURCE_MODELS = {
    "item": {"product.template", "product.category"},
    "expense": {"product.template", "product.category", "account.account"},
    "tax": {"account.tax"},
    "term": {"account.payment.term"},
    "deposit": {"account.journal"},
    "method": {"account.payment.method.line"},
    "class": SEGMENTS,
    "location": SEGMENTS,
}

# What kind of mapping mends a problem.
KIND_OF_PROBLEM = {
    "preflight.no_item": "item",
    "preflight.no_account": "expense",
    "preflight.no_tax_code": "tax",
}


class QuickbooksMapping(models.Model):
    """Which QuickBooks object stands for an Odoo product, category, account or tax.

    The most specific wins: the product, then its category and the categories above,
    then (expenses) the account, then the default, which has no source.
    """

    _name = "quickbooks.mapping"
    _description = "QuickBooks Mapping"
    _order = "kind, source, id"

    connection_id = fields.Many2one(
        "quickbooks.connection",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env["quickbooks.connection"].search([], limit=1),
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("item", "Income"),
            ("expense", "Expense"),
            ("tax", "Tax"),
            ("term", "Terms"),
            ("deposit", "Deposit Account"),
            ("method", "Payment Method"),
            ("class", "Class"),
            ("location", "Location"),
        ],
        required=True,
        default="item",
    )
    source = fields.Reference(
        [
            ("product.category", "Product Category"),
            ("product.template", "Product"),
            ("account.account", "Account"),
            ("account.tax", "Tax"),
            ("account.payment.term", "Payment Terms"),
            ("account.journal", "Journal"),
            ("account.payment.method.line", "Payment Method"),
            ("res.company", "Branch"),
            ("crm.team", "Sales Team"),
            ("tms.team", "Transport Team"),
            ("account.analytic.account", "Analytic Account"),
            ("fleet.vehicle.model.category", "Vehicle Category"),
        ],
        string="In Odoo",
        help="Empty: the default for everything that is not mapped otherwise.",
    )
    scope = fields.Char(string="For", compute="_compute_scope")
    target_type = fields.Char(compute="_compute_target_type")
    object_id = fields.Many2one(
        "quickbooks.object",
        string="In QuickBooks",
        required=True,
        ondelete="restrict",
        domain="[('connection_id', '=', connection_id), ('type', '=', target_type)]",
    )

    _one_per_source = models.UniqueIndex(
        "(connection_id, kind, (COALESCE(source, '')))",
        "This is already mapped. Change the existing line instead.",
    )

    @api.depends("source")
    @api.depends_context("lang")
    def _compute_scope(self):
        """What sort of record this is for, in words: a reference shows a bare name."""
        labels = dict(self._fields["source"]._description_selection(self.env))
        for mapping in self:
            mapping.scope = (
                labels[mapping.source._name]
                if mapping.source
                else self.env._("Everything else")
            )

    @api.depends("kind")
    def _compute_target_type(self):
        for mapping in self:
            mapping.target_type = TARGET_TYPES.get(mapping.kind)

    @api.depends("kind", "source", "object_id")
    def _compute_display_name(self):
        for mapping in self:
            source = mapping.source and mapping.source.display_name
            mapping.display_name = self.env._(
                "%(origin)s → %(target)s",
                origin=source or self.env._("Everything else"),
                target=mapping.object_id.full_name or "",
            )

    @api.constrains("connection_id", "kind", "source", "object_id")
    def _check_kind(self):
        for mapping in self:
            target = mapping.object_id
            if target.type != TARGET_TYPES[mapping.kind] or (
                target.connection_id != mapping.connection_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(target)s cannot be chosen here: pick an object of the right"
                        " type from the same QuickBooks company.",
                        target=target.full_name,
                    )
                )
            if (
                mapping.source
                and mapping.source._name not in (SOURCE_MODELS[mapping.kind])
            ):
                raise ValidationError(
                    self.env._(
                        "%(origin)s (%(model)s) cannot be mapped as %(kind)s.",
                        origin=mapping.source.display_name,
                        model=mapping.scope,
                        kind=dict(
                            mapping._fields["kind"]._description_selection(self.env)
                        )[mapping.kind],
                    )
                )

    @api.model
    def _resolver(self, connection, kind):
        """A function that finds the target for an ordered chain of sources."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(mapping.source, ''), target.qb_id, target.name
                  FROM quickbooks_mapping AS mapping
                  JOIN quickbooks_object AS target ON target.id = mapping.object_id
                 WHERE mapping.connection_id = %s AND mapping.kind = %s
                   AND target.active
                """,
                connection.id,
                kind,
            )
        )
        targets = {source: Ref(qb_id, name or "") for source, qb_id, name in rows}

        def resolve(*sources):
            """:param sources: ``model,id`` keys, the most specific first"""
            for key in sources:
                if key in targets:
                    return targets[key]
            return targets.get("")

        return resolve

    def action_update_lists(self):
        """Update from QuickBooks: fresh products, accounts and taxes to choose from."""
        connection = self.connection_id[:1] or self.env["quickbooks.connection"].search(
            [("state", "=", "connected")], limit=1
        )
        if not connection:
            raise UserError(self.env._("No QuickBooks company is connected."))
        return connection.action_update_lists()

    def action_retry_held_back(self):
        """Try again what was held back for want of this kind of mapping."""
        self.ensure_one()
        held_back = self.env["quickbooks.job"].search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("state", "=", "failed"),
                ("next_action", "=", "fix_mapping"),
            ]
        )
        held_back = held_back.filtered(
            lambda job: KIND_OF_PROBLEM.get(job.problem_code, "item") == self.kind
        )
        held_back.action_retry()
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._("Mapped. %(count)s will be tried again.", count=len(held_back))
        )

    @api.model
    def _action_for_problem(self, connection, problem):
        """The mapping a problem asks for, in a dialog: the wrong one, or a new one.

        :raises UserError: for users who may not map
        """
        place = problem.place
        kind = KIND_OF_PROBLEM.get(problem.code, "item")
        source = (
            f"{place.model},{place.id}"
            if place and place.model in SOURCE_MODELS[kind]
            else False
        )
        if not self.has_access("create"):
            raise UserError(
                self.env._(
                    "%(problem)s Only a QuickBooks Manager can map it, under"
                    " QuickBooks > Mapping.",
                    problem=self.env._(problem.text.template, **problem.text.params),
                )
            )
        wrong = self.search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", kind),
                ("source", "=", source),
            ]
        )
        form = self.env.ref("tms_quickbooks.view_quickbooks_mapping_form_problem")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Map to QuickBooks"),
            "res_model": self._name,
            "res_id": wrong.id,
            "view_mode": "form",
            "views": [(form.id, "form")],
            "target": "new",
            "context": {
                "default_connection_id": connection.id,
                "default_kind": kind,
                "default_source": source,
            },
        }
