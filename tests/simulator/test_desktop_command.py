# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``python -m quickbooks_simulator desktop``: a Web Connector that runs by itself."""

import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from quickbooks_simulator.__main__ import main
from quickbooks_simulator.desktop import CompanyFile

from .conftest import PASSWORD
from .scripted_service import TICKET, Raw

ROOT = Path(__file__).parents[2]
ADD = (
    '<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?>'
    '<QBXML><QBXMLMsgsRq onError="stopOnError"><CustomerAddRq requestID="1">'
    "<CustomerAdd><Name>Party 1</Name></CustomerAdd></CustomerAddRq>"
    "</QBXMLMsgsRq></QBXML>"
)


@pytest.fixture
def run(service, tmp_path, monkeypatch):
    """Run the command once; returns its exit code."""
    # The test's own process is not ended by SIGTERM in a special way.
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def once(*options):
        arguments = ["--state", str(tmp_path / "books" / "company.sqlite"), "--once"]
        return main(["desktop", "--password", PASSWORD, *arguments, *options])

    return once


def test_one_update_of_a_company_file(run, service, tmp_path, capsys):
    service.requests = [ADD]

    assert run("--url", service.url, "--user", "user") == 0

    assert service.values("authenticate") == [
        {"strUserName": "user", "strPassword": PASSWORD}
    ]
    with CompanyFile(tmp_path / "books" / "company.sqlite") as company:
        assert "Party 1" in [customer.name for customer in company.customers()]
    log = capsys.readouterr().out
    assert "QBWebConnector.SOAPWebService.do_authenticate()" in log
    assert PASSWORD not in log


def test_another_company(run, service):
    run("--url", service.url, "--user", "user", "--company", "maple")

    assert (
        "<Country>CA</Country>"
        in (service.values("sendRequestXML")[0]["strHCPResponse"])
    )


def test_an_application_by_its_file(run, service, tmp_path):
    url = service.url.replace("127.0.0.1", "localhost")
    path = tmp_path / "application.qwc"
    path.write_text(
        "<QBWCXML><AppName>Loads</AppName><AppID/>"
        f"<AppURL>{url}</AppURL><AppSupport>{url}</AppSupport>"
        "<AppDescription>Loads</AppDescription><UserName>qb-1</UserName>"
        "<OwnerID>{57F3B9B1-86F1-4fcc-B1EE-566DE1813D20}</OwnerID>"
        "<FileID>{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}</FileID>"
        "<QBType>QBFS</QBType></QBWCXML>"
    )

    assert run("--qwc", str(path)) == 0

    assert service.values("authenticate")[0]["strUserName"] == "qb-1"
    told = service.values("sendRequestXML")[0]["strHCPResponse"]
    assert "{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}" in told


@pytest.mark.parametrize(
    ("answer", "code"),
    [("none", 0), ("nvu", 4), ("busy", 5), ("C:\\Other.qbw", 3)],
)
def test_exit_codes_for_scripts(run, service, answer, code):
    service.answer("authenticate", [TICKET, answer])
    service.answer("connectionError", "done")

    assert run("--url", service.url, "--user", "user") == code


def test_the_exit_code_of_an_update_that_broke(run, service):
    service.answer("authenticate", Raw(status=500))

    assert run("--url", service.url, "--user", "user") == 6


def test_failures_can_be_ordered(run, service):
    fail = "lost_answer,method=serverVersion"

    assert run("--url", service.url, "--user", "user", "--fail", fail) == 6
    assert service.methods == ["GET", "serverVersion"]


@pytest.mark.parametrize(
    "options",
    [
        ("--url", "http://localhost/"),
        ("--url", "http://localhost/", "--user", "a", "--fail", "earthquake"),
        ("--url", "http://localhost/", "--user", "a", "--fail", "delay,seconds=soon"),
        ("--url", "http://localhost/", "--user", "a", "--fail", "delay,times=0"),
        ("--user", "user"),
    ],
)
def test_options_that_make_no_sense(run, options, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(*options)

    assert stopped.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_a_file_the_web_connector_does_not_take(run, tmp_path, capsys):
    path = tmp_path / "application.qwc"
    path.write_text("<QBWCXML/>")

    assert run("--qwc", str(path)) == 1
    assert "QBWC1039" in capsys.readouterr().err


@contextmanager
def running(*options):
    command = [sys.executable, "-m", "quickbooks_simulator", "desktop", *options]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process


def test_it_comes_again_by_its_schedule_until_it_is_stopped(service, tmp_path):
    options = ["--url", service.url, "--user", "user", "--password", PASSWORD]
    options += ["--state", str(tmp_path / "company.sqlite"), "--every", "1"]

    with running(*options) as process:
        ends = 0
        for line in process.stdout:
            ends += "updateWS() : done" in line
            if ends == 2:
                process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0

    assert service.methods.count("authenticate") == ends == 2
