# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The state file and the command line."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests

from quickbooks_simulator.__main__ import main
from quickbooks_simulator.online import LONE_STAR, MAPLE, Simulator

from .client import TIMEOUT, Api, invoice

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def running(state, *options):
    """The simulator as a process of its own; yields it and its address."""
    command = [sys.executable, "-m", "quickbooks_simulator", "online", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--state", str(state), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.wait(TIMEOUT)
        process.stdout.close()


def token(state, capsys, *options):
    assert main(["token", "--state", str(state), *options]) == 0
    return json.loads(capsys.readouterr().out)


def call(credentials, path, body=None):
    url = f"{credentials['base_url']}/v3/company/{credentials['realm']}/{path}"
    headers = {"Authorization": f"Bearer {credentials['access_token']}"}
    method = "GET" if body is None else "POST"
    return requests.request(
        method, url, json=body, headers=headers, timeout=TIMEOUT
    ).json()


def test_what_was_answered_outlives_a_kill(tmp_path, capsys):
    state = tmp_path / "state.sqlite"
    with running(state) as (process, url):
        credentials = token(state, capsys)
        assert credentials["base_url"] == url
        created = call(credentials, "invoice?requestid=r1", invoice())["Invoice"]
        os.kill(process.pid, signal.SIGKILL)

    with running(state) as (_process, url):
        credentials["base_url"] = url
        assert call(credentials, f"invoice/{created['Id']}")["Invoice"] == created
        again = call(credentials, "invoice?requestid=r1", invoice())["Invoice"]
        assert again == created


def test_the_process_ends_in_order_when_told(tmp_path):
    with running(tmp_path / "state.sqlite") as (process, _url):
        process.terminate()

        assert process.wait(TIMEOUT) == 0


def test_the_clock_stays_moved_over_a_restart(tmp_path):
    first = Simulator(tmp_path / "state.sqlite")
    first.clock.advance(days=3)
    moved = first.clock.now()
    first.stop()

    second = Simulator(tmp_path / "state.sqlite")

    assert second.clock.now() >= moved
    second.stop()


def test_a_token_is_for_the_company_asked_for(tmp_path, capsys):
    state = tmp_path / "state.sqlite"
    with Simulator(state) as simulator:
        credentials = token(state, capsys, "--realm", MAPLE)

        assert set(credentials) == {
            "base_url",
            "realm",
            "access_token",
            "refresh_token",
            "client_id",
            "client_secret",
            "token_endpoint",
        }
        assert simulator.tokens.access(credentials["access_token"]).realm == MAPLE


def test_there_is_no_token_without_a_state_file(tmp_path, capsys):
    assert main(["token", "--state", str(tmp_path / "nothing.sqlite")]) == 1
    assert "There is no simulator state" in capsys.readouterr().err


def test_a_state_of_another_version_is_refused(tmp_path, capsys):
    state = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(state)) as database:
        database.execute("CREATE TABLE object (id INTEGER)")

    assert main(["token", "--state", str(state)]) == 1
    assert "written by another version" in capsys.readouterr().err


def test_a_file_that_is_no_state_is_refused(tmp_path, capsys):
    state = tmp_path / "state.sqlite"
    state.write_text("Dear diary, " * 100)

    assert main(["token", "--state", str(state)]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_there_is_no_token_for_an_unknown_company(tmp_path, capsys):
    state = tmp_path / "state.sqlite"
    Simulator(state).stop()

    assert main(["token", "--state", str(state), "--realm", "1"]) == 1
    assert "There is no company 1" in capsys.readouterr().err


def test_there_is_no_token_before_the_first_start(tmp_path, capsys):
    state = tmp_path / "state.sqlite"
    Simulator(state).stop()

    assert main(["token", "--state", str(state)]) == 1
    assert "Start the simulator once" in capsys.readouterr().err


def test_a_port_in_use_is_told(tmp_path, capsys, server):
    port = server.url.rpartition(":")[2]

    code = main(["online", "--port", port, "--state", str(tmp_path / "x.sqlite")])

    assert code == 1
    assert f"Cannot listen on port {port}" in capsys.readouterr().err


def test_limits_can_be_left_out(tmp_path, capsys):
    state = tmp_path / "state.sqlite"
    with running(state, "--no-limits"):
        credentials = token(state, capsys)

        answers = [call(credentials, "customer/1") for _ in range(12)]

    assert all("Customer" in answer for answer in answers)


def test_companies_are_changed_over_http(simulator):
    url = f"{simulator.url}/_simulator/companies/{LONE_STAR}"

    requests.post(url, json={"plan": "Essentials"}, timeout=TIMEOUT)

    assert simulator.company().plan == "Essentials"


@pytest.mark.parametrize("change", [{"plan": "Deluxe"}, {"colour": "red"}])
def test_a_change_that_makes_no_sense_is_refused(simulator, change):
    url = f"{simulator.url}/_simulator/companies/{LONE_STAR}"

    assert requests.post(url, json=change, timeout=TIMEOUT).status_code == 400


def test_everything_can_begin_anew(simulator):
    api = Api(simulator)
    api.create("Invoice", invoice())

    requests.post(f"{simulator.url}/_simulator/reset", timeout=TIMEOUT)

    assert Api(simulator).query("select * from Invoice") == {}
