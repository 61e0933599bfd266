# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Setting up the Web Connector of QuickBooks Desktop; help when it does not come."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.desktop import help as desktop_help


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    has_qb_password = fields.Boolean(compute="_compute_has_qb_password")
    awaits_connector = fields.Boolean(
        compute="_compute_awaits_connector",
        help="Everything is prepared here, and the Web Connector has not had its first"
        " session yet.",
    )
    next_run_text = fields.Char(compute="_compute_next_run_text")
    connector_status = fields.Selection(
        [
            ("waiting", "Not Seen Yet"),
            ("good", "Comes on Time"),
            ("attention", "Needs Attention"),
        ],
        string="Web Connector",
        compute="_compute_connector_help",
    )
    connector_help = fields.Html(
        string="What to Check", compute="_compute_connector_help", sanitize=False
    )

    @api.depends("qb_password_hash")
    def _compute_has_qb_password(self):
        for connection in self:
            connection.has_qb_password = bool(connection.sudo().qb_password_hash)

    @api.depends("provider", "state", "chosen_year")
    def _compute_awaits_connector(self):
        for connection in self:
            connection.awaits_connector = (
                connection._is_desktop()
                and connection.state == "draft"
                and bool(connection.chosen_year)
            )

    # -- when it goes --------------------------------------------------------------

    @api.depends("state", "run_minutes", "session_ids.state")
    @api.depends_context("lang")
    def _compute_next_run_text(self):
        """When something that waits is exchanged; empty for QuickBooks Online."""
        for connection in self:
            used = connection._is_desktop() and connection.state == "connected"
            connection.next_run_text = used and connection._tell_next_run()

    def _waits_for_connector(self):
        """Whether nothing moves before the Web Connector comes."""
        return self._is_desktop() and self.session_ids[:1].state != "open"

    def _tell_next_run(self):
        if not self._waits_for_connector():
            return self.env._("The Web Connector is at work: this takes moments.")
        return self.env._(
            "This happens with the next run of the Web Connector: every %(minutes)s"
            " minutes, or at once with Update Selected there.",
            minutes=self.run_minutes,
        )

    # -- what to check -------------------------------------------------------------

    @api.depends(
        "state", "last_seen_at", "run_minutes", "chosen_year", "session_ids.state"
    )
    @api.depends_context("lang", "tz")
    def _compute_connector_help(self):
        for connection in self:
            used = connection._is_desktop() and (
                connection.awaits_connector or connection.state == "connected"
            )
            known = connection._known_of_connector() if used else None
            found = desktop_help.checks(known) if used else []
            connection.connector_help = connection._help_html(found)
            connection.connector_status = used and (
                "waiting"
                if connection.awaits_connector and not known.seen
                else "attention"
                if found
                else "good"
            )

    def _known_of_connector(self):
        """What the rules look at."""
        self.ensure_one()
        session = self.session_ids[:1]
        text, hint = session._failure()
        return desktop_help.Known(
            now=fields.Datetime.now(),
            url=self._connector_url(),
            served=self._is_connector_served(),
            run_minutes=self.run_minutes,
            first=self.state == "draft",
            seen=self.last_seen_at or None,
            refused=self.env["quickbooks.login.attempt"]._last_failure(self.qb_user),
            busy=session.last_seen_at if session.state == "open" else None,
            text=text,
            hint=hint,
            unattended=self.unattended,
            has_path=bool(self.company_file_path),
        )

    def _help_html(self, checks):
        """The checks as a list, each with what to do; False for none."""
        if not checks:
            return False
        return self.env["ir.qweb"]._render(
            "tms_quickbooks.readiness_checklist",
            {"checks": [self._readiness_line(check) for check in checks]},
        )

    # -- setting up ----------------------------------------------------------------

    def _prepare_connector(self, **vals):
        """Keep what the wizard has asked for, and wait for the first session.

        The caller has checked the user's rights.
        """
        self.ensure_one()
        if self.state == "disconnected":
            vals["state"] = "draft"
        self.sudo().write({**vals, "connected_by_id": self.env.uid})

    def _show_connector(self):
        """What is to be done at the computer with QuickBooks, in a dialog that turns
        green with the first session."""
        form = self.env.ref("tms_quickbooks.view_quickbooks_connection_form_connector")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Web Connector of QuickBooks Desktop"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(form.id, "form")],
            "target": "new",
        }

    def action_show_connector(self):
        """Show the steps again: download, password, what to click."""
        self._check_desktop_manager()
        return self._show_connector()

    def action_show_help(self):
        """What to check, for who sees that nothing goes over."""
        self.ensure_one()
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        return self._show_connector()

    def action_open_connection(self):
        """From the dialog to the connection itself."""
        self.ensure_one()
        return self._form_action()

    def action_connect(self):
        """For QuickBooks Desktop: the wizard, or the steps where they are known."""
        if not (self and self._is_desktop()):
            return super().action_connect()
        self._check_desktop_manager()
        self._check_may_sign_in()
        if self.state != "disconnected" and self.chosen_year:
            return self._show_connector()
        return (
            self.env["quickbooks.connect"]
            .create(
                {
                    "company_id": self.company_id.id,
                    "provider": "desktop",
                    "connection_id": self.id,
                }
            )
            ._open()
        )

    def action_renew_password(self):
        """Give the Web Connector another password; it is shown this once.

        :return: the password
        """
        self._check_desktop_manager()
        note = (
            self.env._(
                "The password of the Web Connector was renewed. The earlier one is not"
                " accepted any more."
            )
            if self.has_qb_password
            else self.env._("A password was made for the Web Connector.")
        )
        password = self._renew_qb_password()
        self.message_post(body=note)
        return password

    def action_download_qwc(self):
        """The configuration file that is opened in the Web Connector."""
        self._check_desktop_manager()
        return {
            "type": "ir.actions.act_url",
            "url": f"/quickbooks/webconnector/{self.id}/odoo.qwc",
            "target": "download",
        }

    def action_disconnect(self):
        """For QuickBooks Desktop: the Web Connector finds its password refused."""
        if self.is_copy or not self._is_desktop():
            return super().action_disconnect()
        self.ensure_one()
        self._check_manager()
        self.sudo().write({"state": "disconnected", "qb_password_hash": False})
        self.env["quickbooks.session"].sudo()._of_connection(self)._supersede()
        note = self.env._(
            "Disconnected. The Web Connector is not let in any more: remove this"
            " application from it. Links and history stay."
        )
        self.message_post(body=note)
        return self.env["quickbooks.sync.mixin"]._qb_notify(note)

    def _check_desktop_manager(self):
        """:raises UserError: for who may not, or for QuickBooks Online"""
        self.ensure_one()
        self._check_manager()
        if not self._is_desktop():
            raise UserError(
                self.env._(
                    "%(name)s is not a connection to QuickBooks Desktop.",
                    name=self.name,
                )
            )
