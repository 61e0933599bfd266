# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which QuickBooks is at the other end: asked before anything else of a session."""

from odoo import api, fields, models

from ..lib.desktop import company
from ..lib.desktop import host as desktop_host
from ..lib.desktop import read as desktop_read
from ..lib.desktop.qwc import OWNER_ID
from ..lib.problems import QuickBooksError
from .quickbooks_connection import OPEN_STATES


class QuickbooksSession(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.session"

    is_met = fields.Boolean(
        string="Company File Checked",
        readonly=True,
        help="The company file that is open is the one of the connection.",
    )

    def _meet(self, host):
        """Check the company file by what QuickBooks says of it, and learn its profile.

        The first company file that comes is the connection's from then on.

        :return: whether this session may go on
        """
        connection = self.connection_id
        today = fields.Date.context_today(self)
        problem = (
            company.refusal(
                host, connection._known_company(), desktop_host.years(today)
            )
            or connection._taken_by_another()
        )
        self.write({"host": host.as_data(), "company_file_name": host.company_file})
        if problem:
            self._fail(problem)
            return False
        self.is_met = True
        connection._keep_host(host)
        return True

    def _described(self, described, company_file):
        """What QuickBooks says of itself, or None where that cannot be read.

        :param described: the answers to the questions for host, company and preferences
        """
        try:
            return desktop_host.host(described, company_file)
        except QuickBooksError:
            return None

    def _take_description(self, exchange, response):
        """The answer to our own question, from a connector that tells nothing by
        itself. A QuickBooks that has none is known by what the connector says."""
        said = exchange.purpose
        host = self._described(response, said["company_file"])
        if host is None:
            try:
                desktop_read.query_answers(response)
            except QuickBooksError as error:
                exchange._set_lost()
                self._fail(error.problem)
                return
            host = company.undescribed(
                said["company_file"], said["country"], *said["version"]
            )
        exchange.write(exchange._answer_vals(response) | exchange._answered_vals())
        self._meet(host)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    may_accept_company_file = fields.Boolean(
        compute="_compute_may_accept_company_file",
        help="The last session met a company file of another name or at another place.",
    )

    @api.depends("session_ids.problem_data")
    def _compute_may_accept_company_file(self):
        for connection in self:
            last = connection.session_ids[:1].problem_data or {}
            connection.may_accept_company_file = last.get("code") == company.ANOTHER

    def action_accept_company_file(self):
        """The company was renamed in QuickBooks, or its file has moved: the next one
        that comes is taken for it.

        Not one in which the Web Connector has noted another connection: that is other
        books for sure.
        """
        self._check_desktop_manager()
        unnamed = {"company_name": "", "company_file": ""}
        self.sudo().host = {**(self.host or {}), **unnamed}
        note = self.env._(
            "The company file was renamed or has moved: the next one that is open when"
            " the Web Connector runs is taken for it."
        )
        self.message_post(body=note)
        return self.env["quickbooks.sync.mixin"]._qb_notify(note)

    def _known_company(self):
        """The company file this belongs to, as far as it is known."""
        self.ensure_one()
        known = company.Known(OWNER_ID, self.file_id)
        if not self.realm_id:
            return known
        host = self.host or {}
        return company.Known(
            OWNER_ID,
            self.file_id,
            company_name=host.get("company_name") or "",
            company_file=host.get("company_file") or "",
            country=host.get("country") or "",
        )

    def _taken_by_another(self):
        """The company has got other books since this was prepared: as a problem, or
        None."""
        other = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", OPEN_STATES),
                ("id", "!=", self.id),
            ]
        )
        if self.state in OPEN_STATES or not other:
            return None
        return company.taken(other.company_id.name, other.name)

    def _keep_host(self, host):
        """What the open QuickBooks is and allows; the first one is ours from now on."""
        self.ensure_one()
        vals = {"host": host.as_data()}
        if self.state != "connected":
            vals |= {
                "state": "connected",
                "realm_id": self.file_id,
                "connected_by_id": self.connected_by_id.id or self.create_uid.id,
                "connected_at": fields.Datetime.now(),
                "paused_until": False,
                "pause_reason": False,
                "lists_updated_at": False,
            }
        self.write(vals)
        if host.company_name or not self.profile:
            self._store_profile(self._with_added_fields(host.profile))
