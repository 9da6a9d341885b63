"""What the board of a department says of capacities: learnt, lacking, held; and of the cohorts that run (R63, R65)."""

import re
from datetime import timedelta

from pages_results import signed
from words import NOTHING, count, decimal, of, ratio, share, short

# Capacities of the picture of what was learnt, and municipalities of the small pictures.
DRAWN, SMALL, COHORTS = 8, 12, 12


def taught(world, course=None):
    """The capacities of published courses, or of one: code to their versions."""
    found = {}
    for row in world.tables["course_version_capacity"]:
        version = world.versions[row["course_version_id"]]
        if version["state"] == "published" and course in (None, version["course_id"]):
            found.setdefault(row["capacity_code"], set()).add(row["course_version_id"])
    return found


def check(checks, page, world, learning, targets, department, period):
    """Compares the part of a board that only a department has."""
    codes, day = world.codes_of_department(department), min(period.last, world.today)
    _learnt(checks, page, world, learning, codes, period)
    rows = _lacking(checks, page, world, targets, codes, day)
    _line(checks, page, world, targets, codes, day, rows)


def _learnt(checks, page, world, learning, codes, period):
    """Both tests of the capacities with most people."""
    names, told = {row["code"]: row["name"] for row in world.tables["capacity"]}, []
    versions = taught(world)
    for code in sorted(versions):
        tests = learning.learnt(codes, period, versions[code])
        if tests.n:
            told.append((names[code], tests))
    told = sorted(told, key=lambda one: -one[1].n)[:DRAWN]
    table = page.table("Nota antes y después")
    printed = table.rows if table else []
    checks.length(page, "rows", "what was learnt", len(printed), len(told))
    for row, (name, tests) in zip(printed, told):
        before, after = tests.means()
        figures = {"Capacidad": name, "Antes": decimal(before), "Después": decimal(after), "Diferencia": signed(after - before)}
        for heading, text in figures.items():
            checks.same(page, heading, f"what was learnt, {name}", row.get(heading), text)
    if not told:
        few = learning.learnt(codes, period).left_out > 0
        section = page.section("aprendizaje")
        said = "" if section is None else section.text()
        checks.same(page, "why nothing was learnt", "Qué se aprendió", str("menos de cinco personas" in said), str(few))


def _lacking(checks, page, world, targets, codes, day):
    """Each capacity that courses build, that somebody has or that somebody wants, what lacks most people first."""
    built, rows = taught(world), []
    for capacity in sorted(world.tables["capacity"], key=lambda row: row["code"]):
        code = capacity["code"]
        places = sum(1 for place in codes if targets.in_post(place, code, day))
        wanted, have, lacking = targets.coverage(codes, code, day)
        if (code in built and not capacity["retired"]) or places or wanted:
            rows.append((code, places, wanted, have, lacking))
    rows.sort(key=lambda row: (-sum(row[4].values()), row[1]))
    table = page.table("Municipios con alguien certificado")
    printed = table.rows if table else []
    checks.length(page, "rows", "what lacks", len(printed), len(rows))
    for row, (code, places, wanted, have, lacking) in zip(printed, rows):
        missing = sum(lacking.values())
        checks.same(page, "capacity", f"what lacks, {code}", row["Capacidad"].text().rsplit(" ", 1)[-1], code)
        row["Capacidad"].compared()
        figures = {
            "Municipios": of(places, len(codes)),
            "Meta": count(wanted) if wanted else NOTHING,
            "De la meta": share(ratio(have, wanted)) if wanted else "sin meta",
            "Faltan": (count(missing) if wanted else NOTHING) + (" Bajo la meta" if missing else ""),
        }
        for heading, text in figures.items():
            checks.same(page, heading, f"what lacks, {code}", row.get(heading), text)
    return rows


