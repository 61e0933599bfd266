# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..lib import objects
from ..lib.documents import Ref
from ..lib.problems import Place

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

# A record as a reference holds it.
SOURCE_KEY = re.compile(r"[a-z_.]+,[0-9]{1,9}")

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


class QuickbooksMapping(models.Model):
    """Which QuickBooks object stands for an Odoo product, category, account or tax.

    The most specific wins: the product, then its category and the categories above,
    then (expenses) the account, then the default, which has no source. What is in use
    has a row as well before it is mapped, so that the page shows what is missing.
    """

    _name = "quickbooks.mapping"
    _description = "QuickBooks Mapping"
    _order = "urgency, use_count desc, kind, source, id"

    connection_id = fields.Many2one(
        "quickbooks.connection",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env["quickbooks.connection"]._of_company(
            self.env.company
        ),
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("item", "Income"),
            ("expense", "Expense"),
            ("tax", "Tax"),
            ("term", "Terms"),
            ("deposit", "Bank Account"),
            ("method", "Payment Method"),
            ("class", "Class"),
            ("location", "Location"),
        ],
        required=True,
        default="item",
    )
    source = fields.Reference(
        [
            ("product.category", "Category"),
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
    source_models = fields.Json(compute="_compute_source_models")
    source_name = fields.Char(
        string="Name in Odoo",
        compute="_compute_source_name",
        search="_search_source_name",
    )
    scope = fields.Char(string="For", compute="_compute_scope")
    object_id = fields.Many2one(
        "quickbooks.object",
        string="In QuickBooks",
        ondelete="restrict",
        domain="[('connection_id', '=', connection_id), ('usable_for', '=', kind)]",
        index="btree_not_null",
    )

    _one_per_source = models.UniqueIndex(
        "(connection_id, kind, (COALESCE(source, '')))",
        "This is already mapped. Change the existing line instead.",
    )

    @api.depends("kind")
    def _compute_source_models(self):
        """The models of which something can be chosen for a kind."""
        models = [model for model, _label in self._fields["source"].selection]
        for mapping in self:
            mapping.source_models = [
                model
                for model in models
                if model in SOURCE_MODELS.get(mapping.kind, ()) and model in self.env
            ]

    # -- names ---------------------------------------------------------------------

    @api.depends("source")
    @api.depends_context("lang")
    def _compute_source_name(self):
        """Names by the model, not by the row: a page has eighty of them."""
        for model, mappings in self.grouped(
            lambda mapping: mapping.source and mapping.source._name
        ).items():
            if not model:
                mappings.source_name = self.env._("Everything else")
                continue
            ids = [mapping.source.id for mapping in mappings]
            records = self.env[model].sudo().browse(ids).exists()
            names = dict(zip(records.ids, records.mapped("display_name"), strict=True))
            for mapping in mappings:
                mapping.source_name = names.get(mapping.source.id) or self.env._(
                    "(deleted)"
                )

    def _search_source_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        found = []
        for model, _label in self._fields["source"].selection:
            if model in self.env:
                records = self.env[model].sudo().with_context(active_test=False)
                ids = records._search([("display_name", operator, value)])
                found += [f"{model},{record_id}" for record_id in ids]
        return Domain("source", "in", found)

    @api.depends("source")
    @api.depends_context("lang")
    def _compute_scope(self):
        """What sort of record this is for, in words: a reference shows a bare name."""
        labels = dict(self._fields["source"]._description_selection(self.env))
        for mapping in self:
            mapping.scope = (
                labels[mapping.source._name]
                if mapping.source
                else self.env._("Default")
            )

    def _kind_label(self):
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    @api.depends("source_name", "object_id")
    def _compute_display_name(self):
        for mapping in self:
            mapping.display_name = self.env._(
                "%(origin)s → %(target)s",
                origin=mapping.source_name,
                target=mapping.object_id.full_name or "",
            )

    # -- changes -------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """A row that waits to be mapped is taken, so that nobody is told that what is
        not mapped is mapped already."""
        for vals in vals_list:
            self._check_source_text(vals)
        keys = [self._key(vals) for vals in vals_list]
        waiting = self._waiting(keys)
        taken = [waiting.pop(key, None) for key in keys]
        pairs = list(zip(vals_list, taken, strict=True))
        new = iter(super().create([vals for vals, mapping in pairs if not mapping]))
        mappings = self.browse()
        for vals, mapping in pairs:
            if mapping:
                mapping.write(vals)
            mappings += mapping or next(new)
        self._restate(mappings.connection_id)
        return mappings

    def _check_source_text(self, vals):
        """An import may bring any text; only a record's key can be read.

        :raises ValidationError: for anything else
        """
        source = vals.get("source")
        if isinstance(source, str) and source:
            model = source.split(",")[0]
            models = {name for name, _label in self._fields["source"].selection}
            if (
                not SOURCE_KEY.fullmatch(source)
                or model not in models
                or model not in self.env
            ):
                raise ValidationError(
                    self.env._(
                        "“%(text)s” is no record that can be mapped. Write it like"
                        " product.category,5, or use Import Mapping on the mapping"
                        " page, which knows names.",
                        text=source[:60],
                    )
                )

    def _key(self, vals):
        """What a row is unique by."""
        vals = self._add_missing_default_values(dict(vals))
        return vals.get("connection_id"), vals.get("kind"), vals.get("source") or ""

    def _waiting(self, keys):
        """The rows among those with such keys that lead nowhere yet, by key."""
        found = self.search(
            [
                ("object_id", "=", False),
                ("source", "in", [source or False for *_rest, source in keys]),
                ("connection_id", "in", [connection for connection, *_rest in keys]),
            ]
        )
        mappings = {
            (mapping.connection_id.id, mapping.kind, mapping._source_key()): mapping
            for mapping in found
        }
        return {key: mappings[key] for key in keys if key in mappings}

    def _source_key(self):
        return f"{self.source._name},{self.source.id}" if self.source else ""

    def write(self, vals):
        if self:  # merging contacts writes references of any kind to no mapping
            self._check_source_text(vals)
        connections = self.connection_id
        if "object_id" in vals:  # by hand: no suggestion was accepted here
            vals = {"accepted_at": False, "replaced_id": False, **vals}
        result = super().write(vals)
        if not {"connection_id", "kind", "source", "object_id"}.isdisjoint(vals):
            self._restate(connections | self.connection_id)
        return result

    def unlink(self):
        connections = self.connection_id
        result = super().unlink()
        self._restate(connections.exists())
        return result

    @api.constrains("connection_id", "kind", "source", "object_id")
    def _check_kind(self):
        for mapping in self:
            target = mapping.object_id
            if target and (
                target.type != TARGET_TYPES[mapping.kind]
                or target.connection_id != mapping.connection_id
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
                        kind=mapping._kind_label(),
                    )
                )

    # -- where documents ask -------------------------------------------------------

    @api.model
    def _resolver(self, connection, kind):
        """A function that finds the target for an ordered chain of sources.

        A target that was made inactive in QuickBooks is found as such, so that the
        document is held back; nothing goes to the default behind the user's back.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT mapping.id, COALESCE(mapping.source, ''), target.qb_id,
                       target.name, target.active,
                       COALESCE(target.details ->> 'account_type', '')
                  FROM quickbooks_mapping AS mapping
                  JOIN quickbooks_object AS target ON target.id = mapping.object_id
                 WHERE mapping.connection_id = %s AND mapping.kind = %s
                """,
                connection.id,
                kind,
            )
        )
        targets = {
            source: Ref(
                qb_id,
                objects.plain_name(name or "", active),
                bool(active),
                Place(self._name, mapping_id),
                account_type,
            )
            for mapping_id, source, qb_id, name, active, account_type in rows
        }

        covers_all = self._default_covers_all(connection, kind)

        def resolve(*sources):
            """:param sources: ``model,id`` keys, the most specific first"""
            for key in sources:
                if key in targets:
                    return targets[key]
            return targets.get("") if covers_all or not sources else None

        return resolve

    @api.model
    def _default_covers_all(self, connection, kind):
        """Whether the default stands for everything, or for what has no source only.

        Outside the United States, and in QuickBooks Desktop, QuickBooks computes the
        tax from the code: the code for lines without tax must not stand for a tax that
        nobody has mapped.
        """
        profile = connection._profile()
        return kind != "tax" or (profile.is_us and not profile.desktop)
