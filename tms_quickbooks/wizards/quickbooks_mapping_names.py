# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the names in a table of mappings mean, looked up for all lines at once."""

import re
from collections import defaultdict

from odoo.fields import Domain

from ..models.quickbooks_mapping import SOURCE_MODELS
from ..models.quickbooks_mapping_target import USES

# What people call a record by, beside its name.
CODES = ("default_code", "code", "complete_name")
# How Odoo shows a name with a code or a journal: "[HAUL] Linehaul", "5000 Carriers",
# "Manual Payment (Bank)".
_SHOWN = (
    re.compile(r"\[([^\]]+)\]\s*(.+)"),
    re.compile(r"(\S+)\s+.+"),
    re.compile(r"(.+?)\s+\([^)]*\)"),
)


class SourceNames:
    """Records of Odoo by name, complete name, code and external id.

    :param lines: list of (line number, cells) of the table
    """

    def __init__(self, connection, lines):
        self._env = connection.env
        self._company = connection.company_id
        self._companies = (
            connection.env["res.company"]
            .sudo()
            .search([("id", "child_of", connection.company_id.id)])
        )
        self._default = connection.env._("Everything else").casefold()
        self._by_name = defaultdict(lambda: defaultdict(dict))
        wanted = defaultdict(set)
        for _number, cells in lines:
            models = SOURCE_MODELS.get(cells["kind_key"], ())
            for model in models:
                if cells["model"] in (None, model) and cells["source_name"]:
                    wanted[model].add(cells["source_name"])
        for model, names in wanted.items():
            if model in self._env:
                self._look_up(model, names)

    def _look_up(self, model, names):
        parts = set(names)
        for name in names:
            for shown in _SHOWN:
                if match := shown.fullmatch(name):
                    parts.update(match.groups())
        Model = self._env[model].sudo().with_company(self._company)
        Model = Model.with_context(active_test=False)
        asked = ["name", *(code for code in CODES if code in Model._fields)]
        external = self._external_ids(model, names)
        named = Domain.OR(Domain(field, "in", list(parts)) for field in asked)
        named |= Domain("id", "in", list(external))
        records = Model.search(named & self._own(Model))
        for record in records:
            key = f"{model},{record.id}"
            for name in {record.display_name, *(record[field] for field in asked)}:
                if name:
                    self._by_name[model][name.casefold()][key] = True
            for name in external.get(record.id, ()):
                self._by_name[model][name.casefold()][key] = True

    def _own(self, Model):
        """Only what the connection's company and its branches can use."""
        if Model._name == "res.company":
            return Domain("id", "in", self._companies.ids)
        if Model._name == "account.payment.method.line":
            # What customers pay by; the same names stand for what we pay by.
            inbound = Domain("payment_type", "=", "inbound")
            return inbound & Domain("journal_id.company_id", "in", self._companies.ids)
        if {"company_id", "company_ids"} & Model._fields.keys():
            return Domain(Model._check_company_domain(self._companies))
        return Domain.TRUE

    def _external_ids(self, model, names):
        """``{record id: external ids}`` of those that are named by one."""
        full = {tuple(name.split(".", 1)) for name in names if "." in name}
        found = defaultdict(list)
        if full:
            for data in (
                self._env["ir.model.data"]
                .sudo()
                .search(
                    [
                        ("model", "=", model),
                        ("module", "in", [module for module, _name in full]),
                        ("name", "in", [name for _module, name in full]),
                    ]
                )
            ):
                if (data.module, data.name) in full:
                    found[data.res_id].append(data.complete_name)
        return found

    def find(self, kind, model, name):
        """The keys (``model,id``) a name stands for; "" is the default's.

        :param model: the only model to look at, or None
        """
        folded = name.casefold()
        if folded in ("", "everything else", self._default):
            return [""]
        return [
            key
            for candidate in sorted(SOURCE_MODELS[kind])
            if model in (None, candidate)
            for key in self._by_name[candidate].get(folded, ())
        ]


class TargetNames:
    """Objects of QuickBooks by full name, number and name."""

    def __init__(self, connection):
        objects = (
            connection.env["quickbooks.object"]
            .with_context(active_test=False)
            .search(
                [
                    ("connection_id", "=", connection.id),
                    ("type", "in", list(set(USES.values()))),
                ]
            )
        )
        self._by_name = defaultdict(dict)
        for target in objects:
            # The surest comes first: a full name is of one object only.
            for rank, name in enumerate(
                (target.display_name, target.full_name, target.number, target.name)
            ):
                if name:
                    found = self._by_name[name.casefold()]
                    found[target] = min(rank, found.get(target, rank))

    def find(self, kind, name):
        """The ids of active objects of a name that this kind can lead to."""
        found = {
            target: rank
            for target, rank in self._by_name.get(name.casefold(), {}).items()
            if target.active and target._is_usable_for(kind)
        }
        best = min(found.values(), default=None)
        return [target.id for target, rank in found.items() if rank == best]

    def is_inactive(self, kind, name):
        folded = name.casefold()
        named = {
            **self._by_name.get(folded, {}),
            **self._by_name.get(f"{folded} (deleted)", {}),
        }
        return any(
            not target.active and target._is_usable_for(kind) for target in named
        )

    def is_of_another_type(self, name):
        return any(target.active for target in self._by_name.get(name.casefold(), ()))
