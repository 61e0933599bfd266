# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytest

from tms_quickbooks.lib.online.pace import PACE

from .scripted_server import ScriptedServer


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    """No test waits for the next second of QuickBooks' limit."""
    monkeypatch.setattr(PACE, "limit", None)


@pytest.fixture
def server():
    server = ScriptedServer()
    yield server
    server.close()
