# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a document that is held back to the mapping that lets it go, and back."""

from odoo import api, models
from odoo.exceptions import UserError

from .quickbooks_mapping import SOURCE_MODELS, TARGET_TYPES
from .told import tell

# What kind of mapping mends a problem.
KIND_OF_PROBLEM = {
    "preflight.no_item": "item",
    "qbo.6000": "tax",
    "preflight.no_account": "expense",
    "preflight.discount_account": "expense",
    "preflight.no_tax_code": "tax",
    "preflight.no_pay_account": "deposit",
    "preflight.pay_account_kind": "deposit",
    "preflight.deposit_kind": "deposit",
    "preflight.several_taxes": "tax",
    "arrival.no_journal": "deposit",
    "arrival.no_product": "item",
    "arrival.no_account": "expense",
    "arrival.no_tax": "tax",
    "arrival.no_discount_account": "expense",
    **{f"preflight.inactive_{kind}": kind for kind in TARGET_TYPES},
}


class QuickbooksMapping(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.mapping"

    def action_retry_held_back(self):
        """Try again what was held back for want of these kinds of mapping.

        Without any mapping: of every kind, in the companies the user works in.
        """
        self.check_access("write")
        connections = self.connection_id or self._page_connections()
        count = self._retry_held_back(
            connections, set(self.mapped("kind")) or set(TARGET_TYPES)
        )
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._("Mapped. %(count)s will be tried again.", count=count)
            if self
            else self.env._("%(count)s will be tried again.", count=count)
        )

    @api.model
    def _retry_held_back(self, connections, kinds):
        """Try again what the kinds of mapping held back; return how many jobs."""
        held_back = self.env["quickbooks.job"].search(
            [
                ("connection_id", "in", connections.ids),
                ("state", "=", "failed"),
                ("next_action", "=", "fix_mapping"),
            ]
        )
        held_back = held_back.filtered(
            lambda job: self._kind_of_problem(job._problem()) in (*kinds, None)
        )
        held_back.action_retry()
        return len(held_back)

    @api.model
    def _kind_of_problem(self, problem):
        """The kind of mapping that mends it; None where QuickBooks has not named it."""
        place = problem.place
        if place and place.model == self._name:
            return self.browse(place.id).exists().kind or None
        return KIND_OF_PROBLEM.get(problem.code)

    @api.model
    def _action_for_problem(self, connection, problem):
        """The mapping a problem asks for, in a dialog: the wrong one, or a new one; the
        page of all where QuickBooks has not named it.

        :raises UserError: for users who may not map
        """
        if not self.has_access("create"):
            raise UserError(
                self.env._(
                    "%(problem)s Only a QuickBooks Manager can map it, under"
                    " QuickBooks > Mapping.",
                    problem=tell(self.env, problem.text),
                )
            )
        place = problem.place
        kind = self._kind_of_problem(problem)
        if not kind:
            return self._open_page(connection)
        source = (
            f"{place.model},{place.id}"
            if place and place.model in SOURCE_MODELS[kind]
            else False
        )
        # What arrives lacks the record here, what leaves the object in QuickBooks.
        target = place and place.model == "quickbooks.object" and place.id
        if target:
            wrong = self.browse()
        elif place and place.model == self._name:
            wrong = self.browse(place.id).exists()
        else:
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
                "default_object_id": target,
                "for_arrival": bool(target),
            },
        }
