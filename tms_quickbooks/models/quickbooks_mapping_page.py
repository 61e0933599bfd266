# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The mapping page: what its menu and its buttons do."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class QuickbooksMapping(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.mapping"

    item_ids = fields.One2many("quickbooks.item", "mapping_id", readonly=True)
    can_create = fields.Boolean(compute="_compute_can_create")

    @api.depends("kind", "source", "status")
    def _compute_can_create(self):
        """What can be made in QuickBooks from here: an item for a thing we sell."""
        for mapping in self:
            mapping.can_create = (
                mapping.kind == "item"
                and bool(mapping.source)
                and mapping.status != "mapped"
            )

    @api.depends("item_ids.qb_status", "item_ids.qb_message")
    def _compute_proposal(self):
        """What is being created comes before what could be chosen instead."""
        result = super()._compute_proposal()
        for mapping in self:
            item = mapping.item_ids
            if item.qb_status in ("pending", "failed"):
                mapping.is_suggested = False
                mapping.proposal = item.qb_message or self.env._("Being created…")
        return result

    @api.model
    def _open_page(self, connections=None):
        """The page, with a row for everything in use.

        :param connections: those to show; by default those of the user's companies
        """
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        connections = connections or self._page_connections()
        connections.check_access("read")
        self.sudo()._refresh(connections)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_mapping"
        )
        action["domain"] = [("connection_id", "in", connections.ids)]
        action["context"] = {}
        if len(connections) == 1:
            action["context"]["default_connection_id"] = connections.id
        else:
            action["context"]["search_default_group_connection"] = 1
        return action

    def action_update_lists(self):
        """Update from QuickBooks: fresh products, accounts and taxes to choose from."""
        connection = self.connection_id[:1] or self._page_connections()[:1]
        if not connection:
            raise self.env["quickbooks.connection"]._none_connected()
        return connection.action_update_lists()

    def action_create_item(self):
        """The dialog to create the product or service in QuickBooks."""
        self.ensure_one()
        self.check_access("write")
        if not self.can_create:
            raise UserError(
                self.env._(
                    "Only products and services that are not mapped yet can be created"
                    " from here."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Create in QuickBooks"),
            "res_model": "quickbooks.item",
            "res_id": self.item_ids.id,
            "view_mode": "form",
            "target": "new",
            "context": {"default_mapping_id": self.id},
        }

    def action_add(self):
        """The dialog to map something that is not in use yet."""
        self.check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Map to QuickBooks"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
        }

    def action_import(self):
        """The dialog to read a table of mappings."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Mapping"),
            "res_model": "quickbooks.mapping.file",
            "view_mode": "form",
            "target": "new",
        }

    def action_export(self):
        """All rows of the company's connection as a file for a spreadsheet."""
        self.check_access("write")
        connection = self.connection_id[:1] or self._page_connections()[:1]
        if not connection:
            raise self.env["quickbooks.connection"]._none_connected()
        return self.env["quickbooks.mapping.file"]._export(connection)
