# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib import names

ANY_TEXT = st.text(max_size=300)


def test_a_colon_in_a_display_name_becomes_a_dash():
    assert names.display_name("ACME: Dallas") == "ACME - Dallas"
    assert names.display_name("Gate 10:30") == "Gate 10-30"


def test_tabs_line_breaks_and_runs_of_blanks_fold_to_one_blank():
    assert names.display_name(" Red\tRiver \r\n  Carriers ") == "Red River Carriers"


def test_what_is_not_to_be_seen_alone_is_no_display_name():
    # A byte order mark, a joiner, an accent without its letter.
    for text in ("\ufeff", "\u200d -", "\u0301"):
        assert names.display_name(text) == ""
    assert names.display_name("\ufeffACME") == "\ufeffACME"


def test_emoji_and_accents_stay_in_a_display_name():
    assert names.display_name("Línea Ñandú 🚚") == "Línea Ñandú 🚚"


def test_a_name_of_nothing_but_separators_is_no_name():
    assert [names.display_name(text) for text in ("", " \t", "::", "- : -")] == [""] * 4


def test_a_long_name_ends_with_an_ellipsis():
    assert names.display_name("x" * 101) == "x" * 99 + "…"


@given(ANY_TEXT)
def test_a_display_name_has_nothing_quickbooks_forbids(text):
    name = names.display_name(text)
    assert len(name) <= 100
    assert not set(name) & set(":\t\n\r")
    name.encode("utf-8")


@given(ANY_TEXT)
def test_a_display_name_is_its_own_display_name(text):
    name = names.display_name(text)
    assert names.display_name(name) == name


@given(ANY_TEXT, st.sampled_from([" (V)", " (customer)", " 2"]))
def test_a_suffix_always_fits_and_is_never_cut(text, suffix):
    name = names.with_suffix(text, suffix, 41)
    assert name.endswith(suffix)
    assert len(name) <= 41


def test_a_number_that_fits_is_left_alone():
    assert names.document_number("INV/2026/00007") == "INV/2026/00007"


def test_a_long_number_keeps_its_tail():
    number = names.document_number("LONESTAR/DALLAS/INV/2026/00007")
    assert number.startswith("INV/2026/00007-")
    assert len(number) <= 21


def test_long_numbers_with_the_same_tail_stay_apart():
    one = names.document_number("LONESTAR/DALLAS/INV/2026/00007")
    other = names.document_number("LONESTAR/HOUSTON/INV/2026/00007")
    assert one != other


@given(ANY_TEXT, st.sampled_from([11, 20, 21]))
def test_a_number_fits_and_shortening_it_again_changes_nothing(text, limit):
    number = names.document_number(text, limit)
    assert len(number) <= limit
    assert names.document_number(number, limit) == number


@given(st.sets(st.text("ABC/0123456789", min_size=15, max_size=40), min_size=2))
def test_different_numbers_stay_different(numbers):
    assert len({names.document_number(number) for number in numbers}) == len(numbers)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("INV/2026/00007", "INV26/00007"),
        ("RINV/2026/00007", "RINV2600007"),
        ("PBNK1/2026/00002", "PBNK1/26/2"),
        ("PBNK1/2026/00123", "PBNK126/123"),
        ("PBNK1/2026/04567", "PBNK1264567"),
        ("RINV/2026/01/00007", "RINV/2601/7"),
    ],
)
def test_where_there_is_little_room_people_still_know_the_number(number, shown):
    assert names.document_number(number, 11) == shown


@pytest.mark.parametrize("name", ["INV", "RINV", "PBNK1", "BNK12", "PCSH1"])
def test_the_numbers_of_a_journal_stay_different_where_there_is_little_room(name):
    numbers = [
        names.document_number(f"{name}/{year}/{count:05}", 11)
        for year in (2025, 2026)
        for count in (*range(1, 1_200), *range(9_950, 10_050))
    ]
    assert len(set(numbers)) == len(numbers)


def test_a_cut_text_ends_with_an_ellipsis():
    assert names.clip("Detention at the dock", 10) == "Detention…"


@given(ANY_TEXT, st.integers(0, 50))
def test_a_clipped_text_fits(text, limit):
    assert len(names.clip(text, limit)) <= limit


def test_characters_that_neither_json_nor_xml_should_carry_are_dropped():
    assert names.clean("a\x00b\x07c\ud800d\uffffe\tf\ng") == "abcde\tf\ng"


def test_what_parts_forms_and_pages_becomes_a_line_break():
    assert names.clean("a\x0bb\x0cc\x1cd\x1fe") == "a\nb\nc\nd\ne"
    assert names.fold("a\x0cb") == "a b"


@pytest.mark.parametrize(
    "address",
    [
        "www.acme.example",
        "https://acme.example:8443/loads?status=open%20now#top",
        "http://münchen.example/größe",
    ],
)
def test_a_web_address_stays_as_it_is(address):
    assert names.web_address(f" {address}\t", 100) == address


@pytest.mark.parametrize(
    "text",
    ["", "none", ":", "n/a", "a b.example", "acme.example/[x]", "acme.example/%"],
)
def test_what_is_no_web_address_is_left_out(text):
    assert names.web_address(text, 100) == ""


def test_a_web_address_is_not_cut():
    assert names.web_address("www.acme.example/loads", 10) == ""
