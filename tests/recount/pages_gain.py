"""The page of gains by municipality, and its workbook."""

import re

from tables import File, xlsx_sheets
from words import NOTHING, count, decimal

FAMILY = "informes/ganancia"
FEW = "Se muestra desde 5 respuestas, para que nadie sea reconocible."
NOBODY = "Nadie con ambas pruebas"


def without(tests):
    """«2 grupos de menos de 5 personas no se suman.»"""
    if tests.left_out == 0:
        return ""
    if tests.left_out == 1:
        return "1 grupo de menos de 5 personas no se suma."
    return f"{count(tests.left_out)} grupos de menos de 5 personas no se suman."


def figures(tests):
    """n, both grades, the gain and its interval; nothing of any where it may not be told."""
    gain, (before, after) = tests.gain(), tests.means()
    if gain is None:
        return None
    mean, low, high, n = gain
    return n, before, after, mean, low, high


def line(tests):
    """The row of a municipality on the page."""
    told = figures(tests)
    if told is None:
        return dict.fromkeys(("n", "Antes", "Después", "Ganancia", "Intervalo"), NOTHING) | {"Aviso": FEW}
    n, before, after, mean, low, high = told
    return {
        "n": count(n),
        "Antes": decimal(before),
        "Después": decimal(after),
        "Ganancia": decimal(mean),
        "Intervalo": f"de {decimal(low)} a {decimal(high)}",
        "Aviso": without(tests),
    }


def facts(tests):
    """The sentences of everybody together."""
    told, said = figures(tests), {}
    if told is None:
        said["Ganancia media"] = NOBODY if tests.is_nobody() else FEW
    else:
        n, before, after, mean, low, high = told
        interval = f"con 95 % de confianza de {decimal(low)} a {decimal(high)}"
        said["Ganancia media"] = f"{decimal(mean)}, {interval} (n = {count(n)})"
        said["Nota media"] = f"{decimal(before)} antes y {decimal(after)} después"
    if tests.left_out:
        said["Sin sumar"] = without(tests)
    return said


def check(checks, fetch, world, learning, codes, period):
    """Compares the page and the workbook of a reader who answers for these municipalities."""
    page = fetch.page(f"/informes/ganancia?{period.query()}", FAMILY)
    if page is None:
        return
    everybody = learning.learnt(codes, period)
    places = {}
    for group in learning.tests:
        if group.code and (codes is None or group.code in codes) and period.first <= group.day <= period.last:
            places[group.code] = learning.learnt({group.code}, period)
    printed = {node.first("dt").text(): node.first("dd") for node in page.main.all("div") if node.first("dt")}
    # Where no cohort of the reader has both tests, the page says so and has no figures.
    said = facts(everybody) if places else {}
    for name, text in said.items():
        checks.same(page, name, "everybody", printed.pop(name, None), text)
    for name in printed:
        checks.failure(page.name, f"a fact «{name}» that the recount does not know")
    rows = {}
    for row in page.table("Municipios").rows if page.table("Municipios") else ():
        rows[re.search(r"/municipios/(\d+)", row["Municipio"].links()[0]).group(1)] = row
    for code, tests in places.items():
        row = rows.pop(code, {})
        for heading, text in line(tests).items():
            checks.same(page, heading, code, row.get(heading), text)
    for code in rows:
        checks.failure(page.name, f"a municipality {code} without both tests")
    checks.leave(page)
    _workbook(checks, fetch, period, everybody, places)


def _workbook(checks, fetch, period, everybody, places):
    file = File(FAMILY + ".xlsx", f"/informes/ganancia/xlsx {period.first} ({fetch.visitor.name})")
    rows = xlsx_sheets(fetch.raw(f"/informes/ganancia/xlsx?{period.query()}").body).get("Ganancia", [])
    if not rows:
        checks.failure(file.name, "the sheet «Ganancia» is missing")
        return
    found = {row[0]: dict(zip(rows[0], row + [""] * len(rows[0]))) for row in rows[1:] if row}
    checks.length(file, "rows", "Ganancia", len([key for key in found if key[:1].isdigit()]), len(places))
    for code, tests in (places | {"Total": everybody}).items():
        told, cells = figures(tests), found.get(code, {})
        texts = [""] * 6 if told is None else [count(told[0]), *map(decimal, told[1:])]
        headings = ("n", "Nota antes", "Nota después", "Ganancia", "Desde", "Hasta")
        for heading, text in zip(headings, texts):
            checks.same(file, heading, code, cells.get(heading), text)
