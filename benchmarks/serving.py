# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's web application behind a server in this process."""

from werkzeug.serving import WSGIRequestHandler, make_server

from odoo import http
from odoo.service.server import load_server_wide_modules
from odoo.tools import config

from benchmarks.places import odoo_environment


def load(database):
    """Have Odoo's web application serve this database, and no other one."""
    with odoo_environment(database):
        load_server_wide_modules()
        config["db_name"] = [database]


def server(application=http.root, port=None):
    """A server that is not running yet, and says nothing of what it is asked for.

    :param application: Odoo's, after `load`, or one around it
    :param port: a socket that is bound to one; a free one of this machine without it
    """
    return make_server(
        "127.0.0.1",
        0,
        application,
        threaded=True,
        request_handler=_Silent,
        fd=None if port is None else port.fileno(),
    )


class _Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_arguments):
        """Who asks for something tells what it was."""
