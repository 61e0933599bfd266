# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import namedtuple
from datetime import UTC
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.objects import ObjectState

Binding = namedtuple("Binding", "qb_id version name currency number renamed")

OBJECT_TYPES = [
    ("Customer", "Customer"),
    ("Vendor", "Vendor"),
    ("Employee", "Employee"),
    ("OtherName", "Other Name"),
    ("Item", "Product or Service"),
    ("Account", "Account"),
    ("Class", "Class"),
    ("Department", "Location"),
    ("TaxCode", "Tax Code"),
    ("Term", "Terms"),
    ("PaymentMethod", "Payment Method"),
    ("Invoice", "Invoice"),
    ("CreditMemo", "Credit Memo"),
    ("Bill", "Bill"),
    ("VendorCredit", "Vendor Credit"),
    ("Payment", "Payment"),
    ("BillPayment", "Bill Payment"),
    ("JournalEntry", "Journal Entry"),
    ("Attachable", "Attachment"),
]

# Where the simulator shows what it has.
SIMULATOR_PAGES = {
    "Customer": "customers",
    "Vendor": "vendors",
    "Invoice": "invoices",
    "CreditMemo": "credit-memos",
    "Bill": "bills",
    "VendorCredit": "vendor-credits",
    "Payment": "payments",
    "BillPayment": "bill-payments",
    "Item": "items",
    "Account": "accounts",
    "Class": "classes",
    "Department": "locations",
}


