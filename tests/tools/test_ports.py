# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import socket

import pytest

from devenv import ports
from devenv.console import Failure


@pytest.fixture
def taken():
    """A port that somebody listens on, with a free one behind it."""
    with socket.socket() as server:
        server.bind((ports.LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_is_taken_as_asked(taken):
    free = ports.free_port(taken + 1)
    assert ports.free_port(free) == free


def test_a_port_in_use_is_stepped_around(taken):
    assert ports.free_port(taken) > taken


def test_a_port_taken_on_all_addresses_is_stepped_around():
    with socket.socket() as server:
        server.bind(("0.0.0.0", 0))
        server.listen()
        assert ports.free_port(server.getsockname()[1]) > server.getsockname()[1]


def test_no_free_port_is_a_failure_with_advice(taken, monkeypatch):
    monkeypatch.setattr(ports, "_TRIES", 1)
    with pytest.raises(Failure, match="stop one of the programs"):
        ports.free_port(taken)
