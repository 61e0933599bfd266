# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Keep authorization codes out of the server's own log of requests.

Intuit hands the code over in the address the browser returns to (OAuth 2.0, RFC 6749,
4.1.2), and a web server logs addresses.
"""

import logging

from .redact import redact


class RedactPath(logging.Filter):
    """Redacts the records about one path; all others pass untouched."""

    def __init__(self, path: str):
        super().__init__()
        self._path = path

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if self._path in message:
            record.msg, record.args = redact(message), ()
        return True
