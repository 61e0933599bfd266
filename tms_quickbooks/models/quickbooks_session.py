# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One run of the Web Connector: who it is, and the ticket it shows."""

import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models, release
from odoo.tools import SQL

from ..lib import outcomes
from ..lib.desktop import soap
from .told import tell

# Silence after which a Web Connector at another address may take over. QuickBooks can
# be busy with one message set for minutes.
LEASE = timedelta(minutes=10)
# How long a ticket is good for after it was shown last.
TICKET_LIFE = timedelta(hours=2)
TICKET_BYTES = 32

# What `authenticate` says where there is no session. The same word is the ticket then:
# `closeConnection` brings it back, and its answer is what the Web Connector shows (Web
# Connector Programmer's Guide, ch. 2).
REFUSED, NOTHING, BUSY = "nvu", "none", "busy"
# We could not say whether there is one.
FAILED = "failed"


class QuickbooksSession(models.Model):
    """One session of the Web Connector: from `authenticate` to `closeConnection`."""

    _name = "quickbooks.session"
    _description = "QuickBooks Session"
    _order = "id desc"
    _rec_name = "started_at"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    ticket_hash = fields.Char(groups=fields.NO_ACCESS, required=True, copy=False)
    state = fields.Selection(
        [
            ("open", "Running"),
            ("closed", "Finished"),
            ("superseded", "Broken Off"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    address = fields.Char(
        string="Called From", readonly=True, help="The address on the network."
    )
    started_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    last_seen_at = fields.Datetime(
        string="Last Call", required=True, readonly=True, default=fields.Datetime.now
    )
    expires_at = fields.Datetime(
        required=True,
        readonly=True,
        help="Without another call until then, its ticket is not accepted any more.",
    )
    ended_at = fields.Datetime(readonly=True)

    _one_per_ticket = models.UniqueIndex("(ticket_hash)")
    _one_at_a_time = models.UniqueIndex(
        "(connection_id) WHERE state = 'open'",
        "The Web Connector has a session of this connection open already.",
    )
    _recent = models.Index("(connection_id, started_at)")

    # -- the eight methods of the Web Connector --------------------------------------

    @api.model
    def _serve(self, method, params, address=""):
        """Answer one call of the Web Connector.

        It may be called again from the start when the transaction collides with
        another one, so that nothing but the database may be changed.

        :param method: its name in the service description
        :param params: its parameters by name, in the description's order
        :param address: of the caller on the network
        :return: text, for ``receiveResponseXML`` a number, for ``authenticate`` a
            list of texts
        """
        sessions = self.sudo()
        values = params.values()
        match method:
            case "serverVersion":
                return sessions._server_version()
            case "clientVersion":
                return sessions._client_version(*values)
            case "authenticate":
                return sessions._authenticate(*values, address)
            case "sendRequestXML":
                return sessions._send_request(*values)
            case "receiveResponseXML":
                return sessions._receive_response(*values)
            case "connectionError":
                return sessions._connection_error(*values)
            case "getLastError":
                return sessions._last_error(*values)
            case "closeConnection":
                return sessions._close(*values)
        raise ValueError(method)

    @api.model
    def _server_version(self):
        """What the Web Connector writes into its log."""
        module = self.env["ir.module.module"]._get("tms_quickbooks")
        return f"tms_quickbooks {module.installed_version}, Odoo {release.version}"

    @api.model
    def _client_version(self, version):
        """Every Web Connector is welcome; "" means to go on."""
        return ""

    @api.model
    def _authenticate(self, user, password, address):
        """Let a Web Connector in: ``[ticket, company file]``, or why not.

        The wrong password and the unknown user take the same time and get the same
        answer. Who has guessed wrong too often is not even checked for a while.
        """
        attempts = self.env["quickbooks.login.attempt"]
        user = user.strip()
        if attempts._is_slowed(user, address):
            return [REFUSED, REFUSED]
        connection = self.env["quickbooks.connection"]._of_qb_user(user)
        if not connection._is_qb_password(password):
            attempts._count_failure(user, address)
            return [REFUSED, REFUSED]
        attempts._forget(user, address)
        # Written first: whoever signs in for the same connection at the same moment
        # waits for this row, and then starts over and sees this session.
        connection.last_seen_at = fields.Datetime.now()
        connection.flush_recordset(["last_seen_at"])
        if connection._is_closed_to_web_connector():
            return [NOTHING, NOTHING]
        session = self._of_connection(connection)
        if session._is_at_work_elsewhere(address):
            return [BUSY, BUSY]
        session._supersede()
        if not self._has_work(connection):
            return [NOTHING, NOTHING]
        ticket = self._open(connection, address)
        return [ticket, connection.company_file_path or ""]

    # -- tickets ---------------------------------------------------------------------

    @api.model
    def _hash_of(self, ticket):
        # A random ticket of 256 bits needs no salt and no slow hash.
        return hashlib.sha256(ticket.encode()).hexdigest()

    @api.model
    def _open(self, connection, address):
        """Begin a session; return its ticket, which is nowhere kept."""
        ticket = secrets.token_urlsafe(TICKET_BYTES)
        self.create(
            {
                "connection_id": connection.id,
                "company_id": connection.company_id.id,
                "ticket_hash": self._hash_of(ticket),
                "address": address,
                "expires_at": fields.Datetime.now() + TICKET_LIFE,
            }
        )
        return ticket

    @api.model
    def _of_ticket(self, ticket):
        """The session of a ticket, in whatever state, locked; an empty set for one
        that is forged or has expired.

        That it was seen is written at once, so that a call that comes twice waits
        here and then finds what the first one has done.
        """
        now = fields.Datetime.now()
        self.flush_model(["last_seen_at", "expires_at"])
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE quickbooks_session SET last_seen_at = %s, expires_at = %s
                 WHERE ticket_hash = %s AND expires_at > %s RETURNING id
                """,
                now,
                now + TICKET_LIFE,
                self._hash_of(ticket),
                now,
            )
        )
        session = self.browse([row[0] for row in rows])
        session.invalidate_recordset(["last_seen_at", "expires_at"])
        if (
            session.state == "open"
            and session.connection_id._is_closed_to_web_connector()
        ):
            # The database may have been copied since the ticket was given.
            session._supersede()
        return session

    @api.model
    def _of_connection(self, connection):
        """The session that is open for a connection, if there is one."""
        return self.search(
            [("connection_id", "=", connection.id), ("state", "=", "open")]
        )

    def _is_at_work_elsewhere(self, address):
        """Whether a Web Connector at another address is at work in this session.

        The same Web Connector never has two sessions: when it signs in again, it has
        lost the earlier one (Web Connector Programmer's Guide, ch. 5).
        """
        return (
            bool(self)
            and self.address != address
            and self.last_seen_at + LEASE > fields.Datetime.now()
        )

    def _supersede(self):
        """End sessions whose Web Connector has begun anew."""
        self._end("superseded")

    def _end(self, state, **vals):
        """Nothing more is sent in these sessions."""
        self.write({"state": state, "ended_at": fields.Datetime.now(), **vals})
        # Odoo inserts before it updates, and only one session may be open.
        self.flush_recordset(["state"])
        self.connection_id._tell_changed()

    def _fail(self, problem):
        """The session ends here; the Web Connector and the connection say why."""
        self._end("failed", problem_data=problem.as_data())

    # -- what is said where there is no session --------------------------------------

    @api.model
    def _refusal(self, ticket):
        """Why there was no session, for who has got this in place of a ticket."""
        if ticket == REFUSED:
            return self.env._(
                "Odoo does not know this user with this password. Enter the password"
                " again; after several wrong ones wait five minutes first. A QuickBooks"
                " manager can make a new one in Odoo."
            )
        if ticket == NOTHING:
            return self.env._("Nothing is waiting in Odoo.")
        if ticket == BUSY:
            return self.env._(
                "Another Web Connector is at work for this company file. This one tries"
                " again by itself."
            )
        if ticket == FAILED:
            return self._told(outcomes.broken_session())
        return self.env._("OK")

    @api.model
    def _unknown_ticket(self):
        return self.env._(
            "Odoo does not know this session any more. Run the update again."
        )

    # -- what went wrong on our side -----------------------------------------------

    @api.model
    def _note_broken(self, params):
        """Say in the session whose call this was that our part of it has failed."""
        self._note(params, outcomes.broken_session())

    @api.model
    def _note_too_large(self, params):
        """Say in the session whose call this was that nobody has read it."""
        self._note(params, outcomes.too_large(soap.LONGEST_ANSWER // 2**20))

    def _note(self, params, problem):
        session = self.sudo()._of_ticket(params.get("ticket", ""))
        if session.state == "open":
            session._fail(problem)

    def _told(self, problem):
        """A problem for the user of the Web Connector."""
        return tell(self.env, problem.text, problem.hint)
