# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ..lib import profile as qb_profile
from ..lib import providers
from .told import tell

OPEN_STATES = ("connected", "reconnect")


class QuickbooksConnection(models.Model):
    """One Odoo company bound to one QuickBooks company file."""

    _name = "quickbooks.connection"
    _description = "QuickBooks Connection"
    _inherit = ["mail.thread", "quickbooks.app", "quickbooks.kept"]
    _order = "company_id, id"

    name = fields.Char(tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        tracking=True,
    )
    provider = fields.Selection(
        [("online", "QuickBooks Online"), ("desktop", "QuickBooks Desktop")],
        string="Kind",
        required=True,
        default="online",
    )
    state = fields.Selection(
        [
            ("draft", "Not Connected"),
            ("connected", "Connected"),
            ("reconnect", "Reconnect Required"),
            ("disconnected", "Disconnected"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    company_file = fields.Char(
        string="QuickBooks Company", readonly=True, copy=False, tracking=True
    )
    connected_by_id = fields.Many2one(
        "res.users", string="Connected by", readonly=True, copy=False, tracking=True
    )
    connected_at = fields.Datetime(readonly=True, copy=False)

    # What the QuickBooks company can and allows; `lib.profile` reads it.
    profile = fields.Json(readonly=True, copy=False)
    profile_checked_at = fields.Datetime(
        string="Last Checked", readonly=True, copy=False
    )
    profile_plan = fields.Char(
        string="Plan",
        compute="_compute_profile_summary",
        export_string_translation=False,
    )
    profile_currency = fields.Char(
        string="Home Currency",
        compute="_compute_profile_summary",
        export_string_translation=False,
    )
    profile_closing_date = fields.Date(
        string="Books Closed Up To", compute="_compute_profile_summary"
    )

    cron_id = fields.Many2one("ir.cron", readonly=True, copy=False, ondelete="restrict")
    object_ids = fields.One2many("quickbooks.object", "connection_id")
    job_ids = fields.One2many("quickbooks.job", "connection_id")
    unmapped_default = fields.Boolean(compute="_compute_unmapped_default")

    _one_per_company = models.UniqueIndex(
        "(company_id) WHERE state IN ('connected', 'reconnect')",
        "This company already has a connected QuickBooks company. Disconnect it first.",
    )
    _one_per_realm = models.UniqueIndex(
        "(environment, realm_id) WHERE state IN ('connected', 'reconnect')",
        "This QuickBooks company is already connected to another company here. "
        "Two companies writing to one set of books would mix their documents.",
    )

    # -- creation and removal ------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        connections = super().create(vals_list)
        connections._ensure_crons()
        self.env.registry.clear_cache()
        return connections

    def write(self, vals):
        self._check_binding(vals)
        # A secret that was entered for Intuit is not shown to another server.
        moved = self.filtered(
            lambda connection: not connection.realm_id
            and connection.environment
            != vals.get("environment", connection.environment)
        )
        result = super().write(vals)
        if not vals.get("client_secret"):
            moved.sudo().client_secret_sealed = False
        if "state" in vals:
            self._ensure_crons()
        if not {"state", "company_id"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def _check_binding(self, vals):
        """After a sign-in the connection stays with its companies.

        Links and tokens belong to the two: they must not be taken to another company,
        nor be shown to another server than Intuit's.
        """
        for name in ("company_id", "provider", "environment"):
            if name in vals and any(
                connection.realm_id
                and self._fields[name].convert_to_cache(vals[name], connection)
                != self._fields[name].convert_to_cache(connection[name], connection)
                for connection in self
            ):
                raise UserError(
                    self.env._(
                        "This has been connected to QuickBooks, so that company and"
                        " environment stay as they are. Make a new connection instead."
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.filtered(lambda c: c.state in OPEN_STATES or c.object_ids)
        if used:
            raise UserError(
                self.env._(
                    "%(names)s holds the links between Odoo and QuickBooks. Deleting it"
                    " would let documents be sent twice. Disconnect it instead.",
                    names=", ".join(used.mapped("name")),
                )
            )

    def unlink(self):
        crons = self.sudo().cron_id
        result = super().unlink()
        crons.unlink()
        self.env.registry.clear_cache()
        return result

    def _ensure_crons(self):
        """A cron record of its own for each connection that was signed in for, so that
        one in trouble does not slow another and a cluster drains them in parallel.

        A sign-in also sets one going again that was switched off: Odoo does that to a
        job that fails for days, and in a neutralized copy."""
        for connection in self.sudo().filtered(lambda c: c.state == "connected"):
            if connection.cron_id:
                # Not written in vain: one that is at work cannot be written to.
                connection.cron_id.filtered(lambda cron: not cron.active).active = True
            else:
                connection.cron_id = (
                    self.env["ir.cron"]
                    .sudo()
                    .create(
                        {
                            "name": f"QuickBooks: {connection.name}"
                            f" ({connection.company_id.name})",
                            "model_id": self.env["ir.model"]._get_id(self._name),
                            "state": "code",
                            "code": f"model._cron_work({connection.id})",
                            "user_id": self.env.ref("base.user_root").id,
                            "interval_number": connection.interval,
                            "interval_type": "minutes",
                        }
                    )
                )

    def _provider(self):
        """The kind of QuickBooks it is, in the library's words."""
        self.ensure_one()
        return providers.of(self.provider)

    def _suffix(self, object_type):
        """What a customer or vendor gets behind a name that another role has."""
        is_customer = object_type == "Customer"
        return self.customer_suffix if is_customer else self.vendor_suffix

    # -- profile -------------------------------------------------------------------

    def _profile(self):
        """The capabilities and settings of the QuickBooks company."""
        self.ensure_one()
        # Which of the two it is, is known before it has said anything.
        known = {"desktop": self.provider == "desktop"} | (self.profile or {})
        return qb_profile.Profile.from_dict(known)

    def _store_profile(self, profile):
        """Keep what QuickBooks has just said about the company."""
        self.sudo().write(
            {
                "profile": profile.to_dict(),
                "profile_checked_at": fields.Datetime.now(),
                "company_file": profile.company_name,
            }
        )

    @api.depends("profile")
    def _compute_profile_summary(self):
        for connection in self:
            profile = connection._profile()
            connection.profile_plan = (profile.plan or "").replace("_", " ").title()
            connection.profile_currency = profile.home_currency
            connection.profile_closing_date = profile.closing_date

    # -- figures for the form ------------------------------------------------------

    def _compute_unmapped_default(self):
        """True while a default item or expense account is still to be chosen."""
        defaults = self.env["quickbooks.mapping"]._read_group(
            [
                ("connection_id", "in", self.ids),
                ("source", "=", False),
                ("object_id", "!=", False),
            ],
            ["connection_id"],
            ["kind:array_agg"],
        )
        kinds = {connection.id: set(found) for connection, found in defaults}
        for connection in self:
            connection.unmapped_default = not {"item", "expense"} <= kinds.get(
                connection.id, set()
            )

    # -- finding the connection of a company ---------------------------------------

    @api.model
    @tools.ormcache("company_id")
    def _outbound(self, company_id):
        """What posting must know of a company's connection, without a query.

        A branch without a connection of its own writes into the books of its head
        office.

        :return: ``{"id", "company_id", "company_ids", "cron_id", "desktop",
            "on_posting", "rules"}``, or None where no QuickBooks company is connected;
            ``company_ids`` are all whose documents go there
        """
        company = self.env["res.company"].sudo().browse(company_id)
        family = company.root_id.search([("id", "child_of", company.root_id.id)])
        connections = (
            self.sudo()
            .search([("company_id", "in", family.ids), ("state", "in", OPEN_STATES)])
            .grouped("company_id")
        )

        def nearest(branch):
            above = reversed(branch.parent_ids)
            return next((up for up in above if up in connections), None)

        books = nearest(company)
        if not books:
            return None
        connection = connections[books]
        return {
            "id": connection.id,
            "company_id": books.id,
            "company_ids": [each.id for each in family if nearest(each) == books],
            "cron_id": connection.cron_id.id,
            "desktop": connection._is_desktop(),
            "on_posting": connection._sent_on_posting(),
            "rules": connection._rules(),
        }

    def _company_ids(self):
        """The ids of the companies whose documents go into these books."""
        outbound = self._outbound(self.company_id.id)
        is_own = outbound and outbound["id"] == self.id
        return outbound["company_ids"] if is_own else self.company_id.ids

    @api.model
    def _of_company(self, company):
        """The open connection of a company or of its head office, as an empty or
        one-record set (sudo)."""
        found = self._outbound(company.id)
        return self.sudo().browse(found and found["id"])

    def _none_connected(self):
        """The error for whoever asks for what only a connection can do."""
        return UserError(
            self.env._(
                "No QuickBooks company is connected. A QuickBooks Manager connects"
                " one under QuickBooks > Connections."
            )
        )

    def _wake(self, at=None):
        """Have the worker look at this connection, now or at a given time."""
        for connection in self.sudo():
            connection.cron_id._trigger(at)

    @api.model
    def _wake_cron(self, cron_id):
        """`_wake` for posting, which must not read anything: one insert."""
        self.env["ir.cron.trigger"].sudo().create(
            {"cron_id": cron_id, "call_at": fields.Datetime.now()}
        )
        self.env.cr.postcommit.add(self.env["ir.cron"]._notifydb)

    def _explain(self, problem):
        """A problem's sentence and its hint, in the user's language."""
        return tell(self.env, problem.text, problem.hint)

    # -- actions -------------------------------------------------------------------

    def action_view_jobs(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_job"
        )
        action["domain"] = [("connection_id", "=", self.id)]
        job_filter = self.env.context.get("job_filter", "open")
        action["context"] = {f"search_default_{job_filter}": 1}
        if job_filter == "failed":
            action["context"]["search_default_group_reason"] = 1
        return action

    def action_view_mappings(self):
        return self.env["quickbooks.mapping"]._open_page(self)

    def action_view_exchanges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_exchange"
        )
        action["domain"] = [("connection_id", "=", self.id)]
        return action
