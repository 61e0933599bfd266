# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The matching itself: many contacts against all of QuickBooks' names at once."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from psycopg2.extras import Json

from odoo import api, models
from odoo.tools import SQL

from ..lib import objects
from ..lib.matching import Directory, compare, listed_contact
from ..lib.traits import same_in_quickbooks
from .quickbooks_match_list import MATCHED_AT_ONCE, PROPOSED_FROM

# Contacts matched in one transaction: seconds of work, then documents have their turn.
CHUNK = 2000
# A customer of another contact is worth telling from this score on.
TOLD_FROM = 90
SHARING_NAMES = ("Customer", "Vendor", "Employee", "OtherName")


@dataclass(slots=True)
class Listed:
    """A customer, vendor or employee of QuickBooks."""

    id: int
    type: str
    name: str
    full_name: str
    active: bool
    owner_id: int | None
    parent_id: str | None


@dataclass(slots=True)
class Outcome:
    """What became of one contact."""

    state: str
    reasons: list = field(default_factory=list)
    object_id: int | None = None
    score: int = 0
    candidates: list = field(default_factory=list)


class QuickbooksMatch(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.match"

    @api.model
    def _match_soon(self, connection):
        """Match those that are due: a few at once, many by the worker.

        :return: how many are left to the worker
        """
        due = self._due(connection, MATCHED_AT_ONCE + 1)
        if len(due) > MATCHED_AT_ONCE:
            connection._wake()
            return self.search_count(
                [("connection_id", "=", connection.id), ("stale", "=", True)]
            )
        for role, group in due.grouped("role").items():
            group._match(connection, role)
        return 0

    @api.model
    def _match_due(self, connection):
        """The worker's part: the next of those that are due.

        :return: how many were matched
        """
        due = self._due(connection, CHUNK)
        for role, group in due.grouped("role").items():
            group._match(connection, role)
        if due and not self._due(connection, 1):
            self._tell_done(due)
        return len(due)

    @api.model
    def _due(self, connection, limit):
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM quickbooks_match WHERE connection_id = %s AND stale"
                " ORDER BY role, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
                connection.id,
                limit,
            )
        )
        return self.browse([match_id for (match_id,) in rows])

    def _tell_done(self, matched):
        """Tell those who asked for it."""
        for user in matched.write_uid - self.env.ref("base.user_root"):
            user._bus_send(
                "simple_notification",
                {
                    "type": "success",
                    "message": self.with_context(lang=user.lang).env._(
                        "Contacts are matched with QuickBooks. Reload the list to see"
                        " who is proposed."
                    ),
                },
            )

    # -- one list of contacts ------------------------------------------------------

    def _match(self, connection, role):
        """Match these contacts of one role; link who has the very same name.

        The same name is what QuickBooks itself takes for the same: case and blanks
        make no difference to it (code 6240). Other differences, such as a comma or
        "Inc", are proposed and never decided here.
        """
        book = self._book(connection)
        provider, suffix = connection._provider(), connection._suffix(role)
        directory = Directory(book.contacts(role, suffix))
        namesakes = self._namesakes(connection, role)
        other_role = self._names_of_other_role(connection, role)
        outcomes, links = {}, {}
        for match in self:
            contact = match.partner_id._qb_contact()
            outcome = match._judge(
                contact,
                book,
                directory,
                namesakes[same_in_quickbooks(provider.list_name(contact.names[0]))],
            )
            if outcome.state == "linked":
                links[match] = self.env["quickbooks.object"].browse(outcome.object_id)
                # Until it is.
                outcome.state = "proposed"
            qb_name = self._name_if_created(
                connection, contact.names[0], role, book, other_role
            )
            if outcome.state == "new" and book.is_listed(qb_name):
                outcome.state = "conflict"
                outcome.reasons = [("taken", {"name": qb_name})]
            outcomes[match] = outcome, qb_name
        self._store_outcomes(outcomes)
        if links:
            self.browse([match.id for match in links])._link_silently(
                connection, role, links, by_hand=False
            )
        self._mark_rivals(connection, role)

    def _judge(self, contact, book, directory, namesakes):
        """Who in QuickBooks a contact is, as far as it can be told.

        :param namesakes: how many contacts of this role have its name
        """
        role = self.role
        if not same_in_quickbooks(contact.names[0]):
            return Outcome("conflict", [("no_name", {})])
        found = directory.find(contact)
        free = [
            candidate
            for candidate in found
            if book.listed[candidate.id].owner_id in (None, self.partner_id.id)
        ]
        rows = [
            (candidate.id, candidate.score, book.say(candidate)) for candidate in free
        ]
        holder = book.holder(role, contact.names[0])
        if holder and holder.owner_id not in (None, self.partner_id.id):
            return Outcome("conflict", [book.held(holder)], candidates=rows)
        if holder and not holder.active:
            said = ("inactive", {"name": holder.name})
            return Outcome("conflict", [said], candidates=rows)
        if namesakes > 1:
            best = holder and compare(contact, book.contact(holder.id))[0]
            return Outcome(
                "conflict",
                [("namesakes", {"count": namesakes})],
                holder and holder.id,
                best or 0,
                rows,
            )
        if holder:
            score, codes = compare(contact, book.contact(holder.id))
            state = "proposed" if holder.parent_id or self.by_hand else "linked"
            said = book.reasons(holder, codes)
            return Outcome(state, said, holder.id, score, rows)
        if free and free[0].score >= PROPOSED_FROM:
            return Outcome("proposed", rows[0][2], rows[0][0], rows[0][1], rows)
        taken = next((one for one in found if one not in free), None)
        if taken and taken.score >= TOLD_FROM:
            return Outcome(
                "conflict", [book.held(book.listed[taken.id])], candidates=rows
            )
        return Outcome("new", [("nobody", {})], candidates=rows)

    def _name_if_created(self, connection, name, role, book, other_role):
        """The name a contact would get, with the suffix where the name is taken."""
        provider = connection._provider()
        own = provider.list_name(name)
        if not own:
            return ""
        is_taken = book.is_taken_by_others(role, own) or (
            same_in_quickbooks(own) in other_role
        )
        return provider.suffixed(own, connection._suffix(role)) if is_taken else own

    def _store_outcomes(self, outcomes):
        """Write what was found, in a fixed number of statements."""
        self.env.cr.execute_values(
            "UPDATE quickbooks_match AS match SET state = found.state,"
            " object_id = found.object_id, score = found.score,"
            " reasons = found.reasons, qb_name = found.qb_name, stale = false,"
            " matched_at = now() AT TIME ZONE 'UTC'"
            " FROM (VALUES %s) AS found(id, state, object_id, score, reasons, qb_name)"
            " WHERE match.id = found.id",
            [
                (
                    match.id,
                    outcome.state,
                    outcome.object_id,
                    outcome.score,
                    Json(outcome.reasons),
                    qb_name,
                )
                for match, (outcome, qb_name) in outcomes.items()
            ],
            template="(%s, %s, %s::int, %s, %s::jsonb, %s)",
            page_size=len(outcomes),
        )
        self.env.execute_query(
            SQL(
                "DELETE FROM quickbooks_match_candidate WHERE match_id = ANY(%s)"
                " RETURNING id",
                self.ids,
            )
        )
        rows = [
            (match.id, match.company_id.id, object_id, score, Json(reasons))
            for match, (outcome, _name) in outcomes.items()
            for object_id, score, reasons in outcome.candidates
        ]
        if rows:
            self.env.cr.execute_values(
                "INSERT INTO quickbooks_match_candidate"
                " (match_id, company_id, object_id, score, reasons) VALUES %s",
                rows,
                template="(%s, %s, %s, %s, %s::jsonb)",
                page_size=len(rows),
            )
        self.invalidate_model()
        self.candidate_ids.invalidate_model()

    # -- what it is compared with --------------------------------------------------

    @api.model
    def _book(self, connection):
        """All names of QuickBooks' customers, vendors and employees, in one query."""
        self.env["quickbooks.object"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT found.id, found.type, found.name, found.full_name, found.active,
                       owner.id, found.details ->> 'parent_id', found.details
                  FROM quickbooks_object AS found
                  LEFT JOIN res_partner AS owner
                    ON found.res_model = 'res.partner' AND owner.id = found.res_id
                 WHERE found.connection_id = %s AND found.type = ANY(%s)
                   AND NOT COALESCE(found.gone, false)
                """,
                connection.id,
                list(SHARING_NAMES),
            )
        )
        owners = self.env["res.partner"].browse({row[5] for row in rows if row[5]})
        return Book(rows, owners)

    @api.model
    def _namesakes(self, connection, role):
        """How many contacts on the list have each name."""
        return Counter(
            same_in_quickbooks(name) for name in self._names_on_list(connection, role)
        )

    @api.model
    def _names_of_other_role(self, connection, role):
        """Names that QuickBooks will have by then: customers are created first."""
        if role == "Customer":
            return frozenset()
        return frozenset(
            same_in_quickbooks(name)
            for name in self._names_on_list(
                connection,
                "Customer",
                SQL("match.state IN ('waiting', 'new', 'creating')"),
            )
        )

    @api.model
    def _names_on_list(self, connection, role, condition=None):
        """The names of the contacts as QuickBooks would list them."""
        rows = self.env.execute_query(
            SQL(
                "SELECT partner.name FROM quickbooks_match AS match"
                " JOIN res_partner AS partner ON partner.id = match.partner_id"
                " WHERE match.connection_id = %s AND match.role = %s AND %s",
                connection.id,
                role,
                condition or SQL("true"),
            )
        )
        provider = connection._provider()
        return [provider.list_name(name or "") for (name,) in rows]


class Book:
    """The names of one QuickBooks company: who has them, and who they belong to here.

    :param rows: id, type, name, full name, active, owner, parent, details of each
    """

    def __init__(self, rows, owners):
        self.listed = {}
        self._details = {}
        self._owners = owners
        self._holders = defaultdict(dict)
        for *values, details in rows:
            one = Listed(*values)
            self.listed[one.id] = one
            self._details[one.id] = details or {}
            taken = objects.plain_name(one.name or "", one.active)
            self._holders[same_in_quickbooks(taken)][one.type] = one

    def contact(self, object_id, suffix=""):
        one = self.listed[object_id]
        return listed_contact(one.id, one.name, self._details[one.id], suffix)

    def contacts(self, role, suffix):
        """Those of one role that are active, to be found by what they look like."""
        return (
            self.contact(one.id, suffix)
            for one in self.listed.values()
            if one.type == role and one.active
        )

    def holder(self, role, name):
        """Who of this role has a name in QuickBooks, or None."""
        return self._holders.get(same_in_quickbooks(name), {}).get(role)

    def is_listed(self, name):
        """Whether anybody has a name."""
        return same_in_quickbooks(name) in self._holders

    def is_taken_by_others(self, role, name):
        """Whether somebody of another role has a name."""
        return bool(self._holders.get(same_in_quickbooks(name), {}).keys() - {role})

    def held(self, one):
        """The reason that it belongs to another contact here."""
        owner = self._owners.browse(one.owner_id)
        return ("held", {"name": one.full_name, "owner": owner.display_name})

    def reasons(self, one, codes):
        said = [(code, {}) for code in codes]
        if one.parent_id:
            said.append(("child", {"full_name": one.full_name}))
        return said

    def say(self, candidate):
        return self.reasons(self.listed[candidate.id], candidate.reasons)
