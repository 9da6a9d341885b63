"""Cuts: the report of a department for a month or a quarter, frozen as it was known then (R17)."""

import hashlib
import re
from datetime import date, timedelta

from counts import territory as added
from facts import Period, local
from holdings import Holdings, months_on
from learning import Learning
from pages_report import compare_files, compare_tables, summary
from pages_results import Results, compare_results_file
from words import MONTHS, NOTHING, count, decimal, of, short

FAMILY, LONGEST = "informes/cortes", 64
# A period is frozen on the sixth day after its end, until four years later.
GRACE = 5
QUARTERS = ("Primer", "Segundo", "Tercer", "Cuarto")


def term(row):
    """«2026-10», «2026-T3»."""
    return f"{row['year']}-{row['number']:02d}" if row["kind"] == "month" else f"{row['year']}-T{row['number']}"


def name(row):
    if row["kind"] == "month":
        return f"{MONTHS[row['number'] - 1].capitalize()} de {row['year']}"
    return f"{QUARTERS[row['number'] - 1]} trimestre de {row['year']}"


class Moment:
    """What was known when a cut was frozen: the rows of then, at that moment."""

    def __init__(self, world):
        self.world, self.learning, self.holdings = world, Learning(world), Holdings(world)


class Cuts:
    """The cuts of a database. `made` is how its rows were before the server started, and `world` how they are."""

    def __init__(self, made, world):
        self.world, self.rows = world, world.tables["report_cut"]
        known = {row["id"] for row in made["report_cut"]}
        self._moments = {}
        for is_made, tables in ((True, made), (False, world.tables)):
            theirs = [row["frozen_at"] for row in self.rows if (row["id"] in known) == is_made]
            if theirs:
                self._moments[is_made] = Moment(type(world)(tables, max(theirs)))
        self._known = known

    def moment(self, row):
        return self._moments[row["id"] in self._known]

    def of(self, department):
        """The latest first."""
        mine = [row for row in self.rows if row["department_code"] == department]
        return sorted(mine, key=lambda row: (row["to_on"], row["from_on"]), reverse=True)

    def territory(self, row):
        world = self.moment(row).world
        return added(world, world.codes_of_department(row["department_code"]), Period(row["from_on"], row["to_on"]))

    def due(self, department):
        """The periods that have to be frozen by now: since its first cohort, and some days after their end."""
        world = self.world
        published = [row for row in world.cohorts.values() if row["stage"] != "draft"]
        codes = world.codes_of_department(department)
        begun = min((row["starts_on"] for row in published if world.aims[row["id"]] & codes), default=None)
        first, found = min((row["starts_on"] for row in published), default=None), set()
        for months, back, kind in ((1, 48, "month"), (3, 16, "quarter")):
            at = date(world.today.year, months * ((world.today.month - 1) // months) + 1, 1)
            for _ in range(back):
                last, at = at - timedelta(days=1), months_on(at, -months)
                is_due = world.today > last + timedelta(days=GRACE) and first is not None and last >= first
                if is_due and begun is not None and begun <= last:
                    number = at.month if kind == "month" else (at.month + 2) // 3
                    found.add(term({"kind": kind, "year": at.year, "number": number}))
        return found


def check(checks, fetch, cuts, department, chosen, with_files=True):
    """Compares the list of a department's cuts, and some of them: `chosen` says how many, the latest first."""
    base, rows = f"/informes/departamentos/{department}/cortes", cuts.of(department)
    page = fetch.page(base, FAMILY)
    if page is None:
        return
    checks.same(page, "periods", department, " ".join(sorted(map(term, rows))), " ".join(sorted(cuts.due(department))))
    printed = page.tables[0].rows if page.tables else []
    checks.length(page, "rows", department, len(printed), min(len(rows), LONGEST))
    for line, row in zip(printed, rows):
        told = summary(cuts.territory(row))
        places = int(told["Municipios alcanzados"]), int(told["Municipios del departamento"].replace(".", ""))
        figures = {"Periodo": name(row), "Congelado": short(local(row["frozen_at"]))}
        figures["Municipios alcanzados"] = of(*places)
        for heading in ("Cohortes", "Inscritos", "Asistentes", "Asistencia", "Certificados"):
            figures[heading] = told[heading]
        for heading, text in figures.items():
            checks.same(page, heading, term(row), line.get(heading), text)
    checks.leave(page)
    for number, row in enumerate(rows[:chosen]):
        _cut(checks, fetch, cuts, base, row, with_files, number == 0)


def _cut(checks, fetch, cuts, base, row, with_files, with_pdf):
    path, territory = f"{base}/{term(row)}", cuts.territory(row)
    page = fetch.page(path, FAMILY)
    if page is None:
        return
    is_whole = row["digest"] == hashlib.sha256(row["body"].encode()).hexdigest()
    checks.same(page, "digest", term(row), str(is_whole), "True")
    compare_tables(checks, page, territory)
    _changes(checks, page, cuts, row, territory)
    checks.leave(page)
    if with_files:
        book = compare_files(checks, fetch, territory, FAMILY, path, "", with_pdf)
        moment = cuts.moment(row)
        results = Results(moment.world, moment.learning, moment.holdings, row["department_code"], territory.period)
        compare_results_file(checks, fetch, FAMILY, path, "", book, results)


def _changes(checks, page, cuts, row, territory):
    """What changed since the cut of the same length before."""
    months = 1 if row["kind"] == "month" else 3
    before = next((one for one in cuts.of(row["department_code"]) if _is_before(one, row, months)), None)
    table = page.table("Frente al corte de")
    checks.same(page, "compared", term(row), str(table is not None), str(before is not None))
    if before is None or table is None:
        return
    now, then, found = summary(territory), summary(cuts.territory(before)), table.by("Indicador")
    checks.length(page, "rows", "changes", len(found), len(now))
    for what, text in now.items():
        figures = {"Antes": then[what], "Este corte": text, "Diferencia": difference(then[what], text)}
        for heading, expected in figures.items():
            checks.same(page, heading, f"changes, {what}", found.get(what, {}).get(heading), expected)


def _is_before(one, row, months):
    return one["kind"] == row["kind"] and one["from_on"] == months_on(row["from_on"], -months)


def difference(before, now):
    """«+3», «−1,00», «+4 puntos», «igual»; a dash where one of both is missing."""
    if NOTHING in (before, now):
        return NOTHING
    number = lambda text: int(re.sub(r"[^\d]", "", text))
    moved, is_share, is_hours = number(now) - number(before), now.endswith("%"), "," in now
    if moved == 0:
        return "igual"
    size = count(abs(moved))
    if is_share:
        size += " punto" if abs(moved) == 1 else " puntos"
    elif is_hours:
        size = decimal(abs(moved) / 100)
    return ("+" if moved > 0 else "−") + size
