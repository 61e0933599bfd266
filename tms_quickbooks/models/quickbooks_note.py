# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.mail import generate_tracking_message_id


class QuickbooksNote(models.AbstractModel):
    """Notes in the chatter of many records at once."""

    _name = "quickbooks.note"
    _description = "QuickBooks Note"

    @api.model
    def _add(self, records, texts):
        """Note a text on each record, as `_message_log_batch` does; nobody is notified.

        By one statement: Odoo creates messages one after the other, and looks for each
        whether the record's chatter is open in this process. What that saves is in
        benchmarks/README.md.

        :param texts: ``{record id: plain text}``
        """
        Thread = self.env["mail.thread"]
        author_id, email = Thread._message_compute_author()
        reply_to = Thread._notify_get_reply_to(default=email, author_id=author_id)
        now, uid = fields.Datetime.now(), self.env.uid
        common = (
            *(records._name, "notification", True, False),
            *(author_id, email, reply_to[False]),
            self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            generate_tracking_message_id("message-notify"),
            *(now, now, now, uid, uid),
        )
        self.env.cr.execute_values(
            "INSERT INTO mail_message ("
            " model, message_type, is_internal, email_add_signature,"
            " author_id, email_from, reply_to, subtype_id, message_id,"
            " date, create_date, write_date, create_uid, write_uid, res_id, body"
            ") VALUES %s",
            [
                (*common, record_id, Markup("<span>%s</span>") % text)
                for record_id, text in texts.items()
            ],
            page_size=len(texts),
        )
        records.invalidate_recordset(["message_ids"], flush=False)
