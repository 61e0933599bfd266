# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A web application that others have written gets on with the simulated QuickBooks."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from qbwc_kit import qbxml
from qbwc_kit.service import QBWCService
from qbwc_kit.session import StaticAuthenticator

from quickbooks_simulator.desktop import CompanyFile, WebConnector

CUSTOMERS = 25
PAGE = 10


class Task:
    """Lists all customers by an iterator, adds one, invoices it, and changes it."""

    name = "customers"

    def __init__(self):
        self.pages = []
        self.statuses = []
        self.version = None

    def run(self, context):
        self.version = context.qbxml_version
        yield from self._list()
        added = yield from self._ask(qbxml.add("Customer", {"Name": "Kit & Co"}))
        line = {"ItemRef": {"FullName": "Linehaul"}, "Quantity": "2", "Rate": "125.50"}
        invoice = {
            "CustomerRef": {"ListID": added["ListID"]},
            "TxnDate": "2026-11-20",
            "RefNumber": "KIT-1",
            "InvoiceLineAdd": [line],
        }
        yield from self._ask(qbxml.add("Invoice", invoice))
        change = {"list_id": added["ListID"], "edit_sequence": added["EditSequence"]}
        yield from self._ask(qbxml.mod("Customer", {"Phone": "555 0100"}, **change))
        yield from self._ask(qbxml.mod("Customer", {"Phone": "555 0101"}, **change))

    def _list(self):
        request = qbxml.query("Customer", max_returned=PAGE, iterator="Start")
        while True:
            answers = yield qbxml.QBXMLRequest([request])
            page = answers.first().raise_for_status()
            self.pages.append([each["Name"] for each in page.records])
            if not page.has_more:
                return
            request.iterator, request.iterator_id = "Continue", page.iterator_id

    def _ask(self, request):
        answers = yield qbxml.QBXMLRequest([request])
        answer = answers.first()
        self.statuses.append(answer.status_code)
        return answer.records[0] if answer.records else None


@pytest.fixture
def serve():
    """Serve tasks over HTTP; returns the address."""
    servers = []

    def start(*tasks):
        service = QBWCService(StaticAuthenticator("kit", "password", tasks))

        class Handler(BaseHTTPRequestHandler):
            disable_nagle_algorithm = True

            def do_GET(self):
                self._answer("")

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self._answer(service.dispatch(body))

            def _answer(self, text):
                content = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/xml; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args):
                """The assertions tell what went wrong."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/qbwc"

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_task_of_several_steps(serve):
    task, company = Task(), CompanyFile()
    company.add_customers(CUSTOMERS)
    known = [customer.name for customer in company.customers()]

    outcome = WebConnector(serve(task), "kit", "password", company).run()

    assert (outcome.outcome, outcome.error) == ("done", "")
    assert task.version == "13.0"
    assert sorted(sum(task.pages, [])) == sorted(known)
    assert {len(page) for page in task.pages[:-1]} == {PAGE}
    # The version that the second change names is out of date by then.
    assert task.statuses == [0, 0, 0, 3200]
    [invoice] = [each for each in company.invoices() if each.number == "KIT-1"]
    assert (invoice.party, str(invoice.total)) == ("Kit & Co", "251.00")


def test_nothing_to_do(serve):
    outcome = WebConnector(serve(), "kit", "password", CompanyFile()).run()

    assert outcome.outcome == "no work"


def test_a_wrong_password(serve):
    outcome = WebConnector(serve(Task()), "kit", "guessed", CompanyFile()).run()

    assert outcome.outcome == "bad user"


def test_quickbooks_is_closed(serve):
    outcome = WebConnector(serve(Task()), "kit", "password", None).run()

    assert outcome.outcome == "error"
    assert outcome.methods[-1] == "connectionError"
