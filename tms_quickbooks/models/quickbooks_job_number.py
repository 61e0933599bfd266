# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A number that QuickBooks has already (6140): who has it, and what to do."""

from odoo import models
from odoo.exceptions import UserError

from ..lib import numbers
from ..lib import objects as qb_objects
from ..lib.identity import Likeness
from ..lib.online import lookup
from ..lib.problems import Place

PROBLEMS = {Likeness.ALIKE: numbers.alike, Likeness.CHANGED: numbers.changed}
# As far as a number tells, the nearest first.
NEAREST = (
    Likeness.SAME,
    Likeness.CHANGED,
    Likeness.ALIKE,
    Likeness.VOIDED,
    Likeness.OTHER,
)


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def _look_up_numbers(self, ask):
        """All that QuickBooks has under the numbers of these jobs.

        :param ask: runs ``function(client)``
        :return: list of ``ObjectState``
        """
        asked = {}
        for job in self:
            for object_type in qb_objects.numbered_alike(job.object_type):
                number = job._sent_transaction().number
                asked.setdefault(object_type, set()).add(number)
        return [
            state
            for object_type, wanted in asked.items()
            for state in self._read_all(ask, object_type, lookup.with_numbers(wanted))
        ]

    def _settle_numbers(self, connection, found):
        """Adopt what is ours, step aside from what was ours, or say who has the number.

        ``found`` is in the mirror already.
        """
        holders = self.env["quickbooks.object"]._holders(connection, found)
        adopted, taken = {}, set()
        for job in self:
            state, likeness = job._nearest(found)
            if state is None:
                job._set_problem(job._problem())
                continue
            key = (state.type, state.qb_id)
            owner = None if key in taken else holders.get(key)
            is_free = key not in taken and owner in (None, job._record())
            is_new = not job._sent_id()
            if likeness is Likeness.SAME and is_free and is_new:
                adopted[job] = state
                taken.add(key)
            elif likeness is Likeness.VOIDED and job._record()._qb_number_again():
                job._start_over()
            elif likeness in PROBLEMS and is_free and is_new:
                job._set_problem(job._number_problem(state, likeness))
            else:
                job._set_problem(job._number_taken(state, owner))
        same = self.browse([job.id for job in adopted])
        same.changed = True  # its lines may be of another day: once more, as an update
        same._settle_done(connection, adopted)

    def _nearest(self, found):
        """Who among these has the number: as like as possible to what was sent.

        :return: (state, likeness); (None, None) where nobody is found
        """
        sent = self._sent_transaction()
        ranked = []
        for state in found:
            if state.number != sent.number:
                continue
            # Two carriers may well use the same number.
            is_party = qb_objects.party_id(state) == sent.party_id
            likeness = self._likeness(state)
            rank = (
                NEAREST.index(likeness),
                not is_party,
                state.type != sent.type,
                len(state.qb_id),
                state.qb_id,
            )
            ranked.append((rank, state, likeness))
        if not ranked:
            return None, None
        _rank, state, likeness = min(ranked, key=lambda entry: entry[0])
        return state, likeness

    # -- what is said about it -----------------------------------------------------

    def _number_problem(self, state, likeness):
        """Something that may be this one; a person decides."""
        return PROBLEMS[likeness](*self._shown(state))

    def _number_taken(self, state, owner):
        """Something else.

        :param owner: the record here that it is linked to, or None
        """
        shown, place = self._shown(state)
        if owner:
            return numbers.held_here(shown, owner.display_name, place)
        return numbers.taken(shown, place)

    def _shown(self, state):
        """What a person needs to know an object of QuickBooks by, and its place."""
        objects = self.env["quickbooks.object"]
        if not objects._find(self.connection_id, state.type, state.qb_id):
            objects._store(self.connection_id, [state])
        found = objects._find(self.connection_id, state.type, state.qb_id)
        return {
            "type": state.type,
            "number": state.number,
            "party": found._party().name or "?",
            "date": state.date or "?",
            "total": f"{state.total} {state.currency}".strip(),
        }, Place(found._name, found.id, state.number)

    # -- what a person decides -----------------------------------------------------

    def _check_number_open(self, found):
        """Of two who decide at once, the second to write the job is repeated, and finds
        it decided.

        :param found: the object of QuickBooks that it is about
        :raises UserError: where somebody else, or the worker, has decided already
        """
        self.ensure_one()
        problem = self._problem()
        if (
            self.state != "failed"
            or not problem
            or problem.code not in numbers.PROBLEMS
            or problem.place.id != found.id
        ):
            raise UserError(
                self.env._(
                    "%(name)s does not wait for a number any more: somebody has"
                    " decided already.",
                    name=self.record_name,
                )
            )
        return problem

    def _link_found(self, found):
        """It is the same: the object in QuickBooks belongs to this record from now on,
        and what is here goes over it.

        :param found: the object that the user has seen
        :raises UserError: where it cannot be the same, or is another record's by now
        """
        problem = self._check_number_open(found)
        if problem.code not in numbers.LINKABLE:
            raise UserError(
                self.env._(
                    "What QuickBooks has under this number is another document. Give"
                    " this one another number."
                )
            )
        owner = found._record()
        if owner and owner != self._record():
            raise UserError(
                self.env._(
                    "%(type)s %(number)s in QuickBooks belongs to %(owner)s by now.",
                    type=found.type,
                    number=found.number,
                    owner=owner.display_name,
                )
            )
        found.write({"res_model": self.res_model, "res_id": self.res_id})
        self._start_over()
        self._set_record_status("pending")
        self._record()._qb_log(
            self.env._(
                "Linked to %(type)s %(number)s (%(id)s), which QuickBooks had already."
                " It is brought up to date and not made again.",
                type=found.type,
                number=found.number,
                id=found.qb_id,
            )
        )
        self.connection_id._wake()

    def _renumber(self, found, number):
        """This one goes to QuickBooks under another number.

        :param found: the object that the user has seen
        :raises UserError: where the number cannot be used
        """
        self._check_number_open(found)
        record = self._record()
        limits = self._provider().limits
        record._qb_renumber(number, limits.number_of(self.object_type))
        self._start_over()
        self._set_record_status("pending")
        record._qb_log(
            self.env._("Number in QuickBooks changed to %(number)s.", number=number)
        )
        self.connection_id._wake()
