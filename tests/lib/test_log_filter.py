# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from tms_quickbooks.lib.log_filter import RedactPath

CODE = "XAB11700000000abcDEF"


def logged(message, *args):
    record = logging.LogRecord("web", logging.INFO, "", 0, message, args, None)
    assert RedactPath("/callback").filter(record)
    return record.getMessage()


def test_the_code_in_a_logged_address_is_redacted():
    line = logged('"GET %s HTTP/1.1" %s -', f"/callback?state=x&code={CODE}", "303")
    assert line == '"GET /callback?state=x&code=*** HTTP/1.1" 303 -'


def test_percent_signs_of_the_address_survive():
    assert logged("%s", "/callback?q=100%25") == "/callback?q=100%25"


def test_other_addresses_are_logged_as_they_are():
    assert CODE in logged("%s", f"/other?code={CODE}")
