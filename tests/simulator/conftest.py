# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytest

from quickbooks_simulator.desktop.connector import WebConnector
from quickbooks_simulator.online import Simulator

from .client import Api, canadian_api
from .desk import Desk
from .open_file import OpenFile
from .scripted_service import ScriptedService

PASSWORD = "a password & a <secret>"


@pytest.fixture(scope="session")
def server():
    with Simulator(limits=False) as running:
        yield running


@pytest.fixture
def simulator(server):
    """The running simulator, its companies as they began."""
    server.reset()
    server.throttle.enabled = False
    return server


@pytest.fixture
def api(simulator):
    return Api(simulator)


@pytest.fixture
def canada(simulator):
    """Essentials, CAD, multi-currency, custom transaction numbers."""
    return canadian_api(simulator)


@pytest.fixture(scope="session")
def scripted_service():
    running = ScriptedService()
    yield running
    running.close()


@pytest.fixture
def service(scripted_service):
    """A web application for the Web Connector that has got no orders yet."""
    scripted_service.reset()
    return scripted_service


@pytest.fixture
def company():
    """QuickBooks behind the Web Connector."""
    return OpenFile()


@pytest.fixture
def pauses():
    """How long the Web Connector would have waited."""
    return []


@pytest.fixture
def connector(service, company, pauses):
    return WebConnector(service.url, "user", PASSWORD, company, wait=pauses.append)


@pytest.fixture
def desk():
    """An application at work on a company file that nobody has touched."""
    return Desk()
