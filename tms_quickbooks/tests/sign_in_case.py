# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Somebody signs in at Intuit's page and comes back."""

from urllib.parse import parse_qs, urlsplit

import requests

from odoo import http
from odoo.tests import HttpCase, new_test_user

from .common import WithSimulator


class SignInCase(WithSimulator, HttpCase):
    """A manager and a connection that nobody has signed in for yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.realms = cls._realms_of("accountant")
        cls.company = cls.env["res.company"].create({"name": "Lone Star Freight"})
        cls.manager = cls._user("bookkeeper", cls.company)
        cls.connection = cls._draft(cls.company)

    @classmethod
    def _realms_of(cls, user):
        """The companies a user of QuickBooks may choose from, by name."""
        rows = cls.sim.store.rows("SELECT realm FROM member WHERE user = ?", user)
        realms = [row["realm"] for row in rows]
        return {cls.sim.company(realm).name: realm for realm in realms}

    @classmethod
    def _user(cls, login, company):
        return new_test_user(
            cls.env,
            login,
            groups="tms_quickbooks.group_quickbooks_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            password=login,
        )

    @classmethod
    def _draft(cls, company, **vals):
        application = cls.sim.application
        return cls.env["quickbooks.connection"].create(
            {
                "name": f"Books of {company.name}",
                "company_id": company.id,
                "environment": "simulator",
                "simulator_url": cls.sim.url,
                "client_id": application.client_id,
                "client_secret": application.client_secret,
                **vals,
            }
        )

    def _start(self, connection=None, user=None):
        """Click Connect; returns the address at Intuit the browser is sent to."""
        connection = connection or self.connection
        return connection.with_user(user or self.manager).action_connect()["url"]

    def _wizard(self, company=None, user=None, **vals):
        """The wizard, filled in by a manager, for a company without a connection."""
        application = self.sim.application
        return (
            self.env["quickbooks.connect"]
            .with_user(user or self.manager)
            .create(
                {
                    "company_id": (company or self.company).id,
                    "connection_id": False,
                    "environment": "simulator",
                    "simulator_url": self.sim.url,
                    "client_id": application.client_id,
                    "client_secret": application.client_secret,
                    **vals,
                }
            )
        )

    def _at_intuit(
        self,
        url,
        company="Lone Star Freight LLC",
        decision="connect",
        user="maria",
    ):
        """Sign in at Intuit; returns the address the browser is sent back to."""
        asked = {
            key: values[0] for key, values in parse_qs(urlsplit(url).query).items()
        }
        answer = requests.post(
            url.partition("?")[0],
            data={
                **asked,
                "user": user,
                "realm": self.realms[company],
                "decision": decision,
            },
            allow_redirects=False,
            timeout=10,
        )
        self.assertEqual(answer.status_code, 302)
        return answer.headers["Location"]

    def _return(self, address, user=None):
        """Come back to Odoo; returns the answer."""
        login = (user or self.manager).login
        self.authenticate(login, login)
        parts = urlsplit(address)
        answer = self.url_open(f"{parts.path}?{parts.query}", allow_redirects=False)
        self.env.invalidate_all()
        return answer

    def _post(self, path, **form):
        """Press a button of a page; returns the answer."""
        answer = self.url_open(
            path,
            data={"csrf_token": http.Request.csrf_token(self), **form},
            allow_redirects=False,
        )
        self.env.invalidate_all()
        return answer

    def _sign_in(self, connection=None, **kwargs):
        return self._return(self._at_intuit(self._start(connection), **kwargs))

    def _assert_refused(self, answer, *words, connection=None):
        """The page says what happened, and nothing is half connected."""
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Not connected to QuickBooks", answer.text)
        for word in words:
            self.assertIn(word, answer.text)
        connection = (connection or self.connection).sudo()
        self.assertEqual(connection.state, "draft")
        for name in ("realm_id", "access_token_sealed", "refresh_token_sealed"):
            self.assertFalse(connection[name], name)
