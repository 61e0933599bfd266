# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytest

from quickbooks_simulator.online import Simulator

from .client import Api, canadian_api


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
