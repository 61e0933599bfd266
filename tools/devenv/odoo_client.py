# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo as a signed-in user's browser sees it."""

import requests

from .console import Failure

_TIMEOUT = 120


class OdooClient:
    """One user's session with the Odoo at `url`.

    `context`: of every call, such as the companies that are chosen.
    """

    def __init__(self, url, database, login, password):
        self._url = url
        self.context = {}
        self.http = requests.Session()
        # A proxy of this machine has nothing to do with its loopback address.
        self.http.trust_env = False
        self._post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": password},
        )

    def call(self, model, method, *args, **kwargs):
        """The result of a public method of a model.

        Raises Failure with the sentence that Odoo would show the user.
        """
        kwargs["context"] = {**self.context, **kwargs.get("context", {})}
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def create(self, model, values, **context):
        """Create a record; returns its id."""
        return self.call(model, "create", [values], context=context)[0]

    def read(self, model, ids, *fields):
        """Values of the records `ids`, as dictionaries."""
        return self.call(model, "read", ids, list(fields))

    def find(self, model, domain):
        """Id of the first record that `domain` matches, or None."""
        found = self.call(model, "search", domain, limit=1)
        return found[0] if found else None

    def ensure(self, model, values):
        """Id of the record named `values["name"]`, made when there is none."""
        found = self.find(model, [("name", "=", values["name"])])
        return found or self.create(model, values)

    def _post(self, path, params):
        answer = self.http.post(
            self._url + path,
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=_TIMEOUT,
        )
        answer.raise_for_status()
        body = answer.json()
        if "error" in body:
            data = body["error"].get("data", {})
            raise Failure(f"Odoo says: {data.get('message') or body['error']}")
        return body.get("result")  # none where the method returns nothing
