"""The workbooks that stand beside a page: attendance and grades of a cohort, and the needs."""

import re
from fractions import Fraction

from facts import local
from needs import standing
from pages_cohort import Standing, final_grade, missing
from pages_people import by_surname
from tables import File, compare_file, xlsx_sheets
from words import NOTHING, count, decimal, short

STATES = {"fine": "Cumple el mínimo", "risk": "En riesgo", "out": "No alcanza el mínimo"}


def _sheet(checks, fetch, path, family, name):
    """The file and the rows of one sheet of a workbook; nothing where it does not open."""
    answer, file = fetch.raw(path), File(family + ".xlsx", path)
    if answer.status != 200:
        return file, []
    rows = xlsx_sheets(answer.body).get(name, [])
    if not rows:
        checks.failure(path, f"the sheet «{name}» is missing")
    return file, rows


def _cells(rows):
    """The rows below the headings, as heading to cell."""
    return [dict(zip(rows[0], row + [""] * len(rows[0]))) for row in rows[1:]]


def _blank(text):
    return "" if text == NOTHING else text


def attendance(checks, fetch, world, cohort):
    """Each person, each session, and what they add up to."""
    file, rows = _sheet(checks, fetch, f"/cohortes/{cohort['id']}/asistencia/xlsx", "cohortes/asistencia", "Asistencia")
    if not rows:
        return
    places, sessions = world.places_of[cohort["id"]], world.sessions_of[cohort["id"]]
    printed = {(row["Apellidos y nombres"], row["Número de documento"][-2:]): row for row in _cells(rows)}
    columns = {one.split()[1]: one for one in rows[0] if one.startswith("Sesión ")}
    checks.length(file, "rows", f"cohort {cohort['id']}", len(rows) - 1, len(places))
    for place in places:
        person, own, scope = world.people[place["person_id"]], Standing(world, place), f"place {place['id']}"
        row = printed.get((by_surname(person), person["document_number"][-2:]))
        if row is None:
            checks.failure(file.name, f"nobody in the {scope}")
            continue
        for session, letter in zip(sessions, own.letters):
            text = row.get(columns.get(str(session["position"])))
            if letter != "×":
                checks.same(file, f"session {session['position']}", scope, text and text.rstrip("*"), letter)
        tallies = [world.tally(place, session) for session in sessions]
        figures = {
            "Sesiones asistidas": count(sum(one.came for one in tallies)),
            "Sesiones dictadas": count(sum(one.held for one in tallies)),
            "Sin registro": count(int(own.unrecorded)),
            "% asistencia": _blank(own.percent()),
            "% de todas": _blank(own.of_all()),
            "% alcanzable": _blank(own.reachable()),
            "Estado": STATES[own.label()] if own.held or own.label() != "fine" else "Sin sesiones",
        }
        if cohort["partial_hours"]:
            figures |= {"Minutos asistidos": count(int(own.came)), "Minutos dictados": count(int(own.held))}
        for heading, text in figures.items():
            checks.same(file, heading, scope, row.get(heading), text)


def grades(checks, fetch, world, cohort):
    """Each grade, and the final one that the sheet writes as a value."""
    file, rows = _sheet(checks, fetch, f"/cohortes/{cohort['id']}/notas/xlsx", "cohortes/notas", "Planilla")
    if not rows:
        return
    places = world.places_of[cohort["id"]]
    activities = [one for one in world.tables["activity"] if one["cohort_id"] == cohort["id"]]
    activities.sort(key=lambda one: one["position"])
    given = {(one["activity_id"], one["enrolment_id"]): one["tenths"] for one in world.tables["grade"]}
    tenths = lambda number: "" if number is None else decimal(Fraction(number, 10), 1)
    headings = [f"{one['name']} ({one['weight']} %) [{one['id']}]" for one in activities]
    asked = [one for one in rows[0] if re.search(r"\[\d+\]$", one)]
    checks.same(file, "activities", f"cohort {cohort['id']}", " | ".join(asked), " | ".join(headings))
    checks.length(file, "rows", f"cohort {cohort['id']}", len(rows) - 1, len(places))
    printed = {row["Código"]: row for row in _cells(rows)}
    for place in places:
        figures = {head: tenths(given.get((one["id"], place["id"]))) for head, one in zip(headings, activities)}
        final = final_grade(activities, given, place["id"])
        # What has no final grade says why in words, as the page does.
        figures["Definitiva"] = missing(activities, given, place["id"]) if final is None else tenths(final)
        for heading, text in figures.items():
            checks.same(file, heading, f"place {place['id']}", printed.get(str(place["id"]), {}).get(heading), text)


def needs(checks, fetch, world):
    """Every need of the country: people asked for, with a cohort, certified there, and without one."""
    file, rows = _sheet(checks, fetch, "/necesidades/xlsx", "necesidades", "Necesidades")
    if not rows:
        return
    expected = {}
    for need in world.tables["need"]:
        matched, attended, _ = standing(world, need)
        expected[count(need["id"])] = {
            "Código municipio": need["municipality_code"],
            "Personas": count(need["people"]),
            "Con cohorte": count(matched),
            "Atendidas": count(attended),
            "Sin cohorte": count(max(need["people"] - max(matched, attended), 0)),
            "Fecha límite": short(need["deadline_on"]),
            "Registrada": short(local(need["requested_at"])),
        }
    checks.length(file, "rows", "necesidades", len(rows) - 1, len(expected))
    compare_file(checks, file, rows, expected, "N.º", "Necesidades")
