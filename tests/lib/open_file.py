# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company file of the QuickBooks Desktop simulator, as the library uses it."""

from dataclasses import replace

from quickbooks_simulator.desktop import CompanyFile, hcp
from tms_quickbooks.lib.desktop import host, queries, read, render
from tms_quickbooks.lib.documents import Ref

from .builders import NUMBERS
from .qbxml_schema import judge

VERSION = "13.0"


class OpenFile:
    """A company file that is open in QuickBooks, and the way our sessions use it.

    :ivar profile: what the Web Connector tells of it
    """

    def __init__(self, company, **changes):
        self.file = CompanyFile(company=company)
        self.file.change(**changes)
        profile = host.host(hcp.host(self.file, "").response).profile
        added = self.ask(queries.custom_fields_query())
        self.profile = replace(
            profile,
            custom_fields=profile.custom_fields
            + tuple((state.qb_id, state.name) for state in added),
        )

    def ask(self, asked):
        """The objects that questions find."""
        found = read.query_answers(self._process(render.query_body(asked, VERSION)))
        problems = [answer.problem for answer in found.values() if answer.problem]
        assert not problems, problems
        return [state for answer in found.values() for state in answer.states]

    def states(self, type, us=True):
        """A whole list."""
        return self.ask(queries.list_query(type, type, limit=9999, us=us))

    def refs(self, type, kind=""):
        """References to the objects of a list; of accounts to those of a kind."""
        return [
            Ref(state.qb_id, state.full_name, kind=state.extra.get("account_type", ""))
            for state in self.states(type)
            if state.active and kind in ("", state.extra.get("account_type"))
        ]

    def ref(self, type, name):
        """A reference to the object of this name."""
        [found] = [ref for ref in self.refs(type) if ref.name == name]
        return found

    def send(self, *documents, given=frozenset()):
        """What became of each document, sent in one message set."""
        ids = [str(number) for number in range(len(documents))]
        items = [
            render.batch_item(document, item_id, self.profile, given)
            for item_id, document in zip(ids, documents, strict=True)
        ]
        body = render.batch_body(items, f"test-{next(NUMBERS)}", "", VERSION)
        return list(read.set_answer(self._process(body), ids).results.values())

    def _process(self, body):
        judge(body)
        return self.file.process(body)
