# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..lib.load_data import Source, suggested


class QuickbooksCustomField(models.Model):
    """A custom field of the sales forms in QuickBooks, and what goes into it.

    QuickBooks says which there are, and is asked with each update from there. One that
    is switched off there rests here, with its choice.
    """

    _name = "quickbooks.custom.field"
    _description = "QuickBooks Custom Field"
    _inherit = "quickbooks.kept"
    _order = "qb_id, id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    active = fields.Boolean(default=True, readonly=True)
    qb_id = fields.Char(string="Number", required=True, readonly=True)
    name = fields.Char(string="In QuickBooks", required=True, readonly=True)
    source = fields.Selection(
        [
            (Source.LOAD.value, "Load number"),
            (Source.ORDER.value, "Customer's order number (PO)"),
            (Source.BOL.value, "Bill of lading"),
            (Source.VEHICLE.value, "Truck"),
            (Source.TRAILER.value, "Trailer"),
            (Source.DRIVER.value, "Driver"),
            (Source.ROUTE.value, "Origin and destination"),
            (Source.MARGIN.value, "Load margin"),
        ],
        string="What Goes into It",
        help="Sent with every invoice and credit note. Empty: nothing is sent, and"
        " what somebody enters in QuickBooks stays.",
    )
    suggestion = fields.Char(compute="_compute_suggestion")

    _one_per_number = models.UniqueIndex(
        "(connection_id, qb_id)", "This custom field is listed already."
    )

    @api.depends("name", "source")
    @api.depends_context("lang")
    def _compute_suggestion(self):
        """What the name speaks for, in words, while nothing is chosen."""
        labels = dict(self._fields["source"]._description_selection(self.env))
        for custom in self:
            found = not custom.source and suggested(custom.name or "")
            custom.suggestion = found and labels[found]

    def action_use_suggestion(self):
        """Have those go in that the names speak for."""
        self.check_access("write")
        for custom in self.filtered(lambda custom: not custom.source):
            custom.source = suggested(custom.name)

    @api.model
    def _follow(self, connection, profile):
        """Take over which custom fields QuickBooks has by now.

        A field that has got another name is another field: what the old name spoke for
        does not go into it.
        """
        known = self.with_context(active_test=False).search(
            [("connection_id", "=", connection.id)]
        )
        in_use, new = dict(profile.custom_fields), dict(profile.custom_fields)
        for custom in known:
            name = new.pop(custom.qb_id, None)
            if name and name != custom.name and custom.source == suggested(custom.name):
                custom.source = suggested(name) == custom.source and custom.source
            vals = {"active": bool(name), "name": name or custom.name}
            if any(custom[key] != value for key, value in vals.items()):
                custom.write(vals)
        self.create(
            [
                {"connection_id": connection.id, "qb_id": qb_id, "name": in_use[qb_id]}
                for qb_id in new
            ]
        )

    @api.model
    def _chosen(self, connection):
        """The fields into which something goes."""
        return self.search(
            [("connection_id", "=", connection.id), ("source", "!=", False)]
        )


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    custom_field_ids = fields.One2many("quickbooks.custom.field", "connection_id")
    custom_margin = fields.Boolean(
        compute="_compute_custom_margin", export_string_translation=False
    )

    @api.depends("custom_field_ids.source")
    def _compute_custom_margin(self):
        for connection in self:
            sources = connection.custom_field_ids.mapped("source")
            connection.custom_margin = Source.MARGIN.value in sources

    def _store_profile(self, profile):
        result = super()._store_profile(profile)
        self.env["quickbooks.custom.field"].sudo()._follow(self, profile)
        return result
