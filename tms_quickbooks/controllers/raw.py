# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""For doors that programs knock at: no login, no cookies, no pages about errors."""

from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable

from odoo import http
from odoo.http import HttpDispatcher, request


class RawDispatcher(HttpDispatcher):
    """Hands over a request as it is. Odoo's own would take a body for a form if the
    request says so, and answer an error with a page."""

    routing_type = "quickbooks_raw"

    def dispatch(self, endpoint, args):
        self.request.params = dict(args)
        return endpoint(**args)

    def handle_error(self, exc):
        return exc if isinstance(exc, HTTPException) else ServiceUnavailable()


class RawController(http.Controller):
    """A controller whose callers keep no cookies."""

    def _in_database(self):
        """Serve the request in the database it names.

        Where Odoo does not know by the host which database is meant, it comes here if
        the addon is loaded server-wide.
        """
        name = request.httprequest.args.get("db")
        if not name or name not in http.db_list(force=True):
            raise NotFound()
        request.db = name
        return request._serve_db()

    def _stream(self):
        """The body as it comes: Odoo shows a controller the whole of it or none."""
        return request.httprequest._HTTPRequest__wrapped.stream
