# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What has changed in a company file, asked for in the sessions of the Web Connector.

One set of questions for everything: customers and vendors, transactions, and what was
deleted. What does not come with its answer comes between documents.
"""

from datetime import datetime

from odoo import models
from odoo.tools import SQL

from ..lib.desktop import queries
from ..lib.objects import TRANSACTIONS
from .quickbooks_connection_settings import TYPES_OF_PUSH
from .quickbooks_pull import PARTY_SETTINGS, aware
from .quickbooks_pull_desktop import OFFICE_CLOCKS

# The questions for what has changed on a list, and for what was deleted from it.
CHANGED, DELETED = "changed-", "deleted-"


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    # -- which types ---------------------------------------------------------------

    def _noticed_types(self):
        """For QuickBooks Desktop, which has them on the same computer: without those
        that nobody sends, wants, or has here."""
        if not self._is_desktop():
            return super()._noticed_types()
        noticed = {each for each in TRANSACTIONS if self._pulls(each)}
        for setting, types in TYPES_OF_PUSH.items():
            if self[setting] != "none":
                noticed |= types
        return (*self._noticed_parties(), *sorted(noticed | self._bound_types()))

    def _noticed_parties(self):
        return [
            party
            for party, setting in PARTY_SETTINGS.items()
            if self[setting] != "none" or self._pulls(party)
        ]

    def _bound_types(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT type FROM unnest(%s) AS noticed (type) WHERE EXISTS ("
                " SELECT FROM quickbooks_object AS object"
                " WHERE object.connection_id = %s AND object.type = noticed.type"
                " AND object.res_model IS NOT NULL)",
                sorted(TRANSACTIONS),
                self.id,
            )
        )
        return {row[0] for row in rows}

    # -- a look --------------------------------------------------------------------

    def _is_look_due(self):
        return self._changes_due() and not (self.changes_left or self._is_looking())

    def _begin_look(self):
        """Have what has changed asked for with the next question, where that is due."""
        if not self._is_look_due():
            return
        since = self.changes_at - OFFICE_CLOCKS
        types = self._noticed_types()
        self.env["quickbooks.pull"]._read_since(
            self,
            [each for each in types if each in TRANSACTIONS],
            since,
            catches_up=True,
        )
        parties = [each for each in types if each in PARTY_SETTINGS]
        self.write(
            {
                "changes_checked_at": self._clock(),
                "changes_left": dict.fromkeys(parties, since.isoformat()) or False,
            }
        )

    def _party_requests(self):
        """What to ask of customers and vendors."""
        requests = []
        for party, moment in (self.changes_left or {}).items():
            since = aware(datetime.fromisoformat(moment))
            requests += queries.list_query(party, CHANGED + party, since=since)
            requests += queries.deleted_query([party], DELETED + party, since)
        return requests

    def _take_parties(self, answers):
        """What has changed of customers and vendors; before the lists show them, by
        which new ones would be known."""
        for party in list(self.changes_left or {}):
            changed = answers.get(CHANGED + party)
            if changed is None:
                continue
            deleted = answers.get(DELETED + party)
            lost = self._known_of(party, deleted.states if deleted else ())
            self._notice([*changed.states, *lost], "session")
            if changed.problem or changed.remaining:
                self.lists_updated_at = False  # they tell the rest
            left = {key: at for key, at in self.changes_left.items() if key != party}
            self.changes_left = left or False

    def _known_of(self, object_type, states):
        """Those of these that are taken here for something QuickBooks has."""
        known = self.env["quickbooks.object"].search_fetch(
            [
                ("connection_id", "=", self.id),
                ("type", "=", object_type),
                ("qb_id", "in", [state.qb_id for state in states]),
                ("active", "in", (True, False)),
                ("gone", "=", False),
            ],
            ["qb_id"],
        )
        ids = set(known.mapped("qb_id"))
        return [state for state in states if state.qb_id in ids]

    def _notice(self, states, noticed_by):
        """As before; it is taken by the scheduled job, so that the Web Connector does
        not wait for it."""
        result = super()._notice(states, noticed_by)
        if self._is_desktop() and self._is_any_pending("quickbooks.change"):
            self._wake()
        return result

    def _end_look_of_session(self):
        """Everything is here up to the moment that the last of the types has reached.

        What QuickBooks has not told of a type is asked for again with the next look.
        """
        looks = self.reading_ids.filtered("catches_up")
        if not looks or self.changes_left or looks._under_way():
            return
        reached = min(
            pull.current_at if pull.state == "done" else pull.since for pull in looks
        )
        self.changes_at = max(self.changes_at, reached)
        looks.catches_up = False
