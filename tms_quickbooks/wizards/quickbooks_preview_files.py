# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The files that would go with the documents of a dry run."""

from odoo import api, models


class QuickbooksPreview(models.TransientModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.preview"

    @api.model
    def _lines(self, connection, company, object_type, records):
        lines = super()._lines(connection, company, object_type, records)
        if records._name != "account.move" or connection.file_push == "none":
            return lines
        common = {
            "company_id": company.id,
            "connection_id": connection.id,
            "object_type": "Attachable",
        }
        return lines + [{**common, **line} for line in self._files(connection, records)]

    @api.model
    def _files(self, connection, moves):
        """Values of the lines of the files that QuickBooks does not have yet."""
        known = (connection, connection._profile(), connection._rules(), {})
        rows = self.env["quickbooks.attachment"].sudo()._of(connection, moves)
        settled = rows.filtered(lambda row: row.qb_status in ("synced", "suppressed"))
        passed = {(row.move_id.id, row.checksum) for row in settled}
        for move, attachments in moves._qb_files(connection).items():
            for attachment in attachments:
                kinds = connection._files_of(move, attachment.res_model)
                key = (move.id, attachment._qb_checksum())
                if attachment.qb_file_type not in kinds or key in passed:
                    continue
                passed.add(key)
                document = attachment._qb_document(connection, move, "")
                yield {
                    **self._line(move, document, [], known),
                    "name": self._file_name(attachment, move),
                    "party": False,
                }

    @api.model
    def _file_name(self, attachment, move):
        """Its name, for those who may see what it hangs on."""
        label = attachment._qb_type_label(attachment.qb_file_type)
        if attachment.with_env(self.env).has_access("read"):
            return f"{label}: {attachment.name}"
        return f"{label} · {move.display_name}"
