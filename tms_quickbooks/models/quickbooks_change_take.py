# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From the inbox into Odoo's records, each change by itself.

Every model that receives something answers `_qb_take`; see `quickbooks.sync.mixin`.
"""

import logging
from contextlib import suppress
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import arrivals
from ..lib.arrivals import Ignored, NotTaken, documents
from ..lib.objects import PAYMENTS, applied
from ..lib.problems import NextAction, Place, QuickBooksError
from .quickbooks_mark import FINDING_OUT
from .quickbooks_sync_mixin import ARRIVING

_logger = logging.getLogger(__name__)

TAKEN_AT_ONCE = 50
# The model that receives objects of each type.
TAKERS = {
    "Customer": "res.partner",
    "Vendor": "res.partner",
    "Invoice": "account.move",
    "CreditMemo": "account.move",
    "Bill": "account.move",
    "VendorCredit": "account.move",
    "Payment": "account.payment",
    "BillPayment": "account.payment",
}


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    @api.model
    def _take(self, connection):
        """Take what is next in the inbox.

        :return: how many changes were looked at
        """
        changes = self._claim(connection, TAKEN_AT_ONCE)
        records = self.env["quickbooks.object"]._records_of(
            connection, changes.mapped(lambda change: (change.type, change.qb_id))
        )
        later = changes._before_their_documents(connection)
        owners = changes._marked_owners(connection, records)
        ready = changes - later
        new = ready._new_here(connection, owners)
        for of_rank in ready.grouped("rank").values():
            for change in of_rank - new:
                key = (change.type, change.qb_id)
                owner = owners.get(key)
                if owner is FINDING_OUT:
                    change._set_problem(documents.sent_from_here(change._place()))
                else:
                    change._take_one(records.get(key), owner)
            together = of_rank & new
            for change in together - together._take_together():
                change._take_one(None)
        if any(change.type not in PAYMENTS for change in changes):
            self._retry_after_documents(connection)
        if changes:
            self._tell_changed(connection)
        return len(changes)

    def _before_their_documents(self, connection):
        """Payments of what is still in the inbox, or may have been sent from here, wait
        for that: what they settle would stay open here for ever. They are told so.

        :return: those that wait
        """
        named = {}
        for change in self.filtered(lambda each: each.type in PAYMENTS and each.raw):
            with suppress(QuickBooksError):  # told when it is taken
                named[change] = change._state()
        states = list(named.values())
        known = self.env["quickbooks.object"]._noticed(connection, states)
        here = {key for key, before in known.items() if before.bound}
        awaited = self._awaited(connection, states) - here
        later = self.browse(
            change.id
            for change, state in named.items()
            if not awaited.isdisjoint(applied(state))
        )
        for change in later:
            change._set_problem(arrivals.after_documents(change._place()))
        return later

    def _take_one(self, record, owner=None):
        """Take one change; whatever is against it concerns nothing else.

        :param record: the Odoo record that the object belongs to, or None
        :param owner: the one whose mark it carries, though it belongs to none yet
        """
        try:
            with self.env.cr.savepoint():
                try:
                    if owner:
                        record = self._receive_marked(owner)
                    else:
                        record = self._receive(record)
                except Ignored as reason:
                    if not reason.keeps:
                        raise
                    return self._end("ignored", [reason.message])
        except OperationalError:  # the whole step is repeated
            raise
        except Ignored as reason:
            self._end("ignored", [reason.message])
        except NotTaken as refusal:
            self._hold_up(refusal.problem, record, owner)
        except UserError as error:  # Odoo's own words: a lock date, a missing journal
            problem = arrivals.refused_here(str(error), self._place())
            self._hold_up(problem, record, owner)
        except Exception as error:  # One poisonous change must not stop all the others.
            _logger.exception("QuickBooks change %s", self.id)
            problem = arrivals.not_takable(type(error).__name__, self._place())
            self._hold_up(problem, record, owner)
        else:
            self._end("done", [], record)

    def _hold_up(self, problem, record, owner):
        """Wait for somebody. What carries the mark of a record is linked all the same:
        whatever is decided, it never goes a second time."""
        if owner and problem.code != documents.SENT_FROM_HERE:
            self._link_marked(owner)
        self._set_problem(problem, record or owner)

    def _receive(self, record):
        """Have the model of the record take this change, and note what it shows now.

        :return: the record, or None where it was left without one
        """
        receiver = self._receiver(TAKERS[self.type])
        taken = receiver._qb_take(self, self._document(), record)
        if self.gone:
            self.env["quickbooks.object"]._unbind(
                self.connection_id, self.type, self.qb_id
            )
        elif taken:
            self._note_taken({self: taken})
        return taken or record

    def _receiver(self, model):
        """The model that takes these, which sends nothing of it back."""
        return (
            self.env[model]
            .with_company(self.company_id)
            .with_context(**{ARRIVING: True})
        )

    def _note_taken(self, taken):
        """These records show now what QuickBooks has.

        :param taken: ``{change: record}``, all of one model
        """
        if not taken:
            return
        states = [change._state() for change in taken]
        records = {
            (change.type, change.qb_id): record for change, record in taken.items()
        }
        self.env["quickbooks.object"]._store(self.connection_id, states, records)
        first, *others = taken.values()
        first.union(*others)._qb_set_synced(self.company_id)

    def _document(self):
        """What QuickBooks has, as a document; None for what is deleted there.

        :raises QuickBooksError: where it cannot be read
        """
        if self.gone:
            return None
        return self.connection_id._provider().documents.document(self.type, self.raw)

    def _state(self):
        """What QuickBooks has, for the mirror; see `ObjectState`."""
        return self.connection_id._provider().documents.state(self.type, self.raw)

    def _did(self, message):
        """Note what was done here, for whoever wants to know later."""
        self.outcome = [message.as_data()]

    def _end(self, state, outcome, record=None):
        """:param outcome: messages; none where what was done is noted already"""
        self.write(
            {
                "state": state,
                "outcome": [message.as_data() for message in outcome] or self.outcome,
                "done_at": fields.Datetime.now(),
                "res_model": record._name if record else False,
                "res_id": record.id if record else False,
                "raw": False if state == "done" else self.raw,
                **self._problem_vals(None),
            }
        )

    def _set_problem(self, problem, record=None):
        """Wait for somebody, or for the next attempt where that may help.

        :param record: the record that shows it
        """
        delay = None
        if problem.action in (NextAction.RETRY, NextAction.WAIT):
            delay = self.env["quickbooks.job"]._retry_delay(self.attempts)
        self.write(
            {
                "state": "failed" if delay is None else "pending",
                "attempts": self.attempts + 1,
                "next_attempt_at": fields.Datetime.now() + (delay or timedelta()),
                "res_model": record._name if record else False,
                "res_id": record.id if record else False,
                **self._problem_vals(problem),
            }
        )
        if record and delay is None:
            record._qb_set_changed_there(self.company_id)

    def _place(self):
        """This change, for the problem that keeps it."""
        return Place(self._name, self.id, self.display_name)
