# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A real HTTP server on loopback that answers what the test tells it to."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Answer:
    status: int = 200
    body: str | bytes = "{}"
    headers: dict = field(default_factory=dict)
    # "drop" closes the connection instead of answering; "hang" waits for the end of
    # the test, or five seconds; "cut" promises more bytes than it sends.
    mishap: str = ""


@dataclass
class Request:
    method: str
    path: str
    query: dict
    headers: dict
    body: bytes


class ScriptedServer:
    """Answers in the order given by ``answer``, and keeps the requests."""

    def __init__(self):
        self.requests = []
        self._answers = []
        self._closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                server._serve(self)

            do_GET = do_POST

            def log_message(self, *args):
                """The test's own assertions tell what went wrong."""

        self._httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._httpd.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._httpd.server_port}"
        self._thread = threading.Thread(
            target=self._httpd.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self._thread.start()

    def answer(self, body="{}", status=200, headers=None, mishap=""):
        if not isinstance(body, str | bytes):
            body = json.dumps(body)
        self._answers.append(Answer(status, body, headers or {}, mishap))

    def close(self):
        self._closing.set()
        self._httpd.shutdown()
        self._httpd.server_close()
        self._thread.join()

    def _serve(self, handler):
        url = urlsplit(handler.path)
        length = int(handler.headers.get("Content-Length") or 0)
        self.requests.append(
            Request(
                handler.command,
                url.path,
                {name: values[0] for name, values in parse_qs(url.query).items()},
                {name.lower(): value for name, value in handler.headers.items()},
                handler.rfile.read(length),
            )
        )
        answer = self._answers.pop(0)
        if answer.mishap in ("drop", "hang"):
            if answer.mishap == "hang":
                self._closing.wait(5)
            handler.close_connection = True
            return
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        handler.send_response(answer.status)
        for name, value in {
            "Content-Type": "application/json",
            **answer.headers,
        }.items():
            handler.send_header(name, value)
        extra = 100 if answer.mishap == "cut" else 0
        handler.send_header("Content-Length", str(len(body) + extra))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = bool(extra)
