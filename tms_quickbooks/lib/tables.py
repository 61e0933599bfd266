# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tables that people make in a spreadsheet: read from CSV or XLSX, and
written."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from .messages import Message, _

# Far more than a list of names needs; and no file that fills the memory.
MAX_BYTES = 5_000_000
MAX_ROWS = 50_000
_MAX_UNPACKED = 200_000_000
_DELIMITERS = ",;\t|"
_QUOTED = re.compile('"[^"]*"')
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_TEXT_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
# What a spreadsheet would take for a formula (OWASP: CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@")


class TableError(Exception):
    """The file is no table that can be read; ``message`` says why and what to do."""

    def __init__(self, message: Message):
        super().__init__(str(message))
        self.message = message


def read_table(content: bytes) -> list[list[str]]:
    """The rows of a CSV or XLSX file, every cell as trimmed text.

    Delimiter and encoding (UTF-8, UTF-16, Windows) are found out. The number of a
    row's line is its index plus one. Trailing empty rows are left out.

    :raises TableError: for an empty, too large, binary or damaged file
    """
    if not content.strip():
        raise TableError(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise TableError(
            _(
                "The file is larger than %(limit)s MB. Split it, or leave out the "
                "columns that are not needed.",
                limit=MAX_BYTES // 1_000_000,
            )
        )
    rows = _read_xlsx(content) if content.startswith(_ZIP) else _read_csv(content)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise TableError(_("The file is empty."))
    if len(rows) > MAX_ROWS:
        raise TableError(
            _("The file has more than %(limit)s lines. Split it.", limit=MAX_ROWS)
        )
    return rows


def write_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file that Excel opens as it is; no cell is taken for a formula.

    White space around a cell is left out.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_harmless(_text(cell).strip()) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """An XLSX file: numbers and days as such, texts never as formulas.

    :param sheets: the rows of each sheet, by its name; the first row is its header
    """
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, is_header=not number) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, value: Any, is_header: bool) -> WriteOnlyCell:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, float | Decimal):
        cell.number_format = "#,##0.00"
    if is_header:
        cell.font = Font(bold=True)
    return cell


def plain(cell: str) -> str:
    """A cell as it was before ``write_csv`` made it harmless."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _harmless(cell: str) -> str:
    return f"'{cell}" if _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute this, or would without quotes before it."""
    return cell.lstrip("'").startswith(_FORMULA_STARTS)


def _read_csv(content: bytes) -> list[list[str]]:
    text = _decode(content)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        return [[cell.strip() for cell in row] for row in lines]
    except csv.Error as error:
        raise TableError(
            _(
                "The file cannot be read as a table (%(error)s). Save it as CSV "
                "(UTF-8).",
                error=str(error),
            )
        ) from error


def _delimiter(text: str) -> str:
    """What separates the cells of the first line: the most frequent candidate."""
    header = _QUOTED.sub("", text.split("\n", 1)[0])
    return max(_DELIMITERS, key=header.count)


def _decode(content: bytes) -> str:
    if content.startswith(_OLD_EXCEL):
        raise TableError(
            _("This is a file of an old Excel. Save it as CSV (UTF-8) or XLSX.")
        )
    for encoding in _TEXT_ENCODINGS:
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise TableError(_("This is no text file. Save the table as CSV (UTF-8) or XLSX."))


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
                raise TableError(_("The file is too large once it is unpacked."))
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True
        )
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1)
        return [[_text(cell).strip() for cell in row] for row in rows]
    except TableError:
        raise
    except Exception as error:  # Of the parsers below each has faults of its own.
        raise TableError(
            _("This file cannot be read as an Excel file. Save it as CSV (UTF-8).")
        ) from error


def _text(cell: Any) -> str:
    """A cell as text; a number without decimals as people see it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
