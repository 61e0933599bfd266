# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts here and customers and vendors in QuickBooks, to be matched."""

import json

from ..lib.online import read as online_read
from .common import QuickbooksCase

RANKS = {"Customer": "customer_rank", "Vendor": "supplier_rank"}


class MatchCase(QuickbooksCase):
    """A connection whose customers and vendors are known here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matches = cls.env["quickbooks.match"]

    def _listed(self, name, object_type="Customer", **values):
        """A customer or vendor made in QuickBooks and brought here."""
        body = {"DisplayName": name, **values}
        answer = self._ask(
            lambda client: client.post(
                client._url(object_type.lower()), json.dumps(body)
            )
        )
        return self._bring(object_type, answer[object_type])

    def _bring(self, object_type, data):
        state = online_read.object_state(object_type, data)
        self.env["quickbooks.object"]._store(self.connection, [state])
        return self.env["quickbooks.object"]._find(
            self.connection, object_type, state.qb_id
        )

    def _change(self, found, **values):
        """As when somebody changes it in QuickBooks; not brought here."""
        now = self._in_quickbooks(found.type, found.qb_id)
        body = {"Id": now["Id"], "SyncToken": now["SyncToken"], "sparse": True}
        return self._ask(
            lambda client: client.post(
                client._url(found.type.lower()), json.dumps({**body, **values})
            )
        )[found.type]

    def _partner(self, name, role="Customer", **values):
        return self.env["res.partner"].create(
            {"name": name, "is_company": True, RANKS[role]: 1, **values}
        )

    def _matched(self, partners, role="Customer"):
        """Their matches, after everything is matched as the page does it."""
        self.matches._action_open(role)
        return self._match_of(partners, role)

    def _match_of(self, partners, role="Customer"):
        found = self.matches.search(
            [
                ("connection_id", "=", self.connection.id),
                ("role", "=", role),
                ("partner_id", "in", partners.ids),
            ]
        ).sorted(lambda match: partners.ids.index(match.partner_id.id))
        self.assertEqual(found.partner_id, partners)
        return found

    def _count_in_quickbooks(self, name, object_type="Customer"):
        return sum(
            found["DisplayName"].casefold() == name.casefold()
            for found in self._all_in_quickbooks(object_type)
        )

    def _said(self, partner):
        return " ".join(partner.message_ids.mapped("body"))
