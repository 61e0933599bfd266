# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The web application: which part of the simulator answers which address."""

from __future__ import annotations

from flask import Flask, abort, jsonify, request

from . import admin, api, controls, faults, oauth, pages


def create_app(simulator) -> Flask:
    """The application over a simulator's state.

    :param simulator: a :class:`~.simulator.Simulator`
    """
    app = Flask(__name__)
    app.config["simulator"] = simulator
    app.config["MAX_CONTENT_LENGTH"] = None
    for part in (api, oauth, admin, pages, controls):
        app.register_blueprint(part.routes)

    @app.before_request
    def require_own_site():
        """A page of another site cannot change anything here through a browser."""
        origin = request.headers.get("Origin")
        own = request.host_url.rstrip("/")
        if request.method != "GET" and origin not in (None, own):
            abort(403)

    @app.errorhandler(faults.Fault)
    def refuse(fault: faults.Fault):
        return jsonify({"Fault": fault.body()}), fault.status

    return app