class QuickbooksObject(models.Model):
    """A QuickBooks object we know of: its mirror, and its binding to an Odoo record."""

    _name = "quickbooks.object"
    _description = "QuickBooks Object"
    _order = "type, full_name, id"
    _rec_name = "full_name"
    _rec_names_search = ["full_name", "number"]

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    type = fields.Selection(OBJECT_TYPES, required=True, readonly=True)
    qb_id = fields.Char(string="QuickBooks ID", required=True, readonly=True)
    name = fields.Char(readonly=True)
    full_name = fields.Char(readonly=True)
    subtype = fields.Char(
        string="Kind", readonly=True, help="Type of an account or of an item."
    )
    number = fields.Char(readonly=True)
    version = fields.Char(
        readonly=True,
        help="SyncToken of QuickBooks Online, EditSequence of QuickBooks Desktop. Empty"
        " when it must be read again.",
    )
    active = fields.Boolean(default=True, readonly=True)
    gone = fields.Boolean(
        readonly=True, help="Deleted in QuickBooks or merged into another."
    )
    date = fields.Date(readonly=True)
    currency = fields.Char(readonly=True)
    total = fields.Float(digits=(16, 2), readonly=True)
    balance = fields.Float(digits=(16, 2), readonly=True)
    details = fields.Json(
        readonly=True,
        help="What matching and mapping want to know beyond the common fields, such as"
        " e-mail, phone and address of a customer.",
    )
    res_model = fields.Char(string="Linked Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Linked Record", model_field="res_model", readonly=True
    )
    synced_at = fields.Datetime(readonly=True, help="When it was last sent from here.")
    updated_at = fields.Datetime(string="Changed in QuickBooks", readonly=True)
    record_name = fields.Char(string="Linked to", compute="_compute_record_name")
    url = fields.Char(string="Link to QuickBooks", compute="_compute_url")

    _one_per_id = models.UniqueIndex(
        "(connection_id, type, qb_id)",
        "This QuickBooks object is already known.",
    )
    _one_per_record = models.UniqueIndex(
        "(connection_id, type, res_model, res_id) WHERE res_model IS NOT NULL",
        "This record is already linked to a QuickBooks object of this type.",
    )
    _by_record = models.Index("(res_model, res_id) WHERE res_model IS NOT NULL")
    # Who has a number already: asked for every batch of documents.
    _by_number = models.Index(
        "(connection_id, type, number) WHERE number > '' AND res_model IS NOT NULL"
    )
    # In the order of lists, which show the first of very many.
    _in_order = models.Index("(type, full_name, id)")

    @api.model
    def _type_labels(self):
        """What each type is called in the reader's language: ``{type: label}``."""
        return dict(self._fields["type"]._description_selection(self.env))

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        """The name of the linked record, as far as the user may see it."""
        self.record_name = False
        for model, objects in self.filtered("res_model").grouped("res_model").items():
            records = self.env[model].browse(objects.mapped("res_id")).exists()
            names = {
                each.id: each.display_name for each in records._filtered_access("read")
            }
            for found in objects:
                found.record_name = names.get(found.res_id, False)

    @api.depends("connection_id", "type", "qb_id")
    def _compute_url(self):
        for record in self:
            connection = record.connection_id
            if connection.environment == "simulator":
                page = SIMULATOR_PAGES.get(record.type)
                record.url = bool(page and connection.simulator_url) and (
                    f"{connection._simulator_url()}/company/{connection.realm_id}"
                    f"/{page}/{record.qb_id}"
                )
            else:
                record.url = connection._provider().read.web_url(
                    connection.environment,
                    record.type,
                    record.qb_id,
                    connection.realm_id,
                )

    @api.model
    def _bound(self, connection, object_type, res_model, res_ids):
        """The QuickBooks objects of records: ``{res_id: Binding}``, in one query."""
        if not res_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT res_id, qb_id, version, name, currency, number, renamed"
                " FROM quickbooks_object"
                " WHERE connection_id = %s AND type = %s AND res_model = %s"
                " AND res_id = ANY(%s)",
                connection.id,
                object_type,
                res_model,
                list(res_ids),
            )
        )
        return {res_id: Binding(*rest) for res_id, *rest in rows}

    @api.model
    def _of_records(self, connection, object_type, res_model, res_ids):
        """The objects of records, inactive ones too."""
        return self.with_context(active_test=False).search(
            [
                ("connection_id", "=", connection.id),
                ("type", "=", object_type),
                ("res_model", "=", res_model),
                ("res_id", "in", list(res_ids)),
            ]
        )

    def _state(self):
        """A list object as QuickBooks has shown it last."""
        self.ensure_one()
        return ObjectState(
            type=self.type,
            qb_id=self.qb_id,
            name=self.name or "",
            full_name=self.full_name or "",
            version=self.version or "",
            active=self.active,
            total=None,
            balance=Decimal(f"{self.balance:.2f}"),
            currency=self.currency or "",
            updated_at=self.updated_at and self.updated_at.replace(tzinfo=UTC),
            extra=dict(self.details or {}),
        )

    @api.model
    def _find(self, connection, object_type, qb_id):
        """What we know of an object, inactive or not; may be empty."""
        return self.with_context(active_test=False).search(
            [
                ("connection_id", "=", connection.id),
                ("type", "=", object_type),
                ("qb_id", "=", qb_id),
            ]
        )

    @api.model
    def _holders(self, connection, states):
        """The records that objects belong to: ``{(type, qb_id): record}``; none for
        what belongs to nobody or is not in QuickBooks any more."""
        rows = self.env.execute_query(
            SQL(
                "SELECT type, qb_id, res_model, res_id FROM quickbooks_object"
                " WHERE connection_id = %s AND type = ANY(%s) AND qb_id = ANY(%s)"
                " AND res_model IS NOT NULL AND NOT COALESCE(gone, false)",
                connection.id,
                [state.type for state in states],
                [state.qb_id for state in states],
            )
        )
        holders = {row[:2]: self.env[row[2]].browse(row[3]) for row in rows}
        return {key: record for key, record in holders.items() if record.exists()}

    def _party(self):
        """The customer or vendor of a transaction; may be empty."""
        self.ensure_one()
        details = self.details or {}
        for role in ("customer", "vendor"):
            if qb_id := details.get(f"{role}_id"):
                return self._find(self.connection_id, role.capitalize(), qb_id)
        return self.browse()

    @api.model
    def _unbind(self, connection, object_type, qb_id):
        """Forget the record of an object that is not in QuickBooks any more."""
        self._find(connection, object_type, qb_id).write(
            {"active": False, "gone": True, "res_model": False, "res_id": False}
        )

    @api.model
    def _hand_over(self, sources, target):
        """Records that were merged leave their objects to the one that stays.

        Where that has one of its own, the other belongs to nobody any more.
        """
        objects = self.with_context(active_test=False).search(
            [
                ("res_model", "=", target._name),
                ("res_id", "in", (sources | target).ids),
            ]
        )
        own = objects.filtered(lambda found: found.res_id == target.id)
        taken = {(found.connection_id, found.type) for found in own}
        for found in objects - own:
            place = (found.connection_id, found.type)
            if place in taken:
                found.write({"res_model": False, "res_id": False})
            else:
                found.res_id = target.id
                taken.add(place)

    def _record(self):
        """The record this object is bound to, or None where it was deleted."""
        if not self.res_model:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def action_open_in_quickbooks(self):
        self.ensure_one()
        if not self.url:
            raise UserError(
                self.env._("QuickBooks has no page of its own for this kind of object.")
            )
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
