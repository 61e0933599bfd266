# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Keep out of the server's own log what is nobody's to read.

Intuit hands the authorization code over in the address the browser returns to (OAuth
2.0, RFC 6749, 4.1.2), and a web server logs addresses. A database's log shows whole
statements with what is stored, and an error quotes what it stumbled over.
"""

import logging
import re
import traceback

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


class CutValues(logging.Filter):
    """Cuts long values out of the statements about the addon's own tables that a
    database's log shows: those are what is exchanged with QuickBooks."""

    _LONG = re.compile(r"'(?:[^']|''){64,}'")

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            # Statements are bytes, of which a log shows each quote escaped.
            record.args = tuple(map(_as_text, record.args))
        message = record.getMessage()
        if "quickbooks_" in message:
            record.msg, record.args = self._LONG.sub("'…'", message), ()
        return True


def _as_text(value):
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def trace(error: BaseException) -> str:
    """Where an error happened and of which kind, for a log. Its text is left out: it
    may quote what was sent."""
    lines = []
    while error:
        lines += [type(error).__name__, *traceback.format_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return "\n".join(lines)
