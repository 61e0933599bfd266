# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where the Web Connector of QuickBooks Desktop calls."""

import logging
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from werkzeug.exceptions import NotFound

from odoo import SUPERUSER_ID, http
from odoo.http import Response, content_disposition, request
from odoo.service.model import retrying

from ..lib.desktop import qwc, soap
from ..lib.log_filter import CutValues, trace
from ..models.quickbooks_connection_qwc import WEB_CONNECTOR_PATH
from ..models.quickbooks_session import FAILED
from .raw import RawController, RawDispatcher

_logger = logging.getLogger(__name__)
logging.getLogger("odoo.sql_db").addFilter(CutValues())

# What the Web Connector gets where we fail: it ends the session and comes again. The
# work of the session is stored step by step, so that nothing is lost with it.
_WHEN_BROKEN = {
    "serverVersion": "",
    "clientVersion": "",
    "authenticate": [FAILED, "busy"],
    "sendRequestXML": "",
    "receiveResponseXML": -1,
    "connectionError": "done",
    "getLastError": "",
    "closeConnection": "",
}


class QuickbooksWebConnector(RawController):
    """The service, its description, its page for people, its configuration file."""

    @http.route(
        WEB_CONNECTOR_PATH,
        type=RawDispatcher.routing_type,
        auth="none",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        # A body that is too large is answered in the protocol: see `soap.read_body`.
        max_content_length=None,
    )
    def service(self):
        """SOAP by POST. By GET a page that answers everybody: the Web Connector looks
        at it to verify the certificate, and takes a redirect or a login for an error
        (QBWC1048)."""
        if not request.db:
            return self._in_database()
        if request.httprequest.method == "POST":
            return self._answer()
        if "wsdl" in {name.lower() for name in request.httprequest.args}:
            return _xml(soap.description(self._address()), soap.SOAP_11)
        return self._page()

    @http.route(
        f"{WEB_CONNECTOR_PATH}/<int:connection_id>/odoo.qwc",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def configuration(self, connection_id):
        """The file that a manager opens in the Web Connector."""
        connection = request.env["quickbooks.connection"].browse(connection_id)
        if not connection._may_download_qwc():
            raise NotFound()
        return request.make_response(
            connection._qwc_file(),
            headers=[
                ("Content-Type", qwc.MEDIA_TYPE),
                ("Content-Disposition", content_disposition(connection._qwc_name())),
                ("Cache-Control", "no-store"),
            ],
        )

    # -- calls ---------------------------------------------------------------------

    def _answer(self):
        """The answer to a call, in the protocol whatever happens."""
        try:
            body = soap.read_body(self._stream().read)
            call = soap.read(body, request.httprequest.headers.get("Content-Type", ""))
        except soap.Malformed as error:
            _logger.info("Not a call of the Web Connector: %s", error)
            return _xml(soap.fault(error), error.version, HTTPStatus.BAD_REQUEST)
        except soap.TooLarge as error:
            _logger.warning("%s", error)
            self._in_own_transaction("_note_too_large", error.call.params)
            value = _WHEN_BROKEN[error.call.method]
            return _xml(soap.answer(error.call, value), error.call.version)
        address = request.httprequest.remote_addr
        value = self._in_own_transaction("_serve", call.method, call.params, address)
        if value is None:
            self._in_own_transaction("_note_broken", call.params)
            value = _WHEN_BROKEN[call.method]
        return _xml(soap.answer(call, value), call.version)

    def _in_own_transaction(self, method, *arguments):
        """Call a method of the sessions, commit what it has done, and return what it
        says; None where that failed.

        What is to be sent is committed here, before the answer leaves.
        """

        def serve():
            env = request.env(user=SUPERUSER_ID, context={})
            return getattr(env["quickbooks.session"], method)(*arguments)

        try:
            return retrying(serve, request.env)
        # Whatever it is: the Web Connector understands no page about an error.
        except Exception as error:  # pylint: disable=broad-except
            request.env.cr.rollback()
            # Without its text, which may quote what was sent.
            _logger.error("%s for the Web Connector failed: %s", method, trace(error))
            return None

    # -- pages ---------------------------------------------------------------------

    def _page(self):
        """What this address is, for people."""
        env = request.env(user=SUPERUSER_ID)
        return Response(env["ir.qweb"]._render("tms_quickbooks.webconnector_page"))

    def _address(self):
        """The address of the service as its caller knows it."""
        called = request.httprequest.base_url
        database = request.httprequest.args.get("db")
        known = urlsplit(request.env["quickbooks.connection"].sudo()._base_url())
        parts = urlsplit(called)
        if known.netloc == parts.netloc:
            # A proxy in between may not have said that it is called by https.
            parts = parts._replace(scheme=known.scheme)
        query = urlencode({"db": database}) if database else ""
        return parts._replace(query=query).geturl()


def _xml(body, version, status=HTTPStatus.OK):
    return Response(
        body, status=status, content_type=f"{version.content_type}; charset=utf-8"
    )
