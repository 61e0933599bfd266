# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a user chooses before going to Intuit to sign in."""

import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import hash_sign

from ..lib.online import auth
from ..lib.problems import NextAction, QuickBooksError
from ..models.told import tell

STATE_SCOPE = "tms_quickbooks.oauth_state"
STATE_LIFE = timedelta(minutes=15)


class QuickbooksConnect(models.TransientModel):
    """One sign-in at Intuit, from the choice of the company to its end.

    A new connection is made when the sign-in has succeeded and not before, so that
    nothing stays behind when somebody gives up on the way.
    """

    _name = "quickbooks.connect"
    _description = "Connect QuickBooks"
    _inherit = ["quickbooks.app"]

    company_id = fields.Many2one(
        "res.company",
        string="Odoo Company",
        required=True,
        default=lambda self: self.env.company,
    )
    provider = fields.Selection(
        lambda self: self.env["quickbooks.connection"]
        ._fields["provider"]
        ._description_selection(self.env),
        string="Kind",
        required=True,
        default=lambda self: self._closed(self.env.company).provider or "online",
    )
    connection_id = fields.Many2one(
        "quickbooks.connection",
        compute="_compute_connection_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="set null",
        domain="[('company_id', '=', company_id), ('provider', '=', provider),"
        " ('state', 'in', ('draft', 'disconnected'))]",
        help="To connect again what was connected before; it knows what is in"
        " QuickBooks already. Empty for a new connection.",
    )
    has_closed = fields.Boolean(compute="_compute_has_closed")
    open_connection_id = fields.Many2one(
        "quickbooks.connection", compute="_compute_open_connection_id"
    )
    source_id = fields.Many2one(
        "quickbooks.connection",
        compute="_compute_source_id",
        help="The connection whose client ID and secret are used.",
    )
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
        help="How you call this connection here.",
    )
    environment = fields.Selection(
        compute="_compute_environment",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
    )
    simulator_url = fields.Char(
        compute="_compute_environment", store=True, readonly=False, precompute=True
    )
    client_id = fields.Char(
        compute="_compute_client_id", store=True, readonly=False, precompute=True
    )
    insecure_uri = fields.Boolean(compute="_compute_insecure_uri")
    nonce_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)
    expires_at = fields.Datetime(readonly=True, copy=False)

    def write(self, vals):
        """A secret that was entered for one server is not shown to another."""
        moved = not {"environment", "simulator_url"}.isdisjoint(vals)
        result = super().write(vals)
        if moved and not vals.get("client_secret"):
            self.sudo().client_secret_sealed = False
        return result

    # -- what is known already -----------------------------------------------------

    @api.depends("company_id", "provider")
    def _compute_connection_id(self):
        """The one that was closed last, or was prepared and never signed in for."""
        for sign_in in self:
            known = sign_in.connection_id
            if (known.company_id, known.provider) != (
                sign_in.company_id,
                sign_in.provider,
            ):
                sign_in.connection_id = sign_in._closed(
                    sign_in.company_id, sign_in.provider
                )

    @api.depends("company_id", "provider")
    def _compute_has_closed(self):
        for sign_in in self:
            sign_in.has_closed = bool(
                sign_in._closed(sign_in.company_id, sign_in.provider)
            )

    @api.model
    def _closed(self, company, provider=None):
        """The connection of a company that was closed last; may be empty."""
        return self.env["quickbooks.connection"].search(
            [
                ("company_id", "=", company.id),
                ("state", "in", ("draft", "disconnected")),
                *([("provider", "=", provider)] * bool(provider)),
            ],
            order="write_date desc, id desc",
            limit=1,
        )

    @api.depends("company_id", "connection_id")
    def _compute_open_connection_id(self):
        """Another connection of the company, which has to be closed first."""
        for sign_in in self:
            known = self.env["quickbooks.connection"]._of_company(sign_in.company_id)
            if known.company_id != sign_in.company_id:
                known = known.browse()  # that of its head office does not hinder
            sign_in.open_connection_id = known.with_env(self.env) - (
                sign_in.connection_id._origin
            )

    @api.depends("connection_id", "company_id")
    def _compute_name(self):
        for sign_in in self:
            sign_in.name = (
                sign_in.connection_id.name or sign_in.company_id.name or "QuickBooks"
            )

    @api.depends("connection_id")
    def _compute_environment(self):
        latest = self._known().search(
            [("provider", "=", "online")], order="write_date desc, id desc", limit=1
        )
        for sign_in in self:
            like = sign_in.connection_id or latest
            sign_in.environment = like.environment or "production"
            sign_in.simulator_url = like.simulator_url

    @api.depends("connection_id", "environment", "simulator_url")
    def _compute_source_id(self):
        """Where the app's secret is stored: with this connection, or with another one
        that speaks to the same server. No secret is shown to another server."""
        for sign_in in self:
            domain = Domain("environment", "=", sign_in.environment) & Domain(
                "client_id", "!=", False
            )
            if sign_in.environment == "simulator":
                domain &= Domain("simulator_url", "=", sign_in.simulator_url)
            found = self._known().search(domain, order="id desc")
            found = found.filtered("has_client_secret")
            own = found & sign_in.connection_id._origin
            sign_in.source_id = own or found[:1]

    @api.depends("source_id")
    def _compute_client_id(self):
        for sign_in in self:
            sign_in.client_id = sign_in.source_id.sudo().client_id

    @api.depends("client_secret_sealed", "source_id", "client_id")
    def _compute_client_secret(self):
        result = super()._compute_client_secret()
        for sign_in in self:
            sign_in.has_client_secret |= bool(sign_in._stored_app())
        return result

    @api.depends("environment")
    def _compute_insecure_uri(self):
        """Intuit registers no address without https for live books."""
        for sign_in in self:
            sign_in.insecure_uri = (
                sign_in.environment == "production"
                and not sign_in.redirect_uri.startswith("https://")
            )

    @api.model
    def _known(self):
        """Connections of all companies of the user, also of those not chosen at the top
        of the screen: one app at Intuit usually serves them all."""
        companies = self.env.user.company_ids.ids
        return self.env["quickbooks.connection"].with_context(
            allowed_company_ids=companies
        )

    # -- the app -------------------------------------------------------------------

    def _stored_app(self):
        """The connection that keeps the secret to the client id; may be empty."""
        source = self.source_id.sudo()  # it was found with the user's own rights
        return source if source.client_id == self.client_id else source.browse()

    def _app_keeper(self):
        """Who keeps the secret: this sign-in where it was entered, or a connection."""
        return self if self.sudo().client_secret_sealed else self._stored_app()

    def _oauth_app(self):
        keeper = self._app_keeper()
        return super()._oauth_app() if keeper == self else keeper._oauth_app()

    # -- leaving for Intuit --------------------------------------------------------

    def _check_manager(self):
        """:raises UserError: for who may not connect this company"""
        self.env["quickbooks.connection"]._check_manager()
        if not (self.has_access("write") and self.connection_id.has_access("write")):
            raise UserError(
                self.env._(
                    "You have no access to the company that is to be connected. Choose"
                    " it at the top of the screen, or ask an administrator for it."
                )
            )

    def _check_free(self):
        """:raises UserError: where the company is not to be connected, or not so"""
        taken = self.open_connection_id
        if taken:
            raise UserError(
                self.env._(
                    "%(company)s is connected already: %(name)s, with %(file)s in"
                    " QuickBooks. Disconnect it first.",
                    company=self.company_id.name,
                    name=taken.name,
                    file=taken.company_file or taken.realm_id,
                )
            )
        connection = self.connection_id
        if connection and connection.company_id != self.company_id:
            raise UserError(
                self.env._("%(name)s belongs to another company.", name=connection.name)
            )
        connection._check_may_sign_in()

    def _check_ready(self):
        """:raises UserError: where the sign-in could not end well"""
        self._check_free()
        connection = self.connection_id
        if connection.realm_id and connection.environment != self.environment:
            raise UserError(
                self.env._(
                    "%(name)s has been connected in another environment. Choose that"
                    " one, or leave the connection empty to make a new one.",
                    name=connection.name,
                )
            )
        if self.environment == "simulator":
            self._simulator_url()
        if not self.client_id or not self._app_keeper():
            raise UserError(
                self.env._(
                    "Enter the client ID and the client secret of your app on Intuit's"
                    " developer site first."
                )
            )

    def action_sign_in(self):
        """Send the user to Intuit to sign in and to choose the company.

        The state is signed, expires, and is good for one return of this very user.
        """
        self.ensure_one()
        self._check_manager()
        self._check_ready()
        nonce = secrets.token_urlsafe(24)
        state = hash_sign(
            self.sudo().env,
            STATE_SCOPE,
            [self.id, self.env.uid, nonce, self.connection_id.id],
        )
        try:
            url = auth.authorization_url(self._oauth_app(), state)
        except QuickBooksError as error:
            raise UserError(self._explain_failure(error.problem)) from error
        self._supersede()
        self.sudo().write(
            {
                "nonce_hash": hashlib.sha256(nonce.encode()).hexdigest(),
                "expires_at": fields.Datetime.now() + STATE_LIFE,
            }
        )
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _explain_failure(self, problem):
        """A call that failed; unlike a document, a sign-in is repeated by nobody."""
        if problem.action not in (NextAction.RETRY, NextAction.WAIT):
            return self.env["quickbooks.connection"]._explain(problem)
        return self.env._(
            "%(problem)s Nothing was connected. Try again in a few minutes; if it"
            " lasts, check this server's internet connection.",
            problem=tell(self.env, problem.text),
        )

    def _supersede(self):
        """Of several sign-ins that one user has begun, the last one counts."""
        self.sudo().search(
            [
                ("create_uid", "=", self.env.uid),
                ("company_id", "=", self.company_id.id),
                ("nonce_hash", "!=", False),
            ]
        ).nonce_hash = False

    def action_open_connection(self):
        """Look at the connection that the company has already."""
        self.ensure_one()
        return self.open_connection_id._form_action()

    def _open(self):
        """This sign-in in its dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Connect QuickBooks"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
