# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An application that is told of changes, and acknowledges them as ordered."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class WebhookReceiver:
    """Takes notifications over real HTTP.

    :ivar answers: the statuses of the next answers; 200 when there are none
    :ivar pause: seconds until an answer
    """

    def __init__(self):
        self.requests, self.answers, self.pause = [], [], 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.requests.append((dict(self.headers.items()), body))
                time.sleep(receiver.pause)
                self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        ).start()

    def reset(self):
        self.requests, self.answers, self.pause = [], [], 0

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    @property
    def payloads(self):
        return [json.loads(body) for _headers, body in self.requests]

    def entities(self, index=-1):
        """The changes of one company in a notification of the legacy format."""
        (notification,) = self.payloads[index]["eventNotifications"]
        return notification["dataChangeEvent"]["entities"]

    def told(self, index=-1):
        return [
            (each["operation"], each["name"], each["id"])
            for each in self.entities(index)
        ]

    def signed_with(self, verifier, index=-1):
        headers, body = self.requests[index]
        digest = hmac.new(verifier.encode(), body, hashlib.sha256).digest()
        return headers["intuit-signature"] == base64.b64encode(digest).decode()
