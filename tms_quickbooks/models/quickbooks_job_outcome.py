# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What became of jobs that QuickBooks never answered: looked up, not sent again."""

from decimal import Decimal

from odoo import api, fields, models

from ..lib import identity, numbers, objects, withdrawals
from ..lib.faults import MAY_BE_THERE
from ..lib.identity import Likeness
from ..lib.online import lookup
from ..lib.online import read as online_read

# What may be what was sent.
RECOGNISED = (Likeness.SAME, Likeness.CHANGED, Likeness.ALIKE)


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    is_outcome_unknown = fields.Boolean(
        string="May Be in QuickBooks",
        compute="_compute_is_outcome_unknown",
        help="It was sent, and no answer came: QuickBooks may have it or not.",
    )

    @api.depends("state", "request_id", "problem_code")
    def _compute_is_outcome_unknown(self):
        for job in self:
            job.is_outcome_unknown = bool(
                job.request_id
                and (
                    job.state == "failed" or (job.state == "sent" and job.problem_code)
                )
            )

    def action_look(self):
        """Look in QuickBooks what became of these, without sending anything.

        What is there is linked. What is not waits for a decision: retry, cancel or
        suppress, all of which are safe from then on.
        """
        notify = self.env["quickbooks.sync.mixin"]._qb_notify
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        unknown = self.sudo().filtered("is_outcome_unknown")
        if not unknown:
            return notify(
                self.env._("The outcome of these is known already."), kind="info"
            )
        unknown.exchange_id._look()
        unknown.connection_id._wake()
        held = next(filter(None, unknown.connection_id.mapped("hold_text")), None)
        if held:
            return notify(
                self.env._(
                    "QuickBooks is asked when the connection works again. %(why)s",
                    why=held,
                ),
                kind="warning",
            )
        return notify(
            self.env._("QuickBooks is asked; the answer shows here in a moment.")
        )

    def _sent_id(self):
        """The id of what this was to change in QuickBooks, "" for what is new."""
        return self._provider().sent.object_id(self.payload)

    def _sent_name(self):
        """The name under which this was to make a party or an item."""
        return self._provider().sent.object_name(self.payload)

    # -- asking --------------------------------------------------------------------

    def _look_up_sent(self, ask, since):
        """What QuickBooks has that may be what these jobs have made.

        :param ask: runs ``function(client)``
        :param since: when the first of the calls was made, naive, in UTC
        :return: list of ``ObjectState``
        """
        found = []
        new = self.filtered(lambda job: not job._sent_id())
        for object_type, jobs in (self - new).grouped("object_type").items():
            ids = {job._sent_id() for job in jobs}
            statement = online_read.id_lookup_statement(object_type, ids)
            found += self._read_query(ask, object_type, statement, whole=True)
        for object_type, jobs in new.grouped("object_type").items():
            if object_type in objects.BOOKED:
                condition = lookup.created_since(since)
                found += self._read_all(ask, object_type, condition)
            else:
                names = {job._sent_name() for job in jobs}
                statement = online_read.name_lookup_statement(object_type, names)
                found += self._read_query(ask, object_type, statement)
        return found

    @api.model
    def _read_all(self, ask, object_type, condition):
        """All objects of a type that fulfil a condition, with their raw text."""
        pages = ask(lambda client: list(client.pages(object_type, condition)))
        return [
            online_read.whole_state(object_type, data)
            for page in pages
            for data in page
        ]

    # -- deciding ------------------------------------------------------------------

    def _settle_found(self, connection, found, hold=False):
        """Finish what is in QuickBooks; send the others, or leave them to the user.

        :param found: list of ``ObjectState``, from `_look_up_sent`
        :param hold: somebody has asked: what is not there is not sent by itself
        """
        free = self._free_states(connection, found)
        arrived, taken = {}, set()
        changes = self.filtered(lambda job: job._sent_id())
        changes._settle_changes(connection, found, hold)
        for job in self - changes:
            state, problem = job._recognise(free, taken)
            if problem:
                job._set_problem(problem)
            elif state:
                arrived[job] = state
                taken.add((state.type, state.qb_id))
            elif hold:
                job._set_problem(numbers.not_arrived(job._place()))
            else:
                # Only QuickBooks' own word that it is there could go on for ever.
                again = job.problem_code in MAY_BE_THERE
                job._start_over(lookups=job.lookups + again)
        self._settle_done(connection, arrived, sent=True)
        self._set_status_adopted(connection, arrived)

    def _settle_changes(self, connection, found, hold):
        """What was to be changed or taken back is shown as it is by now."""
        by_id = {(state.type, state.qb_id): state for state in found}
        withdrawn = {}
        for job in self:
            state = by_id.get((job.object_type, job._sent_id()))
            if job._is_taken_back(job._sent_operation(), state):
                withdrawn[job] = state
            else:
                job._settle_change(connection, state, hold)
        self._settle_withdrawn(connection, withdrawn)

    def _settle_change(self, connection, state, hold):
        """The change of an object may have been made or not: it is made over what is
        there by now. Made twice it is the same.

        What QuickBooks has just as it was sent, line by line, is no edit of somebody
        else's.

        :param state: as QuickBooks shows it now, None where it is gone
        """
        if state and not self._differences(state) and self._is_as_here(state):
            self.env["quickbooks.object"]._store(connection, [state])
        if hold and not self._has_sent():
            self._set_problem(withdrawals.not_taken_back(self._place()))
        elif hold:
            self._set_problem(numbers.change_unknown(self._place()))
        else:
            self._start_over(lookup="version", lookups=0)

    def _differences(self, state):
        """In what a transaction in QuickBooks is not as it was sent."""
        if state.type not in objects.BOOKED:
            return []
        return identity.differences(
            self._sent_transaction(), objects.shown_transaction(state)
        )

    def _free_states(self, connection, found):
        """Those of these objects that belong to no record here, or to that of a job
        of these; the oldest first."""
        ours = {job._record() for job in self} | {None}
        holders = self.env["quickbooks.object"]._holders(connection, found)
        return sorted(
            (
                state
                for state in found
                if holders.get((state.type, state.qb_id)) in ours
            ),
            key=lambda state: (len(state.qb_id), state.qb_id),
        )

    def _recognise(self, states, taken):
        """What of these is the one that this job has made.

        :param taken: ``{(type, id)}`` that are another job's
        :return: (state or None, problem or None)
        """
        self.ensure_one()
        candidates = [
            state
            for state in states
            if state.type == self.object_type and (state.type, state.qb_id) not in taken
        ]
        if self.object_type not in objects.BOOKED:
            name = self._sent_name()
            named = (state for state in candidates if state.name == name)
            # A sub-customer of the name is somebody else.
            return (
                next(
                    (s for s in named if s.active and not s.extra.get("parent_id")),
                    None,
                ),
                None,
            )
        compared = [(state, self._likeness(state)) for state in candidates]
        found, likeness = min(
            (each for each in compared if each[1] in RECOGNISED),
            # A copy that somebody has made there carries the mark as well: it has
            # another number, or came later.
            key=lambda each: (
                each[1] is Likeness.ALIKE,
                each[0].number != self._sent_transaction().number,
            ),
            default=(None, None),
        )
        if found is None or likeness is Likeness.SAME:
            return found, None
        return None, self._number_problem(found, likeness)

    def _likeness(self, state):
        """What an object in QuickBooks is to what was sent of this job."""
        return identity.likeness(
            self._sent_transaction(), objects.shown_transaction(state)
        )

    def _sent_transaction(self):
        self.ensure_one()
        return self._provider().sent.transaction(
            self.object_type, self.payload, Decimal(f"{self.amount:.2f}")
        )
