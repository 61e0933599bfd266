# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A Chromium without a window, for pictures of the screens."""

import base64
import contextlib
import itertools
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

from .console import Failure

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_SECONDS = 20
_ANSWER_SECONDS = 60
_LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Browser:
    """One page of a Chromium; use it in a ``with`` statement.

    :param size: width and height of the page in pixels
    """

    def __init__(self, size=(1366, 768)):
        self._size = size
        self._numbers = itertools.count(1)

    def __enter__(self):
        program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
        if not program:
            raise Failure("no browser found: install Chromium.")
        with contextlib.ExitStack() as stack:
            profile = stack.enter_context(
                tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            )
            width, height = self._size
            process = subprocess.Popen(
                [
                    *(program, "--headless", "--no-sandbox", "--disable-gpu"),
                    *("--no-first-run", "--hide-scrollbars", "--lang=en-US"),
                    *("--remote-debugging-port=0", f"--user-data-dir={profile}"),
                    *(f"--window-size={width},{height}", "about:blank"),
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            self._socket = websocket.create_connection(
                _page_address(Path(profile, "DevToolsActivePort")),
                timeout=_ANSWER_SECONDS,
                suppress_origin=True,
            )
            stack.callback(self._socket.close)
            self._call("Page.enable")
            self._call(
                "Emulation.setDeviceMetricsOverride",
                width=width,
                height=height,
                deviceScaleFactor=1,
                mobile=False,
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)

    def set_cookie(self, url, name, value):
        """Give the site at `url` a cookie."""
        self._call("Network.setCookie", url=url, name=name, value=value)

    def open(self, url):
        """Go to a page; returns before it is loaded."""
        self._call("Page.navigate", url=url)

    def run(self, script):
        """The value of a JavaScript expression, awaited if it is a promise."""
        answer = self._call(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        if "exceptionDetails" in answer:
            raise Failure(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait_for(self, condition, seconds=60):
        """Wait until a JavaScript expression is true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            # A page on its way to the next one cannot answer.
            with contextlib.suppress(Failure):
                if self.run(f"Boolean({condition})"):
                    return
            time.sleep(0.1)
        raise Failure(f"the page never came to: {condition}")

    def picture(self, path):
        """Save what the page shows as a PNG file."""
        data = self._call("Page.captureScreenshot", format="png")["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def _call(self, method, **params):
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") != number:
                continue  # an event
            if "error" in answer:
                raise Failure(f"{method}: {answer['error']['message']}")
            return answer["result"]


def _page_address(port_file):
    """Where to talk to the page of a browser that is starting."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        # The browser writes the file when it listens.
        if port_file.is_file() and (lines := port_file.read_text().split()):
            url = f"http://127.0.0.1:{lines[0]}/json/list"
            with _LOCAL.open(url, timeout=_START_SECONDS) as answer:
                pages = [p for p in json.load(answer) if p["type"] == "page"]
            if pages:
                return pages[0]["webSocketDebuggerUrl"]
        time.sleep(0.1)
    raise Failure("the browser did not start.")
