# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks refused because of a name or a version, looked up and solved."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import matching, objects, outcomes
from ..lib.online import lists
from ..lib.online import read as online_read
from .quickbooks_job_settle import NAME_HOLDERS, PARTY_TYPES


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    @api.model
    def _to_look_up(self, connection, limit=30):
        return self._head(
            connection,
            SQL("lookup IS NOT NULL AND next_attempt_at <= %s", fields.Datetime.now()),
            SQL("id"),
            limit,
        )

    def _look_up(self, ask):
        """What QuickBooks has under the names and ids these jobs stumbled over.

        :param ask: runs ``function(client)``
        :return: list of ``ObjectState``
        """
        wanted = self._names_to_look_up()
        statements = [
            (object_type, online_read.name_lookup_statement(object_type, wanted))
            for object_type in PARTY_TYPES
            if wanted
        ] + [
            (object_type, online_read.id_lookup_statement(object_type, ids))
            for object_type, ids in self._ids_to_look_up().items()
        ]
        found = []
        for object_type, statement in statements:
            found += self._read_query(ask, object_type, statement, whole=True)
        found += self.filtered(lambda job: job.lookup == "number")._look_up_numbers(ask)
        known = {objects.taken_name(state).casefold() for state in found}
        hidden = sorted(name for name in wanted if name.casefold() not in known)
        return found + self._look_for_other_case(ask, hidden)

    def _names_to_look_up(self):
        """The names that were refused because somebody has them."""
        return {
            job._sent_name() for job in self.filtered(lambda job: job.lookup == "name")
        }

    def _ids_to_look_up(self):
        """The ids of what is there in another version: ``{type: ids}``; none for what
        was unlinked meanwhile."""
        stale = self.filtered(lambda job: job.lookup == "version")
        ids = {}
        for there in stale._there().values():
            ids.setdefault(there.type, []).append(there.qb_id)
        return ids

    @api.model
    def _read_query(self, ask, object_type, statement, whole=False):
        """The objects of a type that a query finds.

        :param ask: runs ``function(client)``
        :param whole: with their raw text
        """
        answer = ask(lambda client: client.query(statement))
        return online_read.query_objects(object_type, answer, whole)

    @api.model
    def _look_for_other_case(self, ask, wanted):
        """Objects whose names differ from these in case only.

        QuickBooks takes them for the same (6240), and finds them with LIKE only.
        """
        statements = {
            f"{object_type[0]}{number}": (
                object_type,
                online_read.name_like_statement(object_type, name),
            )
            for number, name in enumerate(wanted)
            for object_type in PARTY_TYPES
        }
        found, keys = [], list(statements)
        for start in range(0, len(keys), lists.MAX_QUERIES):
            asked = {
                key: statements[key][1]
                for key in keys[start : start + lists.MAX_QUERIES]
            }
            answer = ask(lambda client, asked=asked: client.queries(asked))
            results = online_read.query_results(answer, asked)
            for key, result in results.items():
                if isinstance(result, dict):
                    found += online_read.query_objects(statements[key][0], result)
        return found

    def _still_to_look_up(self):
        """Those that nobody has cancelled or linked while QuickBooks was asked."""
        return self.exists().filtered(lambda job: job.state == "pending" and job.lookup)

    def _settle_look_up(self, connection, found):
        """Adopt our own object, step aside from another's, or say what is wrong."""
        by_id = {(state.type, state.qb_id): state for state in found}
        by_name = {
            (state.type, objects.taken_name(state).casefold()): state for state in found
        }
        jobs = self._still_to_look_up()
        by_version = jobs.filtered(lambda job: job.lookup == "version")
        by_number = jobs.filtered(lambda job: job.lookup == "number")
        jobs.lookup = False
        edited = by_version._settle_versions(connection, by_id)
        # Current versions; and who has a name, to be chosen where that needs a person.
        self.env["quickbooks.object"]._store(
            connection, [state for state in found if state not in edited]
        )
        adopted = {}
        by_number._settle_numbers(connection, found)
        for job in jobs - by_version - by_number:
            state, problem = job._resolve_name(connection, by_name)
            first = next((other for other in adopted if adopted[other] is state), None)
            if first:
                problem = outcomes.name_held(
                    state.name, first.record_name, job._place()
                )
            if problem:
                job._set_problem(problem)
            elif state:
                adopted[job] = state
        self._settle_done(connection, adopted)
        self._set_status_adopted(connection, adopted)

    def _set_status_adopted(self, connection, adopted):
        """Who was found in QuickBooks was not sent: it may be known there otherwise.

        That is about customers and vendors; an item has its mapping.
        """
        for job, state in adopted.items():
            if job.state == "done" and job.object_type in PARTY_TYPES:
                self.env["quickbooks.match"]._set_status_linked(
                    connection,
                    job.object_type,
                    {
                        job._record(): matching.listed_contact(
                            0, state.name, state.extra
                        )
                    },
                )

    def _resolve_name(self, connection, by_name):
        """Who has the name: our own customer, or somebody else.

        :return: (state to adopt or None, problem or None); with neither, the job goes
            on under another name
        """
        self.ensure_one()
        name = self._sent_name()
        own = by_name.get((self.object_type, name.casefold()))
        if own:
            return self._resolve_own_type(connection, own)
        others = [by_name.get((other, name.casefold())) for other in NAME_HOLDERS]
        if self.alias or not any(others):
            return None, outcomes.name_in_use(name, self._place())
        suffix = connection._suffix(self.object_type)
        self.alias = self._provider().suffixed(name, suffix)
        return None, None

    def _resolve_own_type(self, connection, own):
        """The customer or vendor that has the name: ours where nothing is against it.

        :return: as `_resolve_name`
        """
        found = self.env["quickbooks.object"]._find(connection, own.type, own.qb_id)
        holder = found._record()
        name = objects.taken_name(own)
        if not own.active:
            return None, outcomes.inactive(name, self._place())
        if holder and holder != self._record():
            return None, outcomes.name_held(name, holder.display_name, self._place())
        if own.extra.get("parent_id") and not holder:
            return None, outcomes.sub_customer(own.full_name, self._place())
        return own, None
