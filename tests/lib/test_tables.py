# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tables out of spreadsheets, whatever people's programs make of them."""

import io
import time
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tms_quickbooks.lib.tables import TableError, plain, read_table, write_csv

TABLE = [["Kind", "In Odoo"], ["Income", "Détention"]]


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_delimiter_encoding_and_line_end_is_found_out(delimiter, encoding, end):
    text = end.join(delimiter.join(row) for row in TABLE) + end
    assert read_table(text.encode(encoding)) == TABLE


def test_quotes_line_breaks_and_blanks_in_cells():
    assert read_table(b'Kind,Name\n" Income ","A, ""B""\nC"\n') == [
        ["Kind", "Name"],
        ["Income", 'A, "B"\nC'],
    ]


def test_empty_lines_inside_keep_the_line_numbers_and_those_at_the_end_go():
    assert read_table(b"a,b\n\nc,d\n,\n\n") == [["a", "b"], [], ["c", "d"]]


def test_an_excel_file_is_read_as_people_see_it():
    content = xlsx(["Kind", "Number"], ["Expense", 5000], ["Expense", None], [1.5])
    assert read_table(content) == [
        ["Kind", "Number"],
        ["Expense", "5000"],
        ["Expense", ""],
        ["1.5", ""],
    ]


def broken_zip():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("hello.txt", "no workbook")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b",,\n,,\n", "empty"),
        (xlsx(), "empty"),
        (b"\x00\x01\x02\x03" * 50, "no text file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "no text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "old Excel"),
        (broken_zip(), "cannot be read as an Excel file"),
        (xlsx(["a"])[:200], "cannot be read as an Excel file"),
        (b"a,b\n" + b"x" * 200_000, "cannot be read as a table"),
        (b"a" * 5_000_001, "larger than 5 MB"),
        (b"a\n" * 60_000, "more than 50000 lines"),
    ],
)
def test_what_is_no_table_is_told_in_a_sentence(content, words):
    with pytest.raises(TableError, match=words):
        read_table(content)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C'!A0"]
)
def test_no_cell_becomes_a_formula(cell):
    _head, [written] = read_table(write_csv([["Name"], [cell]]))
    assert written.startswith("'")
    assert plain(written) == cell.strip()


@given(st.lists(st.text("=+-@'\",;|\t\n aé", max_size=6), min_size=1, max_size=4))
def test_what_is_written_reads_the_same(cells):
    head = ["Name"] * (len(cells) + 1)
    _head, row = read_table(write_csv([head, [*cells, "end"]]))
    assert [plain(cell) for cell in row] == [*(cell.strip() for cell in cells), "end"]


def test_ten_thousand_lines_are_read_in_no_time():
    content = write_csv([["Income", f"Product {n}", "Linehaul"] for n in range(10_000)])
    start = time.process_time()
    assert len(read_table(content)) == 10_000
    assert time.process_time() - start < 1


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_excel_file_is_told_wherever_the_damage_is(data):
    with zipfile.ZipFile(io.BytesIO(xlsx(*TABLE))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name])))
    damage = data.draw(st.sampled_from([b"", b"<", b"\x00", b"</x>", b'="']))
    parts[name] = parts[name][:at] + damage
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for each, part in parts.items():
            archive.writestr(each, part)
    _read_or_told(content.getvalue())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_and_so_is_one_whose_bytes_are_damaged(at, damage):
    content = xlsx(*TABLE)
    at = 4 + at % (len(content) - 4)
    _read_or_told(content[:at] + damage + content[at + len(damage) :])


def _read_or_told(content):
    """Some damage leaves a table; the rest is said in a sentence."""
    try:
        assert all(isinstance(cell, str) for row in read_table(content) for cell in row)
    except TableError as error:
        assert str(error.message)
