# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The checklist of a connection: what is ready in QuickBooks, and what is not."""

import logging
from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import readiness
from ..lib.online import read as online_read
from ..lib.problems import NextAction, QuickBooksError
from .told import tell

_logger = logging.getLogger(__name__)

# The lists that the checks look at.
READINESS_TYPES = ("Account", "TaxCode")
# The pages of QuickBooks where a check is put right.
QUICKBOOKS_PAGES = {
    readiness.Place.COMPANY: "homepage",
    readiness.Place.ACCOUNTS: "chartofaccounts",
    readiness.Place.TAX: "salestax",
}


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    readiness_status = fields.Selection(
        [
            ("ok", "Ready"),
            ("unknown", "Not Known Yet"),
            ("warning", "Ready, With Remarks"),
            ("failed", "Not Ready"),
        ],
        compute="_compute_readiness",
        export_string_translation=False,
    )
    readiness_summary = fields.Char(string="Readiness", compute="_compute_readiness")
    readiness_html = fields.Html(
        string="Checklist", compute="_compute_readiness", sanitize=False
    )

    # -- what is shown -------------------------------------------------------------

    @api.depends(
        "profile", "profile_checked_at", "company_id", "bill_push", "host", "unattended"
    )
    @api.depends_context("lang")
    def _compute_readiness(self):
        known = self.filtered("profile")
        (self - known).update(
            {
                "readiness_status": False,
                "readiness_summary": False,
                "readiness_html": False,
            }
        )
        for connection, found in known._readiness().items():
            connection.readiness_status = readiness.worst(found).value
            connection.readiness_summary = connection._readiness_words(found)
            connection.readiness_html = self.env["ir.qweb"]._render(
                "tms_quickbooks.readiness_checklist",
                {"checks": [connection._readiness_line(check) for check in found]},
            )

    def _readiness_words(self, found):
        """The checklist in a few words, for the list of connections."""
        counts = Counter(check.status for check in found)
        failed, warned = (
            counts[readiness.Status.FAILED],
            counts[readiness.Status.WARNING],
        )
        if failed and warned:
            return self.env._(
                "%(failed)s not ready, %(warned)s to note", failed=failed, warned=warned
            )
        if failed:
            return self.env._("%(failed)s not ready", failed=failed)
        if warned:
            return self.env._("Ready, %(warned)s to note", warned=warned)
        return self.env._("Ready")

    def _readiness_line(self, check):
        """A check in the user's language, with the way to put it right."""
        title, text, hint = (
            tell(self.env, part) for part in (check.title, check.text, check.hint)
        )
        return {
            "code": check.code,
            "status": check.status.value,
            "title": title,
            "text": text,
            "hint": hint,
            "url": self._readiness_url(check.place),
            "here": check.place is readiness.Place.MAPPING,
        }

    def _readiness_url(self, place):
        """Where a check is put right: a page here or in QuickBooks, or ""."""
        if place is readiness.Place.MAPPING:
            return "/odoo/quickbooks-mapping"
        if place not in QUICKBOOKS_PAGES or self._is_desktop():
            return ""  # a company file has no pages
        simulated = self.environment == "simulator"
        if simulated and not self.simulator_url:
            return ""
        if simulated:
            return f"{self._simulator_url()}/company/{self.realm_id}"
        return online_read.page_url(
            self.environment, QUICKBOOKS_PAGES[place], self.realm_id
        )

    # -- what is known -------------------------------------------------------------

    def _readiness(self):
        """The checklist of each connection, in a fixed number of queries."""
        accounts, tax_codes = self._readiness_of_lists()
        told = self.env["quickbooks.webhook.event"].sudo()._came_today(self)
        defaults = dict(
            self.env["quickbooks.mapping"]
            .sudo()
            ._read_group(
                [
                    ("connection_id", "in", self.ids),
                    ("source", "=", False),
                    ("object_id", "!=", False),
                ],
                ["connection_id"],
                ["kind:array_agg"],
            )
        )
        used = self.env["res.currency"].search([("active", "=", True)])
        currencies = frozenset(used.mapped("name"))
        return {
            connection: readiness.checks(
                connection._profile(),
                readiness.Facts(
                    today=fields.Date.context_today(connection),
                    currency=connection.company_id.currency_id.name,
                    country=connection.company_id.country_id.code or "",
                    currencies=currencies,
                    # In a form that is being edited it has no id of its own.
                    account_types=accounts.get(connection._origin.id),
                    tax_codes=tax_codes.get(connection._origin.id),
                    default_kinds=frozenset(defaults.get(connection._origin, [])),
                    sends_bills=connection.bill_push != "none",
                    changes_every=connection.changes_every,
                    verifier_token=connection.has_verifier_token,
                    told=connection._origin.id in told,
                    **connection._readiness_of_host(),
                ),
            )
            for connection in self
        }

    def _readiness_of_host(self):
        """What QuickBooks Desktop has said of itself, as far as the checks look at
        it."""
        host = self.host or {}
        return {
            "product": host.get("product") or "",
            "year": host.get("year") or 0,
            "unattended": self.unattended,
            "may_open_alone": host.get("may_open_alone", True),
        }

    def _readiness_of_lists(self):
        """Types of account, and number of tax codes, of each connection that has
        brought its accounts; every QuickBooks company has some."""
        rows = self.env.execute_query(
            SQL(
                "SELECT connection_id, type, details->>'account_type', count(*)"
                " FROM quickbooks_object"
                " WHERE connection_id = ANY(%s) AND type = ANY(%s) AND active"
                " GROUP BY 1, 2, 3",
                self.ids,
                list(READINESS_TYPES),
            )
        )
        accounts, tax_codes = defaultdict(frozenset), Counter()
        for connection_id, object_type, account_type, count in rows:
            if object_type == "Account":
                accounts[connection_id] |= {account_type}
            else:
                tax_codes[connection_id] += count
        return accounts, {found: tax_codes[found] for found in accounts}

    # -- asking QuickBooks ---------------------------------------------------------

    def action_check_readiness(self):
        """Ask QuickBooks anew, while the user waits; QuickBooks Desktop, when the Web
        Connector comes."""
        connection = self._for_worker()
        if connection._is_desktop():
            return connection._check_readiness_later()
        notify = self.env["quickbooks.sync.mixin"]._qb_notify
        calls = []
        try:
            profile, states = connection._ask(_ask_readiness, calls)
        except QuickBooksError as error:
            problem = error.problem
            if problem.action in (NextAction.RECONNECT, NextAction.REFRESH_TOKEN):
                connection._require_reconnect(problem)
            # Not an exception: that would take the log of the failed call with it.
            return notify(self._explain(problem), kind="danger", sticky=True)
        finally:
            self.env["quickbooks.exchange"].sudo()._log_calls(connection, calls)
        connection._store_profile(profile)
        self.env["quickbooks.object"].sudo()._store(connection, states)
        self.invalidate_recordset()
        return notify(
            self.env._(
                "%(company)s: %(summary)s.",
                company=profile.company_name,
                summary=self.readiness_summary,
            ),
            kind="success" if self.readiness_status == "ok" else "warning",
        )

    def _check_readiness_later(self):
        """Nobody can call QuickBooks Desktop: its lists come with the next session, and
        its settings with every one."""
        self.env["quickbooks.pull"]._request(self)
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._(
                "QuickBooks is asked at the next run of the Web Connector, within"
                " %(minutes)s minutes; or click Update Selected there.",
                minutes=self.run_minutes,
            )
        )

    def _learn_accounts(self, client):
        """Bring what the checks look at with the sign-in, so that the page after it
        knows; without it the worker brings it a little later."""
        try:
            states = _list_states(client)
        except QuickBooksError as error:
            _logger.info("Accounts come with the lists: %s", error)
            return
        self.env["quickbooks.object"].sudo()._store(self, states)


def _ask_readiness(client):
    """The profile and the lists that the checks look at."""
    profile = online_read.profile(client.company_info(), client.preferences())
    return profile, _list_states(client)


def _list_states(client):
    return [
        online_read.object_state(object_type, data)
        for object_type in READINESS_TYPES
        for page in client.pages(object_type)
        for data in page
    ]
