# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company of the QuickBooks Online simulator, as the library uses it."""

from tms_quickbooks.lib.documents import Ref
from tms_quickbooks.lib.online import auth, read, render
from tms_quickbooks.lib.online.client import Client
from tms_quickbooks.lib.online.pace import Pace

from .builders import NUMBERS


class Company:
    """One QuickBooks company of the simulator, and the way our jobs use it."""

    def __init__(self, simulator, realm):
        self.realm = realm
        self.simulator = simulator
        credentials = simulator.credentials(realm)
        # Nobody else calls the simulator, and it was told to take any number of calls.
        self.client = Client(
            f"{simulator.url}/v3",
            realm,
            credentials["access_token"],
            pace=Pace(limit=None),
        )
        self.app = auth.OAuthApp(
            credentials["client_id"],
            credentials["client_secret"],
            "http://127.0.0.1/quickbooks/oauth/callback",
            f"{simulator.url}/.well-known/openid_configuration",
        )
        self.refresh_token = credentials["refresh_token"]

    @property
    def profile(self):
        return read.profile(self.client.company_info(), self.client.preferences())

    def first(self, kind, where=""):
        page = next(self.client.pages(kind, where))
        return read.object_state(kind, page[0])

    def ref(self, kind, where=""):
        return Ref(self.first(kind, where).qb_id)

    def send(self, *sent, request_id=None):
        """The result of each document, sent in one batch."""
        profile = self.profile
        ids = [str(n) for n in range(len(sent))]
        body = render.batch_body(
            render.batch_item(document, item_id, profile)
            for item_id, document in zip(ids, sent, strict=True)
        )
        request_id = request_id or f"test-{next(NUMBERS)}"
        answer = self.client.batch(body, request_id)
        return list(read.batch_results(answer, ids).values())

    def shown(self, ids):
        """Objects as questions find them, whole: ``{(type, id): state}``.

        :param ids: lists of ids by type
        """
        asked = {kind: read.id_lookup_statement(kind, ids[kind]) for kind in ids}
        answers = read.query_results(self.client.queries(asked), asked)
        return {
            (kind, state.qb_id): state
            for kind in asked
            for state in read.query_objects(kind, answers[kind], whole=True)
        }
