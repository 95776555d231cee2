"""The glossary as a table: one row for each concept, columns for each language. CSV, TSV and Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from glossary_ssg.errors import GlossaryError
from glossary_ssg.formats.concepts import COLUMNS, Concept, texts_of

_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MADE = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")
_CELL = 32_767
"""So many characters can a cell of Excel hold."""


class TableFormat(StrEnum):
    """How a table is written."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"


def make_table(kind: TableFormat, concepts: Sequence[Concept], tags: Sequence[str]) -> bytes:
    """Return a table with a row for each concept that one of the languages has. GlossaryError without openpyxl."""
    rows = [["key", *(f"{column} ({tag})" for tag in tags for column in COLUMNS)], *_rows(concepts, tags)]
    return _xlsx(rows) if kind is TableFormat.XLSX else _text(kind, rows)


def _rows(concepts: Sequence[Concept], tags: Sequence[str]) -> Iterator[list[str]]:
    for concept in concepts:
        if any(tag in concept.terms for tag in tags):
            cells = [dict(texts_of(concept, tag)) for tag in tags]
            yield [concept.key, *(texts.get(column, "") for texts in cells for column in COLUMNS)]


def _text(kind: TableFormat, rows: Sequence[Sequence[str]]) -> bytes:
    """Return CSV as RFC 4180 has it, or TSV. Excel takes it for UTF-8 by the mark at its beginning."""
    file = io.StringIO(newline="")
    writer = csv.writer(
        file, delimiter="\t" if kind is TableFormat.TSV else ",", lineterminator="\r\n", quoting=csv.QUOTE_ALL
    )
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _harmless(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ImportError as error:
        hint = "pip install 'glossary-ssg[xlsx]', or choose csv"
        raise GlossaryError(f"error: --format xlsx needs openpyxl\n  hint: {hint}") from error
    book = Workbook(write_only=True)
    sheet = book.create_sheet("glossary")
    sheet.freeze_panes = "B2"
    for row in rows:
        cells = [WriteOnlyCell(sheet, _NO_XML.sub("", cell)[:_CELL]) for cell in row]
        for cell in cells:
            cell.data_type = "s"  # a text, even if it begins with `=`
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return _timeless(file)


def _timeless(book: io.BytesIO) -> bytes:
    """Return a workbook that does not say when it was made: the same table is the same bytes."""
    file = io.BytesIO()
    with ZipFile(book) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MADE.sub(b"", data)
            new.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return file.getvalue()
