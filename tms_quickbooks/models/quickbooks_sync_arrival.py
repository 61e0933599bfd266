# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A record that both sides have, and that QuickBooks shows otherwise now."""

from datetime import date

from odoo import api, models
from odoo.tools import format_date, formatLang

from ..lib import compare, fingerprints
from ..lib.arrivals import NotTaken, inbox
from ..lib.arrivals import documents as arrivals
from ..lib.problems import Place
from .told import tell

# Fields of a difference that are days.
DAYS = ("date", "due_date")
# Those that are amounts or quantities, of the document and of its parts.
NUMBERS = ("total", "tax", "rate")
NUMBERS_OF_PARTS = (".amount", ".quantity")
NUMBERS_BY_DOCUMENT = ("applied.", "discount.")


class QuickbooksSyncMixin(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.sync.mixin"

    def _qb_check_not_under_way(self, change):
        """:raises NotTaken: while the answer to our own sending is not known"""
        if any(job.request_id for job in self._qb_open_jobs()):
            raise NotTaken(arrivals.under_way(change._place()))

    def _qb_is_unedited(self, change):
        """Whether QuickBooks shows what it has shown before, so that only this has
        changed; its version tells nothing, as others count it up."""
        there = self.env["quickbooks.object"]._find(
            change.connection_id, change.type, change.qb_id
        )
        state = change._state()
        if there.content:
            return fingerprints.is_same(there.content, state.content)
        return self.qb_status != "synced" and not there._edited(state, change._place())

    def _qb_as_document(self, connection, object_type):
        """This as QuickBooks would get it."""
        return self._qb_documents(connection, object_type, {})[self.id]

    def _qb_edits(self, change, document):
        """In what QuickBooks differs from this: list of ``lib.compare.Difference``."""
        connection = change.connection_id
        return compare.differences(
            self._qb_as_document(connection, change.type),
            document,
            provider=connection._provider(),
            profile=connection._profile(),
        )

    def _qb_keep_ours(self, change):
        """Only this has changed: it stays what is to be sent, over the version that
        QuickBooks has now."""
        self.env["quickbooks.object"]._store(change.connection_id, [change._state()])
        change._did(inbox.only_ours_changed())

    def _qb_tell_edits(self, edits):
        """The differences in one sentence."""
        return "; ".join(
            self.env._(
                "%(field)s: %(theirs)s (here %(ours)s)",
                field=tell(self.env, edit.label),
                theirs=self._qb_value(edit.field, edit.theirs),
                ours=self._qb_value(edit.field, edit.ours),
            )
            for edit in edits
        )

    def _qb_tell_taken(self, edits):
        """What was before, and what is now."""
        return "; ".join(
            f"{tell(self.env, edit.label)}: {self._qb_value(edit.field, edit.ours)}"
            f" → {self._qb_value(edit.field, edit.theirs)}"
            for edit in edits
        )

    @api.model
    def _qb_value(self, field, text):
        """A value of a difference as the reader writes it; a dash for none."""
        if field in DAYS and text:
            return format_date(self.env, date.fromisoformat(text))
        if text and (
            field in NUMBERS
            or field.endswith(NUMBERS_OF_PARTS)
            or field.startswith(NUMBERS_BY_DOCUMENT)
        ):
            return formatLang(self.env, float(text), digits=len(text.partition(".")[2]))
        if field == "status":
            statuses = {
                compare.VOID: self.env._("void"),
                compare.VALID: self.env._("not void"),
            }
            return statuses.get(text, text)
        return text or "–"

    def _qb_place(self):
        self.ensure_one()
        return Place(self._name, self.id, self.display_name)
