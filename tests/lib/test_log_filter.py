# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from tms_quickbooks.lib.log_filter import CutValues, RedactPath, trace

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


def logged_by_the_database(message, *args):
    record = logging.LogRecord("sql", logging.ERROR, "", 0, message, args, None)
    assert CutValues().filter(record)
    return record.getMessage()


def test_what_is_exchanged_is_cut_out_of_logged_statements():
    body = "<VendorTaxIdent>12-3456789</VendorTaxIdent> O''Brien " * 3
    statement = f"INSERT INTO quickbooks_exchange (name, body) VALUES ('a', E'{body}')"
    for given in (statement, statement.encode()):
        line = logged_by_the_database("bad query: %s\nERROR: %s", given, "100%")
        assert line == (
            "bad query: INSERT INTO quickbooks_exchange (name, body) VALUES ('a', E'…')"
            "\nERROR: 100%"
        )


def test_statements_of_others_are_logged_as_they_are():
    statement = f"UPDATE res_partner SET comment = '{'x' * 100}'"
    assert logged_by_the_database("query: %s", statement) == f"query: {statement}"


def test_a_trace_tells_where_and_what_but_quotes_nothing():
    def stumble(text):
        try:
            int(text)
        except ValueError as error:
            raise LookupError(text) from error

    secret = "-".join(["kx7", "password"])
    try:
        stumble(secret)
    except LookupError as error:
        told = trace(error)
    assert "LookupError" in told and "ValueError" in told and "stumble" in told
    assert secret not in told