def _line(checks, page, world, targets, codes, day, rows):
    """The capacity that most people have, at the ends of a year's months and by municipality."""
    holdings, names = targets.holdings, {row["code"]: row["name"] for row in world.tables["capacity"]}
    people = {code: sum(targets.in_post(place, code, day) for place in codes) for code in names}
    if not any(people.values()):
        return
    code = min(people, key=lambda one: (-people[one], one))
    days, at = [day], day.replace(day=1)
    for _ in range(12):
        days.insert(0, at - timedelta(days=1))
        at = days[0].replace(day=1)
    heading = next((one.text() for one in page.main.all("h2") if one.attributes.get("id") == "instalada"), None)
    checks.same(page, "capacity of the line", code, heading, f"Capacidad instalada: {names[code]}")
    table = page.table(f"{names[code]}: personas certificadas en el cargo")
    printed = table.by("Desde") if table else {}
    checks.length(page, "days", "line", len(printed), len(days))
    for one in days:
        _point(checks, page, printed.get(short(one), {}), f"line, {one}", holdings.count(codes, code, one))
    lacking = next((row[4] for row in rows if row[0] == code), {})
    there = [place for place in codes if place in lacking or holdings.counted_between(place, code, days[0], day)]
    by_need = lambda place: (-lacking.get(place, 0), targets.in_post(place, code, day), world.municipalities[place]["name"])
    there.sort(key=by_need)
    table = page.table(f"{names[code]}, por municipio")
    printed = table.rows if table else []
    checks.length(page, "municipalities", "small pictures", len(printed), min(len(there), SMALL))
    for row, place in zip(printed, there):
        name = world.municipalities[place]["name"]
        checks.same(page, "municipality", f"small pictures, {place}", row.get("Municipio"), name)
        _point(checks, page, row, f"small pictures, {place}", holdings.count({place}, code, day))
    said = next((one for one in page.main.all("p") if one.text().startswith("Primero los que más")), None)
    more = re.search(r"Hay ([\d.]+) municipios? más", said.text()) if said else None
    left = len(there) - SMALL
    checks.same(page, "left out", "small pictures", more and more.group(1), count(left) if left > 0 else None)


def _point(checks, page, row, scope, counted):
    confirmed, unconfirmed, _ = counted
    figures = {"Confirmadas": confirmed, "Sin confirmar": unconfirmed, "Total": confirmed + unconfirmed}
    for heading, number in figures.items():
        checks.same(page, heading, scope, row.get(heading), count(number))


def running(checks, page, world, cohorts):
    """The cohorts of the reader that are confirmed or run, those that end first at the top."""
    mine = [row for row in cohorts if row["stage"] in ("confirmed", "running")]
    mine.sort(key=lambda row: (row["ends_on"], row["id"]))
    table = page.table("Las que terminan primero")
    printed = table.rows if table else []
    checks.length(page, "rows", "running cohorts", len(printed), min(len(mine), COHORTS))
    warned = {row["enrolment_id"] for row in world.tables["risk_notice"] if row["over_at"] is None}
    for row, cohort in zip(printed, mine):
        places = world.places_of[cohort["id"]]
        planned = [one for one in world.sessions_of[cohort["id"]] if one["stage"] == "planned"]
        if cohort["stage"] == "running" and not planned:
            state = "En curso Por cerrar"
        else:
            state = {"confirmed": "Confirmada", "running": "En curso"}[cohort["stage"]]
            state += f" {len(planned)} " + ("sesión por dictar" if len(planned) == 1 else "sesiones por dictar")
        figures = {
            "Cupos ocupados": f"{of(len(places), cohort['seats'])} ({share(ratio(len(places), cohort['seats']))})",
            "Bajo el mínimo": count(sum(1 for place in places if place["id"] in warned)),
            "Sesiones sin asistencia": count(sum(1 for one in planned if one["ends_at"] < world.now)),
            "Estado": state,
        }
        found = row["Cohorte"].links()[0].rsplit("/", 1)[-1]
        checks.same(page, "cohort", "running cohorts", found, str(cohort["id"]))
        for heading, text in figures.items():
            checks.same(page, heading, f"running cohort {cohort['id']}", row.get(heading), text)
