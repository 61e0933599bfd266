# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which files go with which documents; what comes late goes late."""

from odoo import api, fields, models
from odoo.tools import SQL

from .account_move import OBJECT_TYPES
from .quickbooks_job import OPEN_STATES

_COLUMNS = (
    *("connection_id", "company_id", "move_id", "attachment_id", "file_name"),
    *("checksum", "size", "source_model", "source_id", "file_type", "qb_status"),
    *("create_uid", "create_date", "write_uid", "write_date"),
)


class QuickbooksAttachment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.attachment"

    @api.model
    def _follow_files(self, attachments, moves=None):
        """Files were attached, changed or moved.

        :param moves: the documents they were files of before
        """
        self._follow_moves(
            (moves or self.env["account.move"]) | attachments._qb_moves()
        )

    @api.model
    def _follow_moves(self, moves):
        """Files of documents were attached, changed or removed: what is due is queued.

        No call to anybody. A document that is being settled at this moment waits for
        this transaction or makes it start over, so that none of both overlooks what the
        other does.
        """
        moves = moves.sudo().exists()
        if not moves:
            return
        self.env.execute_query(
            SQL(
                "UPDATE quickbooks_job SET write_date = write_date"
                " WHERE res_model = %s AND res_id = ANY(%s) AND state IN %s"
                " RETURNING id",
                moves._name,
                moves.ids,
                OPEN_STATES,
            )
        )
        moves._qb_follow_files()

    @api.model
    def _follow(self, connection, moves):
        """Bring the rows of documents in line with their files, and queue what is due.

        :return: the rows
        """
        rows = self.sudo()._of(connection, moves)
        found = moves._qb_files(connection)
        rows._drop_removed(found)
        self._add(connection, found)
        rows = self.sudo()._of(connection, moves)
        due = rows._made_anew() | (
            rows.filtered(lambda row: row.qb_status == "not_synced")
            if connection.file_push == "auto"
            else rows.browse()
        )
        due._qb_goes()._qb_enqueue()
        return rows

    @api.model
    def _of(self, connection, moves):
        return self.search(
            [("connection_id", "=", connection.id), ("move_id", "in", moves.ids)]
        )

    def _drop_removed(self, found):
        """Forget what was never sent and is not there any more."""
        there = {
            (move.id, attachment._qb_checksum())
            for move, attachments in found.items()
            for attachment in attachments
        }
        dropped = self.filtered(
            lambda row: row.qb_status != "synced"
            and (row.move_id.id, row.checksum) not in there
        )
        jobs = self.env["quickbooks.job"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", dropped.ids),
                ("state", "in", OPEN_STATES),
            ]
        )
        # What is under way may arrive.
        under_way = set(jobs.filtered("request_id").mapped("res_id"))
        dropped = dropped.filtered(lambda row: row.id not in under_way)
        jobs.filtered(lambda job: job.res_id not in under_way)._cancel_open()
        dropped.unlink()

    @api.model
    def _add(self, connection, found):
        """A row for each file of each document, in one statement.

        Where the same content hangs twice, the first counts; what was sent once stays
        as it was sent.

        :param found: ``{move: attachments}``, those that go first
        """
        now, uid = fields.Datetime.now(), self.env.uid
        values = {}
        for move, attachments in found.items():
            for attachment in attachments:
                checksum = attachment._qb_checksum()
                values.setdefault(
                    (move.id, checksum),
                    (
                        *(connection.id, move.company_id.id, move.id, attachment.id),
                        *(attachment.name, checksum, attachment.file_size or 0),
                        *(attachment.res_model, attachment.res_id),
                        *(attachment.qb_file_type, "not_synced"),
                        *(uid, now, uid, now),
                    ),
                )
        if not values:
            return
        self.flush_model()
        self.env.execute_query(
            SQL(
                "INSERT INTO quickbooks_attachment (%(columns)s) VALUES %(values)s"
                " ON CONFLICT (connection_id, move_id, checksum) DO UPDATE SET"
                " attachment_id = excluded.attachment_id,"
                " file_name = excluded.file_name, file_type = excluded.file_type,"
                " source_model = excluded.source_model, source_id = excluded.source_id"
                " WHERE quickbooks_attachment.attachment_id IS NULL"
                " OR (quickbooks_attachment.qb_status = 'not_synced' AND"
                " quickbooks_attachment.attachment_id <> excluded.attachment_id)"
                " RETURNING id",
                columns=SQL(", ").join(map(SQL.identifier, _COLUMNS)),
                values=SQL(", ").join(SQL("%s", row) for row in values.values()),
            )
        )
        self.invalidate_model()

    def _made_anew(self):
        """Those whose document was made anew in QuickBooks since; they go again.

        Also those that could not go with the former one.
        """
        targets = self._qb_targets()
        failed = self.filtered(lambda row: row.qb_status == "failed")
        tried = failed._sent_targets()
        again = self.filtered(
            lambda row: row.id in targets
            and (
                (row.qb_status == "synced" and row.target_qb_id != targets[row.id])
                or tried.get(row.id, targets[row.id]) != targets[row.id]
            )
        )
        objects = self.env["quickbooks.object"]
        for connection, rows in again.grouped("connection_id").items():
            for binding in objects._bound(
                connection, "Attachable", self._name, rows.ids
            ).values():
                objects._unbind(connection, "Attachable", binding.qb_id)
        again.qb_status = "not_synced"
        return again

    # -- what users do with all files of a document --------------------------------

    @api.model
    def _send_by_hand(self, moves):
        """Queue the files of documents that go with them and have not gone.

        :return: (how many, problems of the others)
        """
        before = self.sudo().search(
            [("move_id", "in", moves.ids), ("qb_status", "=", "pending")]
        )
        rows = moves.sudo()._qb_follow_files()
        due = rows._qb_goes().filtered(
            lambda row: row.qb_status in ("not_synced", "failed")
        )
        _queued, problems = due._qb_enqueue()
        # Some are queued already where files go by themselves.
        pending = rows.filtered(lambda row: row.qb_status == "pending")
        return len(pending - before), problems


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_follow_files(self):
        """Follow the files of posted documents; return their rows."""
        rows = self.env["quickbooks.attachment"].sudo()
        posted = self.filtered(
            lambda move: move.state == "posted" and move.move_type in OBJECT_TYPES
        )
        for company, moves in posted.grouped("company_id").items():
            connection = self.env["quickbooks.connection"]._of_company(company)
            if connection and connection.file_push != "none":
                rows |= rows._follow(connection, moves)
        return rows
