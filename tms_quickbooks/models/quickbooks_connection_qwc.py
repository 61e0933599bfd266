# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the Web Connector is told of this server."""

from urllib.parse import urlencode, urlsplit

from odoo import api, http, models
from odoo.tools import config

from ..lib.desktop import qwc

WEB_CONNECTOR_PATH = "/quickbooks/webconnector"


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    @api.model
    def _base_url(self):
        """The address of this server, without a slash at its end."""
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param("web.base.url", "").rstrip("/")

    @api.model
    def _connector_url(self):
        """The address that the Web Connector calls."""
        return self._database_url(WEB_CONNECTOR_PATH)

    @api.model
    def _database_url(self, path):
        """An address of this server for who keeps no cookies: it names the database
        where the host does not tell which one is meant."""
        url = f"{self._base_url()}{path}"
        if self._is_only_database():
            return url
        return f"{url}?{urlencode({'db': self.env.cr.dbname})}"

    @api.model
    def _is_only_database(self):
        """Whether the host alone tells which database is meant."""
        host = urlsplit(self._base_url()).netloc
        return http.db_list(force=True, host=host) == [self.env.cr.dbname]

    @api.model
    def _is_connector_served(self):
        """Whether a call that names the database arrives in it: Odoo has no routes
        outside of databases but those of the addons that are loaded server-wide."""
        return (
            self._is_only_database()
            or "tms_quickbooks" in config["server_wide_modules"]
        )

    def _may_download_qwc(self):
        """Whether the user may set up the Web Connector of this connection."""
        return bool(
            self.exists()
            and self.env.user.has_group("tms_quickbooks.group_quickbooks_manager")
            and self.has_access("write")
            and self._is_desktop()
        )

    def _qwc_file(self):
        """The configuration file for the Web Connector; no secret is in it."""
        self.ensure_one()
        return qwc.render(
            qwc.Application(
                key=f"Odoo {self.qb_user}",
                name=self.env._("Odoo: %(company)s", company=self.company_id.name),
                description=self.env._(
                    "Loads, invoices, bills and payments of %(company)s",
                    company=self.company_id.name,
                ),
                url=self._connector_url(),
                user=self.qb_user,
                file_id=self.file_id,
                every=self.run_minutes,
                unattended=self.unattended,
            )
        )

    def _qwc_name(self):
        """A name for the file."""
        return f"{self.name or self.qb_user}.qwc"
