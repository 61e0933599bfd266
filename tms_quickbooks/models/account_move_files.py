# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The files of invoices and bills: their own, and those of their load and order."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lib.problems import Place
from .account_move import OBJECT_TYPES


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    qb_file_ids = fields.One2many(
        "quickbooks.attachment",
        "move_id",
        string="Files for QuickBooks",
        domain=[("connection_id.active", "=", True)],
        groups="tms_quickbooks.group_quickbooks_user",
    )
    qb_files_message = fields.Char(
        compute="_compute_qb_files_message",
        groups="tms_quickbooks.group_quickbooks_user",
        help="Why files of this document are not in QuickBooks.",
    )
    qb_sends_files = fields.Boolean(
        compute="_compute_qb_sends_files",
        groups="tms_quickbooks.group_quickbooks_user",
    )

    qb_files_off = fields.Boolean(
        compute="_compute_qb_files_off",
        groups="tms_quickbooks.group_quickbooks_user",
        help="There are files that could go with it, and the connection sends none.",
    )

    @api.depends("qb_status", "qb_file_ids.qb_status")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_qb_files_message(self):
        for move in self:
            failed = move.qb_file_ids.filtered(lambda row: row.qb_status == "failed")
            move.qb_files_message = failed._tell_failed()

    @api.depends("company_id")
    def _compute_qb_sends_files(self):
        connections = self.env["quickbooks.connection"]
        for move in self:
            connection = connections._of_company(move.company_id)
            move.qb_sends_files = connection and connection.file_push != "none"

    @api.depends("company_id", "state")
    def _compute_qb_files_off(self):
        self.qb_files_off = False
        posted = self.filtered(
            lambda move: move.state == "posted" and move.move_type in OBJECT_TYPES
        )
        for company, moves in posted.grouped("company_id").items():
            connection = self.env["quickbooks.connection"]._of_company(company)
            # QuickBooks Desktop takes none, whatever is set.
            if connection.file_push != "none" or connection.provider == "desktop":
                continue
            for move, files in moves._qb_files(connection).items():
                move.qb_files_off = any(
                    file.qb_file_type in connection._files_of(move, file.res_model)
                    for file in files
                )

    # -- when they are followed ----------------------------------------------------

    def _post(self, soft=True):
        posted = super()._post(soft)
        if self.env["quickbooks.connection"]._send_files():
            posted.sudo()._qb_follow_files()
        return posted

    def _qb_set_synced(self, company):
        """Once a document is in QuickBooks, its files are due."""
        result = super()._qb_set_synced(company)
        if self.env["quickbooks.connection"]._send_files():
            self._qb_follow_files()
        return result

    def _qb_place(self):
        """Where a problem of a file is mended."""
        self.ensure_one()
        return Place(self._name, self.id, self.display_name)

    # -- which they are ------------------------------------------------------------

    def _qb_moves_of_files(self):
        """The documents that a file on one of these is a file of."""
        return self

    def _qb_files(self, connection):
        """``{move: its files}``, those that go to QuickBooks first.

        A fixed number of queries for any number of documents.
        """
        sources = self._qb_file_sources()
        by_model = {}
        for model, record_id in set().union(*sources.values()):
            by_model.setdefault(model, []).append(record_id)
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                Domain("res_field", "=", False)
                & Domain.OR(
                    Domain("res_model", "=", model) & Domain("res_id", "in", ids)
                    for model, ids in by_model.items()
                ),
                order="id",
            )
        )
        hanging = attachments.grouped(lambda file: (file.res_model, file.res_id))
        found = {}
        for move in self:
            files = attachments.browse().concat(
                *(hanging[key] for key in sorted(sources[move.id]) if key in hanging)
            )
            found[move] = files.sorted(
                lambda file, move=move: file.qb_file_type
                not in connection._files_of(move, file.res_model)
            )
        return found

    def _qb_file_sources(self):
        """What files of these documents hang on: ``{move id: {(model, id)}}``.

        An invoice for trips has the files of their loads; one without, such as a late
        surcharge, those of the order's only load. What is credited has its own.
        """
        sources = {move.id: {(move._name, move.id)} for move in self}
        invoices = self.filtered(lambda move: move.move_type == "out_invoice")
        loads = self.env["tms.order"].sudo()._qb_loads_invoiced_by(invoices)
        for move in invoices.sudo():
            orders = move.line_ids.sale_line_ids.order_id
            sources[move.id] |= {(orders._name, order.id) for order in orders}
            sources[move.id] |= {("tms.order", key) for key in loads.get(move.id, ())}
        for move in self.sudo().filtered(lambda move: move.move_type == "in_invoice"):
            orders = move.line_ids.purchase_line_id.order_id
            sources[move.id] |= {(orders._name, order.id) for order in orders}
            sources[move.id] |= {("tms.order", load.id) for load in orders.trip_id}
        return sources

    # -- what users do -------------------------------------------------------------

    def action_qb_send_files(self):
        """Send the files of these documents that have not gone."""
        self._qb_check_user()
        self.check_access("read")
        count, problems = self.env["quickbooks.attachment"]._send_by_hand(self)
        if not count and problems:
            raise UserError(self._qb_tell_held_back(problems))
        if not count:
            return self._qb_notify(
                self.env._(
                    "There is no file to send: all that go are in QuickBooks or on"
                    " their way. Which types go is a setting of the connection."
                ),
                kind="info",
            )
        return self._qb_notify(
            self.env._("Files queued for QuickBooks: %(count)s.", count=count)
        )

    def action_qb_file_settings(self):
        """To the connection, whose settings say which files go."""
        self.ensure_one()
        self.check_access("read")
        connection = self.env["quickbooks.connection"]._of_company(self.company_id)
        connection = connection.with_env(self.env)
        connection.check_access("write")
        return connection._form_action()

    def action_qb_retry_files(self):
        """Try the files again that failed."""
        self._qb_check_user()
        self.check_access("read")
        return self.qb_file_ids.action_qb_retry()


class QuickbooksAttachment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.attachment"

    def _tell_failed(self):
        """Why these are not in QuickBooks, in a sentence for their document."""
        if not self:
            return False
        first = self[:1]
        said = f"{first._type_label()}: {first.qb_message} {first.qb_hint or ''}"
        if len(self) == 1:
            return said.strip()
        return self.env._(
            "%(count)s files. The first of them: %(reason)s",
            count=len(self),
            reason=said.strip(),
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _qb_moves_of_files(self):
        return self.invoice_ids


class PurchaseOrder(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "purchase.order"

    def _qb_moves_of_files(self):
        return self.invoice_ids


class TmsOrder(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tms.order"

    _qb_page_view = "tms_quickbooks.view_tms_order_quickbooks"

    qb_file_ids = fields.Many2many(
        "quickbooks.attachment",
        string="Files for QuickBooks",
        compute="_compute_qb_file_ids",
        groups="tms_quickbooks.group_quickbooks_user",
    )

    def _compute_qb_file_ids(self):
        """Also for those who see the load and not its invoices; of their companies."""
        for load in self:
            rows = load.sudo()._qb_moves().qb_file_ids.with_env(self.env)
            load.qb_file_ids = rows._filtered_access("read")

    def _qb_moves_of_files(self):
        return self._qb_moves()
