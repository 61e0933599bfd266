# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One company connected to QuickBooks, for all tests of the whole system.

They run in the project's environment only: `tools/python -m pytest tests/system`. A
run can be repeated with TMS_QUICKBOOKS_SEED; each test says its seed when it fails.
"""

import os
import secrets
import subprocess
from contextlib import contextmanager
from random import Random

import pytest

if "TMS_QUICKBOOKS_TEMPLATE" not in os.environ:
    raise pytest.UsageError("Run these tests by tools/python -m pytest tests/system")

# Sets Odoo up; what is imported from it after this relies on that.
import odoo.init  # noqa: F401
from odoo import sql_db

from benchmarks.connecting import connect
from benchmarks.places import (
    drop_database,
    make_database,
    odoo_environment,
    running_simulator,
)

from . import processes
from .books import look_again

SEED = os.environ.get("TMS_QUICKBOOKS_SEED") or secrets.token_hex(4)


def pytest_report_header():
    """Say how to repeat this run."""
    return f"TMS_QUICKBOOKS_SEED={SEED}"


@pytest.fixture
def random(request):
    """Chance that can be repeated."""
    print(f"Repeat it with TMS_QUICKBOOKS_SEED={SEED}")
    return Random(f"{SEED} {request.node.name}")


@pytest.fixture(scope="session")
def installed():
    """A database with the addon and nothing in it, to make copies of."""
    name = f"tms_quickbooks_system_{os.getpid()}"
    try:
        make_database(name)
        yield name
    finally:
        drop_database(name)


@contextmanager
def copy_of(installed, purpose):
    """A database of its own, dropped at the end."""
    name = f"{installed}_{purpose}"
    try:
        subprocess.run(["createdb", "-T", installed, name], check=True)
        yield name
    finally:
        # Only its own: a company of other tests may be at work.
        sql_db.close_db(name)
        drop_database(name)


@pytest.fixture(scope="session")
def database(installed):
    """The database of the company."""
    with copy_of(installed, "company") as name:
        yield name


@pytest.fixture(scope="session")
def simulator(tmp_path_factory):
    """QuickBooks in a process of its own."""
    with running_simulator(tmp_path_factory.mktemp("simulator"), "state") as running:
        yield processes.Simulator(running.url, running.state)


@pytest.fixture(scope="session")
def company(database, simulator):
    """Odoo's environment on the company that is connected, and the connection."""
    with odoo_environment(database) as env:
        yield env, connect(env, simulator)


@pytest.fixture(scope="session")
def workers(database, company):
    """Workers of the connection."""
    _env, connection = company
    with processes.running_workers(database, connection.id) as running:
        yield running


@pytest.fixture
def env(company):
    """Odoo's environment, with a cursor that commits."""
    env, _connection = company
    look_again(env)
    return env


@pytest.fixture
def connection(company):
    """The connection to QuickBooks."""
    _env, connection = company
    return connection
