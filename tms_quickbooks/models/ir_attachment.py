# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a file of a load or a document is, and what hangs where."""

import io
from functools import partial
from pathlib import Path

from odoo import api, fields, models

from ..lib import documents, files
from .account_move import OBJECT_TYPES
from .quickbooks_attachment import FILE_TYPES

# What files of invoices and bills hang on.
SOURCES = ("account.move", "tms.order", "sale.order", "purchase.order")
# What changes which files go.
_WHERE = {"res_model", "res_id", "res_field", "raw", "datas", "qb_file_type_chosen"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    # Stored only where somebody has said so: what is guessed costs nothing for the
    # files that are here already. It is read with the files of a record, which Odoo
    # finds by its own index, and never searched for.
    qb_file_type_chosen = fields.Selection(FILE_TYPES, string="File Type Chosen")
    qb_file_type = fields.Selection(
        FILE_TYPES,
        string="File Type",
        compute="_compute_qb_file_type",
        inverse="_inverse_qb_file_type",
        help="What the file is for QuickBooks, guessed from its name where nobody has"
        " chosen.",
    )

    @api.depends("qb_file_type_chosen", "name", "res_model", "res_id")
    def _compute_qb_file_type(self):
        moves = self.filtered(lambda file: file.res_model == "account.move")
        bills = {
            move.id
            for move in self.env["account.move"]
            .sudo()
            .browse(moves.mapped("res_id"))
            .exists()
            if move.is_purchase_document()
        }
        for file in self:
            file.qb_file_type = file.qb_file_type_chosen or files.guess(
                file.name or "", file in moves and file.res_id in bills
            )

    def _inverse_qb_file_type(self):
        for file in self:
            file.qb_file_type_chosen = file.qb_file_type

    @api.model
    def _qb_type_label(self, file_type):
        labels = self._fields["qb_file_type"]._description_selection(self.env)
        return dict(labels)[file_type]

    # -- content -------------------------------------------------------------------

    def _qb_checksum(self):
        """What tells this content from any other; links and empty files have none."""
        self.ensure_one()
        if self.type == "binary" and self.file_size:
            return self.checksum
        return f"none-{self.id}"

    def _qb_path(self):
        """Where the content is in the file store, or None."""
        self.ensure_one()
        path = self.store_fname and Path(self._full_path(self.store_fname))
        return path if path and path.is_file() else None

    def _qb_content_size(self):
        """How many bytes there are to send, 0 where the content is gone."""
        self.ensure_one()
        if self.store_fname:
            path = self._qb_path()
            return path.stat().st_size if path else len(self.raw or b"")
        return self.file_size if self.db_datas else 0

    def _qb_opener(self):
        """A function that opens the content as a file, read while it is sent; it asks
        nothing of the database any more."""
        self.ensure_one()
        path = self._qb_path()
        return (
            partial(path.open, "rb") if path else partial(io.BytesIO, self.raw or b"")
        )

    def _qb_document(self, connection, move, target):
        """What QuickBooks shall receive.

        :param target: the id there of the document it goes with, "" while it has none
        """
        self.ensure_one()
        name = files.complete_name(self.name or "", self.mimetype or "")
        return documents.Attachment(
            target=documents.Ref(target),
            target_type=OBJECT_TYPES[move.move_type],
            file_name=name,
            content_type=files.CONTENT_TYPES.get(files.ending(name), ""),
            size=self._qb_content_size(),
            remote=self.type != "binary",
            source=move._qb_place(),
            note=self._qb_type_label(self.qb_file_type),
            include_on_send=connection.invoice_files_on_send
            and move.move_type == "out_invoice",
        )

    # -- what hangs where ----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        if self._qb_is_followed():
            self.env["quickbooks.attachment"]._follow_files(attachments)
        return attachments

    def write(self, vals):
        followed = self._qb_is_followed() and not _WHERE.isdisjoint(vals)
        before = self._qb_moves() if followed else None
        result = super().write(vals)
        if followed:
            self.env["quickbooks.attachment"]._follow_files(self, before)
        return result

    def unlink(self):
        moves = self._qb_is_followed() and self._qb_moves()
        result = super().unlink()
        if moves:
            self.env["quickbooks.attachment"]._follow_moves(moves)
        return result

    @api.model
    def _qb_is_followed(self):
        """Whether files go to QuickBooks at all."""
        return self.env["quickbooks.connection"]._send_files()

    def _qb_moves(self):
        """The invoices and bills that these are files of."""
        moves = self.env["account.move"].sudo()
        # `res_field`: pictures and the like, which are fields and no files.
        hanging = self.sudo().filtered(
            lambda file: file.res_model in SOURCES
            and file.res_id
            and not file.res_field
        )
        for model, attachments in hanging.grouped("res_model").items():
            records = self.env[model].sudo().browse(set(attachments.mapped("res_id")))
            moves |= records.exists()._qb_moves_of_files()
        return moves
