# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where QuickBooks Online tells that something has changed."""

import logging
from http import HTTPStatus

from odoo import SUPERUSER_ID, http
from odoo.http import Response, request
from odoo.service.model import retrying

from ..lib.online import webhook
from ..models.quickbooks_connection_webhook import WEBHOOK_PATH
from .raw import RawController, RawDispatcher

_logger = logging.getLogger(__name__)


class QuickbooksWebhook(RawController):
    """Verifies, notes and answers; what has changed is asked for by the worker."""

    @http.route(
        WEBHOOK_PATH,
        type=RawDispatcher.routing_type,
        auth="none",
        methods=["GET", "HEAD", "POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        # A body that is too large is answered here.
        max_content_length=None,
    )
    def receive(self):
        """Signed events by POST. Who may not know which companies are connected learns
        nothing: a company that is not is answered like one that is."""
        if not request.db:
            return self._in_database()
        if request.httprequest.method != "POST":
            return Response(
                status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"}
            )
        return Response(status=self._receive())

    def _receive(self):
        """The status to answer with."""
        given = request.httprequest
        is_json = given.mimetype == "application/json" or given.mimetype.endswith(
            "+json"
        )
        if not is_json:
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        if (given.content_length or 0) > webhook.MAX_BODY:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        try:
            body = webhook.read_body(self._stream().read)
        except webhook.TooLarge:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        signature = given.headers.get(webhook.SIGNATURE, "")

        def note():
            env = request.env(user=SUPERUSER_ID, context={})
            return env["quickbooks.connection"]._receive_webhook(body, signature)

        try:
            is_signed = retrying(note, request.env)
        except webhook.Malformed:
            return HTTPStatus.BAD_REQUEST
        if not is_signed:
            _logger.info("A webhook call of %s is not signed", given.remote_addr)
            return HTTPStatus.UNAUTHORIZED
        return HTTPStatus.OK
