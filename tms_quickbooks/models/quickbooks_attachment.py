# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import files, uploads
from ..lib.online import read_files
from .account_move import OBJECT_TYPES

FILE_TYPES = [
    (files.FileType.POD.value, "Proof of Delivery"),
    (files.FileType.BOL.value, "Bill of Lading"),
    (files.FileType.RATE_CONFIRMATION.value, "Rate Confirmation"),
    (files.FileType.CARRIER_INVOICE.value, "Carrier Invoice"),
    (files.FileType.OTHER.value, "Other"),
]


class QuickbooksAttachment(models.Model):
    """One file of one invoice or bill, and how far it is on its way to QuickBooks.

    The file hangs on the document itself, on its load or on its order. The same content
    goes with the same document once, wherever it hangs.
    """

    _name = "quickbooks.attachment"
    _inherit = "quickbooks.sync.mixin"
    _description = "QuickBooks File"
    _order = "move_id desc, id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    move_id = fields.Many2one(
        "account.move",
        string="Document",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    # Not everybody who sees the document may see what hangs on its load: the name
    # comes from `name`, which looks.
    attachment_id = fields.Many2one(
        "ir.attachment",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    file_name = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    checksum = fields.Char(required=True, readonly=True)
    size = fields.Integer(string="Bytes", readonly=True)
    source_model = fields.Char(required=True, readonly=True)
    source_id = fields.Many2oneReference(
        string="Hangs On", model_field="source_model", required=True, readonly=True
    )
    target_qb_id = fields.Char(
        string="Attached To",
        readonly=True,
        help="The document in QuickBooks that it was sent for.",
    )

    name = fields.Char(string="File", compute="_compute_name")
    source_name = fields.Char(string="From", compute="_compute_name")
    is_readable = fields.Boolean(compute="_compute_name")
    is_removed = fields.Boolean(compute="_compute_name")
    size_text = fields.Char(string="Size", compute="_compute_size_text")
    file_type = fields.Selection(
        FILE_TYPES,
        string="Type",
        compute="_compute_file_type",
        store=True,
        inverse="_inverse_file_type",
        help="What the file is, guessed from its name. It decides whether the file"
        " goes to QuickBooks.",
    )
    note = fields.Char(compute="_compute_note")

    _one_per_document = models.UniqueIndex(
        "(connection_id, move_id, checksum)",
        "This file is on its way with this document already.",
    )

    # -- what is shown -------------------------------------------------------------

    @api.depends("attachment_id", "source_model", "source_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_name(self):
        """The name of the file, as far as the user may see what it hangs on."""
        for model, rows in self.sudo().grouped("source_model").items():
            sources = self.env[model].browse(rows.mapped("source_id")).exists()
            readable = sources._filtered_access("read")
            names = {source.id: source.display_name for source in readable}
            for row in rows.with_env(self.env):
                row.is_readable = row.source_id in names
                row.source_name = names.get(row.source_id, False)
                row.is_removed = not row.sudo().attachment_id
                row.name = (
                    row.sudo().file_name
                    if row.is_readable
                    else self.env._("(a file of a record you may not see)")
                )

    @api.depends("size")
    def _compute_size_text(self):
        for row in self:
            row.size_text = (
                self.env._("%(size)s MB", size=f"{row.size / 2**20:.1f}")
                if row.size >= 2**20
                else self.env._("%(size)s kB", size=-(-row.size // 2**10))
            )

    @api.depends("file_type", "move_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """What it is and of which document; its name is not for everybody."""
        for row in self.sudo():
            row.display_name = f"{row._type_label()} · {row.move_id.display_name}"

    def _type_label(self):
        return self.env["ir.attachment"]._qb_type_label(self.file_type)

    @api.depends("attachment_id.qb_file_type")
    def _compute_file_type(self):
        """That of the file; of one that was removed, the last."""
        for row in self:
            row.file_type = row.sudo().attachment_id.qb_file_type or row.file_type

    def _inverse_file_type(self):
        """Whoever may see a file may say what it is, for all documents it goes with."""
        for row in self:
            if not row.is_readable or row.is_removed:
                raise UserError(
                    self.env._("This file cannot be read, so its type stays as it is.")
                )
            row.sudo().attachment_id.qb_file_type_chosen = row.file_type

    @api.depends("qb_status", "qb_message", "attachment_id", "file_type")
    @api.depends_context("lang")
    def _compute_note(self):
        # Of an invoice that not everybody may read who sees the load.
        rows = self.sudo()
        targets = rows._qb_targets()
        for row in rows:
            row.note = row._tell(row.id in targets)

    def _tell(self, has_target):
        """Where the file stands, and what makes it go.

        :param has_target: whether its document is in QuickBooks
        """
        self.ensure_one()
        connection = self.connection_id.sudo()
        if self.qb_status == "synced" and not has_target:
            return self.env._(
                "Its document is not in QuickBooks any more. It goes again with it."
            )
        if self.qb_status == "synced":
            return self.is_removed and self.env._(
                "Removed here. It stays in QuickBooks: remove it there by hand."
            )
        if self.qb_message:
            return f"{self.qb_message} {self.qb_hint or ''}".strip()
        if self.qb_status == "suppressed":
            return self.env._("Stays here until somebody releases it.")
        if self.qb_status != "not_synced":
            return False
        if connection.file_push == "none":
            return self.env._("Files are not sent: a setting of the connection.")
        if not self._qb_goes():
            return self.env._("Files of this type are not sent with this document.")
        if not has_target:
            return self.env._("Goes when the document is in QuickBooks.")
        return self.env._("Can be sent.")

    # -- quickbooks.sync.mixin -----------------------------------------------------

    def _qb_goes(self):
        """Those whose type goes with their document."""
        return self.filtered(
            lambda row: row.file_type
            in row.connection_id.sudo()._files_of(row.move_id, row.source_model)
        )

    def _qb_targets(self):
        """The documents in QuickBooks these go with: ``{row id: its id there}``."""
        found = {}
        objects = self.env["quickbooks.object"].sudo()
        for (connection, move_type), rows in self.grouped(
            lambda row: (row.connection_id, row.move_id.move_type)
        ).items():
            bound = objects._bound(
                connection,
                OBJECT_TYPES.get(move_type),
                "account.move",
                rows.move_id.ids,
            )
            found |= {
                row.id: bound[row.move_id.id].qb_id
                for row in rows
                if row.move_id.id in bound
            }
        return found

    def _qb_outgoing(self):
        return {"Attachable": self}

    def _qb_sendable(self, company):
        """What is not there any more, or is there already, does not go."""
        return (
            super()
            ._qb_sendable(company)
            .filtered(
                lambda row: row.qb_status != "synced"
                and row.move_id.qb_status != "suppressed"
                and row.attachment_id
                and row.attachment_id._qb_checksum() == row.checksum
            )
        )

    def _qb_held_back(self, connection, object_type, rules):
        targets = self._qb_targets()
        if connection.file_push == "none":
            return dict.fromkeys(self.ids, uploads.switched_off(rules.settings))
        return {
            row.id: uploads.no_document(row._place())
            for row in self
            if row.id not in targets
        }

    def _place(self):
        """Where a problem of a file is mended: on its document."""
        return self.move_id._qb_place()

    def _qb_documents(self, connection, object_type, aliases):
        targets = self._qb_targets()
        return {
            row.id: row.sudo().attachment_id._qb_document(
                connection, row.move_id, targets[row.id]
            )
            if row.id in targets
            else uploads.no_document(row._place())
            for row in self
        }

    def _qb_set_synced(self, company):
        """What has arrived is there, also where it was removed here meanwhile.

        Its document may have been made anew since it was sent.
        """
        rows, targets = self.sudo(), self._sent_targets()
        for row in rows:
            row.target_qb_id = targets.get(row.id)
        self._qb_set_status(company, "synced")
        rows._made_anew()._qb_goes()._qb_enqueue()

    def _sent_targets(self):
        """The documents in QuickBooks these were sent for last: ``{row id: its id
        there}``, "" for those that did not leave for want of one."""
        jobs = self.env["quickbooks.job"].sudo()
        jobs = jobs.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        found = {}
        for job in jobs.sorted("id"):
            if job.payload:
                found[job.res_id] = read_files.sent_target(job.payload)
            elif job.problem_code == uploads.NO_DOCUMENT:
                found[job.res_id] = ""
        return found

    def _qb_set_status(self, company, status):
        """Documents and loads show the states of their files."""
        result = super()._qb_set_status(company, status)
        live = self.env["quickbooks.live"]
        for own, rows in self.grouped("company_id").items():
            live._changed(own.id, "account.move", rows.move_id.ids)
        return result

    def _qb_log(self, text):
        """What somebody did, on the document; without the name of the file."""
        for row in self:
            row.move_id._qb_log(f"{row.display_name}: {text}")

    # -- what users do -------------------------------------------------------------

    def write(self, vals):
        """Users say what a file is, and nothing else; the queue does the rest."""
        if not self.env.su and set(vals) - {"file_type"}:
            raise AccessError(
                self.env._("What becomes of a file follows from what is sent.")
            )
        return super().write(vals)

    def action_open_file(self):
        """The file itself, for those who may see it."""
        self.ensure_one()
        self.check_access("read")
        if self.is_removed or not self.is_readable:
            raise UserError(
                self.env._(
                    "The file was removed here, or you have no right to the record it"
                    " hangs on."
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.sudo().attachment_id.id}?download=true",
            "target": "new",
        }
