# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..lib.log_filter import RedactPath
from ..models.quickbooks_app import CALLBACK_PATH

# The logger of Odoo's web server.
logging.getLogger("werkzeug").addFilter(RedactPath(CALLBACK_PATH))


class QuickbooksOauth(http.Controller):
    """The pages around the sign-in at Intuit: back from there, what came of it, and
    the decision about another connected admin."""

    @http.route(CALLBACK_PATH, type="http", auth="user", methods=["GET"])
    def callback(self, state=None, code=None, realmId=None, error=None, **_kwargs):
        """Finish the sign-in, or say on a page what happened and what to do.

        The state is used up in any case, and an error on the way stores nothing else.
        """
        sign_in = request.env["quickbooks.connect"]
        try:
            sign_in, nonce = sign_in._of_state(state)
            sign_in._use_up(nonce)
            with request.env.cr.savepoint():
                sign_in._finish(code, realmId, error)
        except UserError as failure:
            return self._failed(sign_in, failure)
        if sign_in._is_waiting():
            return request.redirect(f"/quickbooks/oauth/admin/{sign_in.id}")
        return self._to_success(sign_in.connection_id)

    @http.route("/quickbooks/oauth/start", type="http", auth="user", methods=["POST"])
    def start(self, sign_in=None, **_kwargs):
        """Try a sign-in again, as it was chosen before."""
        found = self._sign_in(sign_in)
        try:
            if not found:
                raise UserError(self._gone())
            url = found.action_sign_in()["url"]
        except UserError as failure:
            return self._failed(found, failure)
        return request.redirect(url, local=False)

    @http.route(
        "/quickbooks/oauth/connected/<int:connection_id>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
    )
    def connected(self, connection_id, **_kwargs):
        """What is connected now, by whom, and what is left to do; POST: check again."""
        connection = request.env["quickbooks.connection"].browse(connection_id)
        if not connection.exists() or not connection.has_access("read"):
            return self._failed(
                request.env["quickbooks.connect"],
                UserError(request.env._("There is no such QuickBooks connection.")),
            )
        told = {}
        if request.httprequest.method == "POST":
            try:
                told = connection.action_check_readiness()["params"]
            except UserError as failure:
                told = {"type": "danger", "message": failure.args[0]}
        return request.render(
            "tms_quickbooks.oauth_connected", {"connection": connection, "told": told}
        )

    @http.route(
        "/quickbooks/oauth/admin/<int:sign_in_id>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
    )
    def admin(self, sign_in_id, decision=None, **_kwargs):
        """Keep the connected admin or change; nothing changes before the answer."""
        sign_in = self._sign_in(sign_in_id)
        if not sign_in:
            return self._failed(sign_in, UserError(self._gone()))
        decide = {"keep": sign_in._keep_admin, "change": sign_in._change_admin}
        if request.httprequest.method == "GET" or decision not in decide:
            if not sign_in._is_waiting():
                return self._to_success(sign_in.connection_id)
            return request.render("tms_quickbooks.oauth_admin", {"sign_in": sign_in})
        try:
            with request.env.cr.savepoint():
                decide[decision]()
        except UserError as failure:
            return self._failed(sign_in, failure)
        return self._to_success(sign_in.connection_id)

    # -- shared --------------------------------------------------------------------

    def _sign_in(self, number):
        """A sign-in of this very user, or an empty set."""
        sign_ins = request.env["quickbooks.connect"]
        try:
            found = sign_ins.browse(int(number)).exists()
            return found if found and found.has_access("write") else sign_ins
        except (TypeError, ValueError, OverflowError, AccessError):
            return sign_ins

    def _gone(self):
        return request.env._(
            "This sign-in is not there any more, or it is another user's. Start again"
            " from the QuickBooks connections."
        )

    def _to_success(self, connection):
        return request.redirect(f"/quickbooks/oauth/connected/{connection.id}")

    def _failed(self, sign_in, failure):
        return request.render(
            "tms_quickbooks.oauth_failed",
            {"sign_in": sign_in.sudo(), "message": failure.args[0]},
        )
