"""A table of the recount beside the same table of a page and of its files."""

import csv
import io
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, timedelta
from fractions import Fraction

from words import NOTHING, count, decimal

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What a number format of a sheet prints: whole numbers, two decimals, percentages, days.
FORMATS = {"#,##0": 0, "0": 0, "#,##0.0": 1, "0.0": 1, "#,##0.00": 2, "0.00": 2}


def csv_rows(text):
    """Reads the rows of a CSV, headings first."""
    text = text.lstrip("\ufeff")
    separator = ";" if ";" in text.split("\n", 1)[0] else ","
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def xlsx_sheets(content):
    """Reads every sheet of a workbook as printed texts: name to rows."""
    book = zipfile.ZipFile(io.BytesIO(content))
    strings = []
    if "xl/sharedStrings.xml" in book.namelist():
        root = ET.fromstring(book.read("xl/sharedStrings.xml"))
        strings = ["".join(part.text or "" for part in one.iter(SPACE + "t")) for one in root.iter(SPACE + "si")]
    styles = ET.fromstring(book.read("xl/styles.xml"))
    codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(SPACE + "numFmt")}
    cells = styles.find(SPACE + "cellXfs")
    formats = [codes.get(one.get("numFmtId"), "") for one in cells]
    root = ET.fromstring(book.read("xl/workbook.xml"))
    names = [one.get("name") for one in root.iter(SPACE + "sheet")]
    return {
        name: _sheet(book.read(f"xl/worksheets/sheet{number}.xml"), strings, formats)
        for number, name in enumerate(names, 1)
    }


def _sheet(content, strings, formats):
    rows = []
    for row in ET.fromstring(content).iter(SPACE + "row"):
        texts = {}
        for cell in row.iter(SPACE + "c"):
            column = 0
            for letter in re.match(r"[A-Z]+", cell.get("r")).group():
                column = column * 26 + ord(letter) - 64
            texts[column] = _printed(cell, strings, formats)
        rows.append([texts.get(number, "") for number in range(1, max(texts, default=0) + 1)])
    return rows


def _printed(cell, strings, formats):
    """What a spreadsheet program of Colombia shows of a cell."""
    value = cell.find(SPACE + "v")
    if value is None or value.text is None:
        inline = cell.find(SPACE + "is")
        return "" if inline is None else "".join(part.text or "" for part in inline.iter(SPACE + "t"))
    if cell.get("t") == "s":
        return strings[int(value.text)]
    if cell.get("t") in ("str", "b"):
        return value.text
    code, number = formats[int(cell.get("s", "0"))], Fraction(value.text)
    if "%" in code:
        return f"{int(number * 100 + Fraction(1, 2))} %"
    if "yy" in code:
        return f"{date(1899, 12, 30) + timedelta(days=int(number)):%d/%m/%Y}"
    if code in FORMATS:
        return decimal(number, FORMATS[code])
    return count(int(number)) if number.denominator == 1 else decimal(number, 2)


def pdf_text(content):
    """The text of a PDF, by pdftotext."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        done = subprocess.run(["pdftotext", "-layout", file.name, "-"], capture_output=True, text=True, check=True)
    return done.stdout


def compare_page(checks, page, table, expected, key, where):
    """Compares a table of a page with rows of the recount: `expected` maps the key to heading and text."""
    if table is None:
        checks.failure(page.name, f"the table of {where} is missing")
        return
    rows = {}
    for row in table.rows:
        if key in row:
            rows[_name(row[key])] = row
    for name, figures in expected.items():
        row = rows.pop(name, None)
        if row is None:
            checks.failure(page.name, f"{where} has no row «{name}»")
            continue
        row[key].compared()
        for heading, text in figures.items():
            cell = row.get(heading)
            # A total leaves empty what it cannot say; everything else says so with a dash.
            if name == "Total" and text == NOTHING and cell is not None and cell.text() == "":
                text = ""
            checks.same(page, heading, f"{where}, {name}", cell, text)
    for name in rows:
        if name and any(re.search(r"[1-9]", cell.text()) for head, cell in rows[name].items() if head != key):
            checks.failure(page.name, f"{where} has a row «{name}» that the recount does not know")


def _name(cell):
    link = cell.first("a")
    return (link or cell).text()


def compare_file(checks, page, rows, expected, key, where):
    """Compares the rows of a file with those of the recount; a dash of a page is an empty cell there."""
    if not rows:
        checks.failure(page.name, f"{where} is empty")
        return
    headings, found = rows[0], {}
    if key not in headings:
        checks.failure(page.name, f"{where} has no column «{key}»")
        return
    for row in rows[1:]:
        cells = dict(zip(headings, row + [""] * len(headings)))
        found.setdefault(cells[key], cells)
    for name, figures in expected.items():
        if name not in found:
            checks.failure(page.name, f"{where} has no row «{name}»")
            continue
        for heading, text in figures.items():
            printed = found[name].get(heading)
            checks.same(page, heading, f"{where}, {name}", printed, "" if text == NOTHING else text)


class File:
    """A file in place of a page: it has a family and a name, and nothing else."""

    def __init__(self, family, name):
        self.family, self.name = family, name
