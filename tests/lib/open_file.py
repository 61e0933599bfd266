# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company file of the QuickBooks Desktop simulator, as the library uses it."""

from dataclasses import replace

from quickbooks_simulator.desktop import CompanyFile, hcp
from tms_quickbooks.lib.desktop import host, queries, read, render
from tms_quickbooks.lib.documents import Ref

from .builders import NUMBERS
from .desktop_requests import VERSION
from .qbxml_schema import judge


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

    def answers(self, asked):
        """What questions find: ``{request id: QueryAnswer}``."""
        return read.query_answers(self.process(render.query_body(asked, VERSION)))

    def ask(self, asked):
        """The objects that questions find."""
        found = self.answers(asked)
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

    def body(self, *documents, set_id, given=frozenset()):
        """The bytes of a message set with these documents, which it counts from 1."""
        items = [
            render.batch_item(document, str(number), self.profile, given)
            for number, document in enumerate(documents, start=1)
        ]
        return render.batch_body(items, set_id, "", VERSION)

    def send(self, *documents, given=frozenset()):
        """What became of each document, sent in one message set."""
        set_id = f"test-{next(NUMBERS)}"
        body = self.body(*documents, set_id=set_id, given=given)
        ids = [str(number) for number in range(1, len(documents) + 1)]
        answer = read.set_answer(self.process(body), ids)
        assert (answer.set_id, answer.status) == (set_id, "0")
        return list(answer.results.values())

    def shown(self, ids):
        """Objects as questions find them, whole: ``{(type, id): state}``.

        :param ids: lists of ids by type
        """
        asked = [
            each
            for kind in ids
            for each in queries.ids_query(kind, ids[kind], whole=True)
        ]
        answer = self.process(render.query_body(asked, VERSION))
        return {
            (state.type, state.qb_id): state
            for found in read.query_answers(answer, whole=True).values()
            for state in found.states
        }

    def process(self, body):
        """What QuickBooks answers to a message set."""
        judge(body)
        return self.file.process(body)
