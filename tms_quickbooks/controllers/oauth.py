# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..lib.log_filter import RedactPath
from ..models.quickbooks_app import CALLBACK_PATH

# The logger of Odoo's web server.
logging.getLogger("werkzeug").addFilter(RedactPath(CALLBACK_PATH))


class QuickbooksOauth(http.Controller):
    """Where Intuit sends the user back to after the sign-in."""

    @http.route(CALLBACK_PATH, type="http", auth="user", methods=["GET"])
    def callback(self, state=None, code=None, realmId=None, error=None, **_kwargs):
        """Finish the sign-in, or say on a page what happened and what to do.

        The state is used up in any case, and an error on the way stores nothing else.
        """
        connections = request.env["quickbooks.connection"]
        connection = connections.browse()
        try:
            connection = connections._take_oauth_state(state)
            if error or not code or not realmId:
                raise UserError(connection._explain_refusal(error))
            with request.env.cr.savepoint():
                connection._authorize(code, realmId)
        except UserError as failure:
            return request.render(
                "tms_quickbooks.oauth_failed",
                {"connection": connection, "message": failure.args[0]},
            )
        return request.redirect(
            f"/odoo/action-tms_quickbooks.action_quickbooks_connection/{connection.id}"
        )
