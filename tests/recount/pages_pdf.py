"""The reports as PDF: the figures that lead, and the rows of their tables, as pdftotext reads them."""

import re

from tables import File, pdf_text
from words import NOTHING

FIGURE = re.compile(r"(?<![\w.,/-])(?:—|-?\d[\d.]*(?:,\d+)?(?: %)?)(?![\w,/-]|\.\d)")
# Where a column is narrow, the space before a sign is lost.
TIGHT = re.compile(r"(?<=\d)%")
LEADING = re.compile(r"(?:—|-?\d[\d.]*(?:,\d+)?(?: %| de [\d.]+)?)$")


# Rows of the one table of an executive report.
MOST = 30


def leading(text):
    """The figures at the head, in the order of reading: lines of figures alone, before the first table or picture."""
    found = []
    for line in text.splitlines():
        cells = [one for one in re.split(r" {2,}", line.strip()) if one]
        if cells and all(LEADING.match(one) for one in cells):
            found += cells
        elif line.strip() in ("Resumen",) or line.startswith("Las cifras de arriba"):
            break
    return found


def row_of(lines, name):
    """The figures of the first row with a name, or with a code of its own, that may go on below; the row is taken
    out."""
    # A code may stand close to the name before it; a name is a column of its own.
    before = r"\s" if re.fullmatch(r"[A-Z]+-\d+|\d+", name) else r"\s{2}"
    alone = re.compile(rf"(?:^\s*|{before}){re.escape(name)}(?=\s)")
    for place, line in enumerate(lines):
        first = line.strip().partition("  ")[0]
        found = alone.search(line)
        # A long name goes on in the next line, after the figures.
        if found is None and not (len(first) > 12 and name.startswith(first)):
            continue
        figures = FIGURE.findall(line[found.end() :] if found else line)
        if figures:
            del lines[place]
            return figures
    return None


def compare_rows(checks, file, text, rows, where):
    """Compares rows: name to heading and text; before the figures a row may have a code. What is empty in the row of
    totals is left out on both sides."""
    lines, missing = text.splitlines(), 0
    for name, figures in rows.items():
        expected, printed = list(figures.values()), row_of(lines, name)
        if printed is None and len(rows) > MOST:
            missing += 1
            continue
        if name == "Total":
            expected, printed = _told(expected), printed and _told(printed)
        told = None if printed is None else " | ".join(printed[-len(expected) :])
        checks.same(file, "row", f"{where}, {name}", told, " | ".join(expected))
    # Of a long table the paper has the first rows, and says so.
    checks.length(file, "rows left out", where, missing, max(len(rows) - ("Total" in rows) - MOST, 0))


def _told(figures):
    return [one for one in figures if one != NOTHING]


def _read(fetch, address):
    return TIGHT.sub(" %", pdf_text(fetch.raw(address).body))


def executive(checks, fetch, family, query, tiles, where, rows):
    """The PDF of an executive report: its leading figures, and its one table."""
    file = File(family + ".pdf", f"/{family}/pdf?{query}")
    text = _read(fetch, f"/{family}/pdf?{query}")
    checks.same(file, "leading figures", where, " | ".join(leading(text)[: len(tiles)]), " | ".join(tiles))
    compare_rows(checks, file, text[max(text.find(f"\n{where}\n"), 0) :], rows, where)


def department(checks, fetch, family, address, summary, places):
    """The PDF of a department's report or of a cut: the table «Resumen» and the municipalities by their code."""
    file, text = File(family + ".pdf", address), _read(fetch, address)
    for name, figure in summary.items():
        found = re.search(rf"^\s*{re.escape(name)}\s+(\S+(?: %)?)(?:\s|$)", text[text.find("Cómo se cuenta") :], re.M)
        checks.same(file, name, "Resumen", found and found.group(1), figure)
    headings = ("Cohortes", "Inscritos", "Asistentes", "Asistencia", "Certificados")
    lines = text[max(text.find("\nMunicipios\n"), 0) :].splitlines()
    for code, row in places.items():
        # Names of capacities and a day follow the figures.
        expected, printed = [row[heading] for heading in headings], row_of(lines, code)
        if code == "Total":
            expected, printed = _told(expected), printed and _told(printed)
        told = None if printed is None else " | ".join(printed[: len(expected)])
        checks.same(file, "row", f"Municipios, {code}", told, " | ".join(expected))
