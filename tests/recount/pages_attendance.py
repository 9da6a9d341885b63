"""Attendance of one cohort as a report tells it of a department, and of one person as the cohort tells it."""

import re

from counts import territory as added
from facts import local
from pages_cohort import Standing
from pages_people import LETTERS, by_surname, places
from pages_report import FAMILY, rule
from words import NOTHING, count, cut, hours, ratio, share, short

NOT_YET = "sin asistencia por contar"


def of_report(checks, fetch, world, department, period, cohort):
    """The page that a cohort of a department's report opens: its sessions, and each person of the department."""
    page = fetch.page(f"/informes/departamentos/{department}/cohortes/{cohort['id']}?{period.query()}", FAMILY + "/cohortes")
    if page is None:
        return
    territory = added(world, world.codes_of_department(department), period)
    sums, scope = territory.by_cohort[cohort["id"]], f"cohort {cohort['id']} of {department}"
    summary = next(one for one in page.main.all("dl") if one.has("summary"))
    facts = dict(zip((one.text() for one in summary.all("dt")), summary.all("dd")))
    checks.numbers(page, "held, planned", scope, facts.get("Sesiones del periodo"), territory.meetings(cohort["id"])[:2])
    checks.same(page, "Inscritos", scope, facts.get("Inscritos del departamento"), count(sums.enrolled))
    if "Certificados" in facts or sums.certified:
        checks.same(page, "Certificados", scope, facts.get("Certificados"), count(sums.certified))
    rule(checks, page, facts.get("Regla de asistencia"), cohort)
    theirs = [one for one in places(territory) if one[0]["cohort_id"] == cohort["id"]]
    sessions = territory.sessions[cohort["id"]]
    _sessions(checks, page, world, theirs, sessions, scope)
    _people(checks, page, world, theirs, sessions, sums)
    checks.leave(page)


def _sessions(checks, page, world, theirs, sessions, scope):
    table = page.table("Asistencia por sesión")
    printed = {row["Sesión"].text().split()[1]: row for row in table.rows} if table else {}
    for session in sessions:
        number = session["position"]
        tallies = [world.tally(place, session) for place, mine, _ in theirs if session in mine]
        came, held = sum(one.came for one in tallies), sum(one.held for one in tallies)
        # Where a cohort counts minutes, who was there for half of a session is half of one.
        credit = sum(one.credit for one in tallies)
        row = printed.get(str(number))
        if row is None:
            # A cancelled session is in no picture, and neither is a cohort without any list.
            if held:
                checks.failure(page.name, f"no row of session {number} of {scope}")
            continue
        day = f"Sesión {number} ({short(local(session['starts_at']))})"
        checks.same(page, "day", f"session {number} of {scope}", row["Sesión"], day)
        told = (count(came), count(held), share(ratio(credit, held))) if held else (NOTHING, NOTHING, NOT_YET)
        figures = dict(zip(("Asistieron", "Esperados", "Asistencia"), told))
        for heading, text in figures.items():
            checks.same(page, heading, f"session {number} of {scope}", row.get(heading), text)


def _people(checks, page, world, theirs, sessions, sums):
    table = next((one for one in page.tables if "Sesiones que cuentan" in one.headings), None)
    rows = [row for row in table.rows if row["Persona"].text() != "Total"] if table else []
    printed = {(row["Persona"].text(), row["Documento"].text()[-2:]): row for row in rows}
    checks.length(page, "people", "Persona por persona", len(printed), len(theirs))
    minutes = sum(world.minutes_there(place, one) for place, mine, _ in theirs for one in mine)
    total = {
        "Sesiones que cuentan": count(sum(world.tally_of(place, mine).held for place, mine, _ in theirs)),
        "Sesiones asistidas": count(sum(world.tally_of(place, mine).came for place, mine, _ in theirs)),
        "Horas": hours(minutes),
        "Asistencia en el periodo": share(sums.tally.share()),
    }
    for row in table.rows if table else ():
        for heading, text in total.items() if row["Persona"].text() == "Total" else ():
            checks.same(page, heading, "Total", row.get(heading), text)
    columns = {one.split()[1]: one for one in table.headings if one.startswith("Sesión ")} if table else {}
    for place, mine, person in theirs:
        row, scope = printed.get((by_surname(person), person["document_number"][-2:])), f"place {place['id']}"
        if row is None:
            checks.failure(page.name, f"nobody in the {scope}")
            continue
        row["Documento"].compared()
        for session in sessions:
            cell = row.get(columns.get(str(session["position"])))
            letter = LETTERS[world.standing(place, session) if session in mine else None]
            text = "" if cell is None else cell.text().rstrip("* ")
            checks.same(page, f"session {session['position']}", scope, text if letter else "", letter)
        tally = world.tally_of(place, mine)
        figures = {
            "Sesiones que cuentan": count(tally.held),
            "Sesiones asistidas": count(tally.came),
            "Horas": hours(sum(world.minutes_there(place, one) for one in mine)),
            "Asistencia en el periodo": cut(tally.credit, tally.held),
        }
        for heading, text in figures.items():
            checks.same(page, heading, scope, row.get(heading), text)


def of_person(checks, fetch, world, place):
    """The page of one enrolment: its share beside the minimum, and one line for each session."""
    page = fetch.page(f"/inscripciones/{place['id']}/asistencia", "inscripciones/asistencia")
    if page is None:
        return
    cohort, own, scope = world.cohorts[place["cohort_id"]], Standing(world, place), f"place {place['id']}"
    sessions = world.sessions_of[cohort["id"]]
    told = next((one for one in page.main.all("span") if one.has("bar")), None)
    found = re.search(r", (\d+ %)", told.text()) if told else None
    checks.same(page, "share", scope, found and found.group(1), own.percent() if own.held else None)
    if told:
        told.compared()
    if told and not cohort["partial_hours"]:
        shown = [int(one) for one in re.findall(r"\d+", told.text())[:2]]
        checks.same(page, "sessions", scope, str(shown), str([int(own.came), int(own.held)]))
    section = page.section("sesiones")
    lines = [one for one in section.all("li") if one.has("roll__row")] if section else []
    checks.length(page, "sessions", scope, len(lines), len(sessions))
    note = next((one for one in page.main.all("p") if "Mínimo de asistencia:" in one.text()), None)
    rule(checks, page, note, cohort)
    checks.leave(page)
