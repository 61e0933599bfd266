# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What carries the mark of a record here, and is linked with nothing.

It was sent from here, and that was forgotten: somebody has restored a backup of Odoo.
It is linked with its record before anything else is sent, so that it neither arrives as
something new nor goes a second time.
"""

from collections import defaultdict
from contextlib import suppress

from odoo import api, models

from ..lib import identity
from ..lib.arrivals import NotTaken, inbox
from ..lib.arrivals import documents as arrivals
from ..lib.objects import PAYMENTS, TRANSACTIONS, unseen
from ..lib.problems import QuickBooksError
from .quickbooks_change_decide import ANOTHER, DECISION
from .quickbooks_change_take import TAKERS
from .quickbooks_mark import FINDING_OUT
from .quickbooks_sync_mixin import ARRIVING

# Where payments over nothing go with credit notes.
CARRIERS = dict.fromkeys(PAYMENTS, ("account.payment", "account.move"))


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    @api.model
    def _owners(self, connection, states):
        """The records whose mark objects of QuickBooks carry.

        A copy that somebody has made in QuickBooks carries the mark of its original,
        too. The original is what its record is linked with; where it is linked with
        none of them, the one under the record's number, or else the oldest. What is
        left was made in QuickBooks.

        :param states: ``ObjectState`` of what is linked with nothing
        :return: ``{(type, id): record}``; `FINDING_OUT` in place of the record while
            its answer is not known, None for what is void. Missing is what was made
            in QuickBooks.
        """
        by_mark = defaultdict(lambda: defaultdict(list))
        for state in states:
            if state.type in TRANSACTIONS and not state.extra.get("deleted"):
                for mark in identity.marks(state.extra.get("memo") or ""):
                    by_mark[state.type][mark].append(state)
        owners = {}
        for object_type, marked in by_mark.items():
            under_way = self._marks_under_way(connection, object_type)
            records = self._marked(connection, object_type, set(marked) - under_way)
            for mark, of_mark in marked.items():
                if mark in under_way:
                    owners |= dict.fromkeys(
                        [(each.type, each.qb_id) for each in of_mark], FINDING_OUT
                    )
                elif mark in records:
                    owners |= self._original(connection, records[mark], of_mark)
        return owners

    @api.model
    def _marks_under_way(self, connection, object_type):
        """The marks of what was sent and has no answer yet."""
        jobs = self.env["quickbooks.job"].search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("object_type", "=", object_type),
                ("state", "in", ("pending", "sent", "failed")),
                ("request_id", "!=", False),
            ],
            ["res_model", "res_id"],
        )
        return {
            mark
            for model, of_model in jobs.grouped("res_model").items()
            for mark in self.env[model]
            .browse(of_model.mapped("res_id"))
            ._qb_mark()
            .values()
        }

    @api.model
    def _marked(self, connection, object_type, marks):
        """The records of these marks that are linked with nothing: ``{mark: record}``.

        A mark does not tell its record; those of all records are compared.
        """
        found = {}
        for model in CARRIERS.get(object_type, (TAKERS[object_type],)):
            if missing := marks - found.keys():
                found |= self._marked_of(model, connection, object_type, missing)
        return found

    @api.model
    def _marked_of(self, model, connection, object_type, marks):
        """As `_marked`, of one model."""
        receivers = self.env[model]
        domain = receivers._qb_books_domain(connection, object_type)
        records = receivers.search_fetch(domain, ["qb_namesakes"])
        found = {mark: key for key, mark in records._qb_mark().items() if mark in marks}
        bound = self.env["quickbooks.object"]._bound(
            connection, object_type, records._name, found.values()
        )
        return {
            mark: records.browse(record_id)
            for mark, record_id in found.items()
            if record_id not in bound
        }

    @api.model
    def _original(self, connection, record, states):
        """Which of these was sent from the record, as `_owners` has it."""
        alive = [
            state
            for state in states
            if not identity.is_voided(state.extra.get("memo") or "", state.total)
        ]
        owners = {
            (state.type, state.qb_id): None for state in states if state not in alive
        }
        if len(alive) > 1:
            object_type = alive[0].type
            [ours] = record._qb_documents_or_problems(
                connection, object_type, {}
            ).values()
            number = connection._provider().number(
                object_type, getattr(ours, "number", "")
            )
            alive.sort(key=lambda s: (s.number != number, len(s.qb_id), s.qb_id))
        for state in alive[:1]:
            owners[state.type, state.qb_id] = record
        return owners

    def _marked_owners(self, connection, records):
        """As `_owners`, of those of these changes that belong to no record."""
        states = []
        for change in self.filtered("raw"):
            if not change.gone and (change.type, change.qb_id) not in records:
                with suppress(QuickBooksError):  # told when it is taken
                    states.append(change._state())
        return self._owners(connection, states)

    # -- linking -------------------------------------------------------------------

    @api.model
    def _take_marked(self, connection, owners):
        """Link what is in the inbox with the records whose mark it carries.

        :param owners: as `_owners` has found them
        """
        found = self._found_owners(owners)
        if not found:
            return
        for change in self._open_of(connection, found).sorted("rank"):
            change._take_one(None, found[change.type, change.qb_id])

    @api.model
    def _found_owners(self, owners):
        """Those of `_owners` that are records: ``{(type, id): record}``."""
        return {
            key: owner
            for key, owner in owners.items()
            if owner and owner is not FINDING_OUT
        }

    def _receive_marked(self, owner):
        """Link this with its record, where both say the same.

        :raises NotTaken: where they do not: somebody has to say which is right
        """
        connection = self.connection_id
        owner = owner.with_company(self.company_id).with_context(**{ARRIVING: True})
        # Nobody sends it meanwhile: who is about to starts over, and finds it linked.
        jobs = self.env["quickbooks.job"]._hold(connection, self.type, owner)
        if any(job.request_id for job in jobs):
            raise NotTaken(arrivals.sent_from_here(self._place()))
        edits = owner._qb_edits(self, self._document())
        if edits:
            raise NotTaken(arrivals.edited(owner._qb_tell_edits(edits), self._place()))
        jobs._cancel_open()
        key = (self.type, self.qb_id)
        self.env["quickbooks.object"]._store(connection, [self._state()], {key: owner})
        owner._qb_set_synced(self.company_id)
        self._did(inbox.linked())
        owner._qb_log(
            self.env._(
                "Found in QuickBooks as %(name)s: it had been sent from here, which was"
                " not known any more. It is linked, and not sent again.",
                name=self.display_name,
            )
        )
        return owner

    def _link_marked(self, owner):
        """Link this with its record, though they differ. Nothing of it counts as known
        before somebody has decided."""
        self.env["quickbooks.object"]._store(
            self.connection_id,
            [unseen(self.type, self.qb_id)],
            {(self.type, self.qb_id): owner},
        )

    # -- two after all -------------------------------------------------------------

    def _is_linked_by_mark(self):
        """Whether only the mark says that this is its record: no sending and no answer
        has ever shown both as the same."""
        record = self._record()
        if not record or self.type not in TRANSACTIONS or self.gone:
            return False
        if record._name != TAKERS[self.type]:  # what only sets its credit off
            return False
        there = self.env["quickbooks.object"]._find(
            self.connection_id, self.type, self.qb_id
        )
        [mark] = record._qb_mark().values()
        is_marked = mark in identity.marks(self._state().extra.get("memo") or "")
        return is_marked and there.res_id == record.id and not there.updated_at

    def _set_apart(self, record):
        """They are two: the record goes to QuickBooks under a mark of its own, and this
        is entered as another one."""
        record._qb_check_not_under_way(self)
        record._qb_open_jobs()._cancel_open()
        record.qb_namesakes += 1
        self.env["quickbooks.object"]._find(
            self.connection_id, self.type, self.qb_id
        ).write({"res_model": False, "res_id": False})
        record._qb_set_status(self.company_id, "not_synced")
        self.write({"res_model": False, "res_id": False})
        self.with_context(**{DECISION: ANOTHER})._take_one(None)
