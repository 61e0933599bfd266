# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The web application: which part of the simulator answers which address."""

from __future__ import annotations

from flask import Flask, jsonify

from . import admin, api, faults, oauth, pages


def create_app(simulator) -> Flask:
    """The application over a simulator's state.

    :param simulator: a :class:`~.simulator.Simulator`
    """
    app = Flask(__name__)
    app.config["simulator"] = simulator
    app.config["MAX_CONTENT_LENGTH"] = None
    for part in (api, oauth, admin, pages):
        app.register_blueprint(part.routes)

    @app.errorhandler(faults.Fault)
    def refuse(fault: faults.Fault):
        return jsonify({"Fault": fault.body()}), fault.status

    return app
