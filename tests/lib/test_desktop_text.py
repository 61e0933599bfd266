# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Texts in the letters that QuickBooks Desktop has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib.desktop import text

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Prairie Foods & Söhne – “Dock 4” €", "Prairie Foods & Söhne – “Dock 4” €"),
        ("Ngụy Như", "Nguy Nhu"),
        ("Łódź", "Lódz"),
        ("Dallas → Tulsa", "Dallas -> Tulsa"),
        ("Москва", "??????"),
        ("👩‍👩‍👧 crew", "??? crew"),
        ("e\u0301", "é"),
        ("ﬁne", "fine"),
        ("\u202eleft\u202c\u200b", "left"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00\x1bb", "ab"),
    ],
)
def test_what_it_lacks_is_written_with_what_is_near(given_text, shown):
    assert text.written(given_text) == shown


@given(ANY_TEXT)
def test_what_is_written_can_be_kept_and_stays_as_it_is(any_text):
    written = text.written(any_text)
    assert written.encode("cp1252").decode("cp1252") == written
    assert text.written(written) == written


@given(ANY_TEXT, st.integers(1, 50))
def test_what_is_cut_fits(any_text, limit):
    for cut in (text.clip, text.one_line, text.code, text.list_name):
        assert len(cut(any_text, limit)) <= limit


def test_letters_are_counted_as_they_are_written():
    assert text.clip("≤" * 10, 20) == "<=" * 10
    assert text.clip("≤" * 11, 20) == "<=" * 9 + "<…"


def test_a_name_has_no_colon():
    assert text.list_name("Acme: Dallas", 41) == "Acme - Dallas"
