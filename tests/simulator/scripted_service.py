# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A small web application for the Web Connector, on real HTTP.

It hands out the requests it was given and is content with everything, unless the test
tells it otherwise.
"""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

from lxml import etree

NAMESPACE = "http://developer.intuit.com/"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
TICKET = "{5d5b2f7c-0000-0000-0000-000000000001}"
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>'
    f'<soap:Envelope xmlns:soap="{ENVELOPE}"><soap:Body>'
)
_FOOT = "</soap:Body></soap:Envelope>"


@dataclass
class Raw:
    """An answer as it is."""

    body: str = ""
    status: int = 200
    headers: dict = field(
        default_factory=lambda: {"Content-Type": "text/xml; charset=utf-8"}
    )


@dataclass
class Received:
    """A call: its method, its parameters, and how it came."""

    method: str
    values: dict
    headers: dict
    body: bytes
    address: str


def result(method, value):
    """The answer of a method, as it has to be."""
    if isinstance(value, list):
        inner = "".join(f"<string>{escape(text)}</string>" for text in value)
    else:
        inner = escape(str(value))
    return envelope(method, f"<{method}Result>{inner}</{method}Result>")


def envelope(method, inner, namespace=NAMESPACE):
    opening = f'<{method}Response xmlns="{namespace}">'
    return f"{_HEAD}{opening}{inner}</{method}Response>{_FOOT}"


class ScriptedService:
    """Serves `requests` one after the other.

    :ivar requests: qbXML that is still to be sent
    :ivar received: the calls that came
    """

    def __init__(self):
        self.reset()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                service._look(self)

            def do_POST(self):
                service._serve(self)

            def log_message(self, *args):
                """The test's own assertions tell what went wrong."""

        self._httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._httpd.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._httpd.server_port}/webconnector"
        self._thread = threading.Thread(
            target=self._httpd.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self._thread.start()

    def reset(self):
        """Forget all orders and calls."""
        self.requests = []
        self.received = []
        self._answers = {}

    def close(self):
        self._httpd.shutdown()
        self._httpd.server_close()
        self._thread.join()

    def answer(self, method, *values):
        """Answer the next calls of a method so, and not as usual."""
        self._answers.setdefault(method, []).extend(values)

    @property
    def methods(self):
        return [call.method for call in self.received]

    def values(self, method):
        """The parameters of the calls of a method."""
        return [call.values for call in self.received if call.method == method]

    def _look(self, handler):
        self.received.append(
            Received("GET", {}, dict(handler.headers), b"", handler.client_address[0])
        )
        self._send(handler, self._scripted("GET", Raw("<html/>")))

    def _serve(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        call = etree.fromstring(body).find(f"{{{ENVELOPE}}}Body")[0]
        method = etree.QName(call).localname
        values = {etree.QName(value).localname: value.text or "" for value in call}
        self.received.append(
            Received(
                method,
                values,
                dict(handler.headers),
                body,
                handler.client_address[0],
            )
        )
        answer = self._scripted(method, None)
        if answer is None:
            answer = self._usual(method)
        if not isinstance(answer, Raw):
            answer = Raw(result(method, answer))
        self._send(handler, answer)

    def _scripted(self, method, usual):
        waiting = self._answers.get(method)
        return waiting.pop(0) if waiting else usual

    def _usual(self, method):
        if method == "authenticate":
            return [TICKET, ""]
        if method == "sendRequestXML":
            return self.requests.pop(0) if self.requests else ""
        if method == "receiveResponseXML":
            return 50 if self.requests else 100
        return {"serverVersion": "1.0", "closeConnection": "OK"}.get(method, "")

    @staticmethod
    def _send(handler, answer):
        body = answer.body.encode()
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
