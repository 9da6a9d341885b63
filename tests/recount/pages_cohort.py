"""The pages of a cohort: who has a seat, who came when, grades, certificates."""

import re
from fractions import Fraction

from pages_people import by_surname
from pages_report import rule
from pages_public import seats
from words import NOTHING, count, cut, decimal, of

FAMILY = "cohortes"
LETTERS = {"present": "P", "late": "T", "absent": "A", "excused": "E", "dispensed": "D", "none": "–"}
ROWS = 50


class Standing:
    """How one person stands in all sessions of a cohort: held, attended, still to come, without a list."""

    def __init__(self, world, place):
        cohort = world.cohorts[place["cohort_id"]]
        self.minimum = cohort["minimum_attendance"]
        self.held = self.came = self.ahead = self.unlisted = self.unrecorded = Fraction(0)
        self.letters = []
        for session in world.sessions_of[cohort["id"]]:
            state = world.standing(place, session)
            weight = max(world.minutes(session), 1) if cohort["partial_hours"] else 1
            tally = world.tally(place, session)
            self.held += tally.held * weight
            self.came += tally.credit * weight if tally.held else 0
            self.unrecorded += state == "none"
            self.letters.append(self._letter(world, place, session, state))
            if state is None and world.applies(place, session):
                if session["stage"] == "planned" and session["ends_at"] <= world.now:
                    self.unlisted += weight
                else:
                    self.ahead += weight

    def _letter(self, world, place, session, state):
        if session["stage"] == "cancelled":
            return "×"
        if state is not None:
            return LETTERS[state]
        return "·" if world.applies(place, session) else "n/a"

    def percent(self):
        return cut(self.came, self.held)

    def of_all(self):
        return cut(self.came, self.held + self.ahead + self.unlisted)

    def reachable(self):
        return cut(self.came + self.ahead, self.held + self.ahead)

    def _below(self, part, whole):
        return whole > 0 and int(part * 100 / whole) < self.minimum

    def label(self):
        """«Cumple el mínimo», «En riesgo», «No alcanza el mínimo»."""
        open_ = self.ahead + self.unlisted
        if self._below(self.came + open_, self.held + open_):
            return "out"
        return "risk" if self._below(self.came, self.held) else "fine"


def seats_page(checks, fetch, world, cohort):
    """Who has a seat, was offered one, waits or left."""
    page = fetch.page(f"/cohortes/{cohort['id']}/inscritos", FAMILY + "/inscritos")
    if page is None:
        return
    rows = [row["stage"] for row in world.enrolments.values() if row["cohort_id"] == cohort["id"]]
    tiles, scope = page.tiles(), f"cohort {cohort['id']}"
    for label, stage in (("Con cupo", "confirmed"), ("Por aceptar", "offered"), ("En espera", "waiting"), ("Retiradas", "withdrawn")):
        if label in tiles or rows.count(stage):
            checks.same(page, label, scope, tiles.get(label, (None, None))[0], count(rows.count(stage)))
    lead = next((one for one in page.main.all("p") if re.search(r"cupos? ·", one.text())), None)
    if lead is not None:
        numbers = re.findall(r"[\d.]+", lead.text())
        lead.compared()
        checks.same(page, "seats", scope, numbers[0], count(cohort["seats"]))
        if "libre" in lead.text():
            checks.same(page, "free", scope, numbers[-1], count(seats(world, cohort)[0]))
    table = page.table("Personas con cupo")
    checks.length(page, "rows", scope, len(table.rows) if table else 0, min(rows.count("confirmed"), ROWS))
    checks.leave(page)


def attendance(checks, fetch, world, cohort):
    """The grid: each person and session, and what it adds up to."""
    page = fetch.page(f"/cohortes/{cohort['id']}/asistencia", FAMILY + "/asistencia")
    if page is None:
        return
    scope, places = f"cohort {cohort['id']}", world.places_of[cohort["id"]]
    standings = {place["id"]: Standing(world, place) for place in places}
    labels = [one.label() for one in standings.values()]
    sessions = [one for one in world.sessions_of[cohort["id"]] if one["stage"] != "cancelled"]
    held = sum(1 for one in sessions if world.was_held(one))
    expected = {
        "personas con cupo": count(len(places)),
        "sesiones dictadas": of(held, len(sessions)),
        "en riesgo": count(labels.count("risk")),
        "no alcanzan el mínimo": count(labels.count("out")),
        "sin registro": count(int(sum(one.unrecorded for one in standings.values()))),
    }
    tiles = page.tiles()
    for label, text in expected.items():
        checks.same(page, label, scope, tiles.get(label, (None, None))[0], text)
    note = next((one for one in page.main.all("p") if "Mínimo de asistencia" in one.text()), None)
    rule(checks, page, note, cohort)
    table = page.table("Asistencia por persona")
    if table is not None:
        _grid(checks, page, world, cohort, places, standings, table)
    checks.leave(page)


def _grid(checks, page, world, cohort, places, standings, table):
    # A column begins with the number of its session; a cancelled one may have none.
    columns = {one.split()[0]: one for one in table.headings if one[:1].isdigit()}
    printed = {(row["Persona"].text(), row["Documento"].text()[-2:]): row for row in table.rows}
    checks.length(page, "rows", f"cohort {cohort['id']}", len(table.rows), len(places))
    for place in places:
        person, standing = world.people[place["person_id"]], standings[place["id"]]
        scope = f"place {place['id']}"
        row = printed.get((by_surname(person), person["document_number"][-2:]))
        if row is None:
            checks.failure(page.name, f"nobody in the {scope}")
            continue
        row["Documento"].compared()
        for session, letter in zip(world.sessions_of[cohort["id"]], standing.letters):
            cell = row.get(columns.get(str(session["position"])))
            if letter == "×":
                continue
            if cell is not None:
                cell.compared()
            text = None if cell is None else cell.text().rstrip("* ")
            checks.same(page, f"session {session['position']}", scope, text, letter)
        figures = {"Asistencia": standing.percent(), "De todas": standing.of_all(), "Alcanzable": standing.reachable()}
        for heading, text in figures.items():
            checks.same(page, heading, scope, row.get(heading), text)


def grades(checks, fetch, world, cohort):
    """The grades: who has a final one, who passes, and how much was learnt."""
    page = fetch.page(f"/cohortes/{cohort['id']}/notas", FAMILY + "/notas")
    if page is None:
        return
    scope, places = f"cohort {cohort['id']}", world.places_of[cohort["id"]]
    activities = sorted((one for one in world.tables["activity"] if one["cohort_id"] == cohort["id"]), key=lambda one: one["position"])
    given = {(one["activity_id"], one["enrolment_id"]): one["tenths"] for one in world.tables["grade"]}
    finals, gains, before, after, highest = {}, {}, [], [], 50 if cohort["scale"] == "five" else 1000
    for place in places:
        finals[place["id"]] = final_grade(activities, given, place["id"])
        tests = [
            [given.get((one["id"], place["id"])) for one in activities if one["kind"] == kind]
            for kind in ("pre_test", "post_test")
        ]
        if all(len(one) == 1 and one[0] is not None for one in tests) and tests[0][0] < highest:
            (first,), (last,) = tests
            gains[place["id"]] = Fraction(last - first, highest - first)
            before.append(first)
            after.append(last)
    tiles = page.tiles()
    done = [one for one in finals.values() if one is not None]
    if "con nota definitiva" in tiles:
        checks.same(page, "con nota definitiva", scope, tiles["con nota definitiva"][0], of(len(done), len(places)))
    if "aprueban" in tiles:
        passing = sum(1 for one in done if cohort["pass_mark"] is None or one >= cohort["pass_mark"])
        checks.same(page, "aprueban", scope, tiles["aprueban"][0], count(passing))
        if tiles["aprueban"][1] is not None:
            tiles["aprueban"][1].compared()
    if "ganancia promedio" in tiles:
        number, note = tiles["ganancia promedio"]
        mean = sum(gains.values(), Fraction(0)) / len(gains) if gains else None
        checks.same(page, "ganancia promedio", scope, number, decimal(mean))
        if gains:
            mean = lambda values: decimal(Fraction(sum(values), len(values) * 10))
            found = re.findall(r"\d+(?:,\d+)?", note.text())
            note.compared()
            checks.same(page, "people, before, after", scope, " ".join(found), f"{len(gains)} {mean(before)} {mean(after)}")
    _book(checks, page, world, places, activities, given, finals, gains)
    checks.leave(page)


def final_grade(activities, given, place):
    """Sum of grade times weight, rounded half up to the tenth; nothing while a weighted grade is missing."""
    weighted = [one for one in activities if one["weight"]]
    grades = [given.get((one["id"], place)) for one in weighted]
    if not weighted or None in grades:
        return None
    whole = Fraction(sum(grade * one["weight"] for grade, one in zip(grades, weighted)), 100)
    return int(whole + Fraction(1, 2))


def _book(checks, page, world, places, activities, given, finals, gains):
    table = next((one for one in page.tables if "Definitiva" in one.headings), None)
    if table is None:
        return
    rows = {}
    for row in table.rows:
        if "Persona" in row:
            rows[re.sub(r" (?:[A-Z]\. ?)+[A-Z]*\.? .*", "", row["Persona"].text()), _digits(row["Persona"].text())] = row
    for place in places:
        person = world.people[place["person_id"]]
        row = rows.get((by_surname(person), person["document_number"][-3:]))
        scope = f"place {place['id']}"
        if row is None:
            checks.failure(page.name, f"no grades of the {scope}")
            continue
        row["Persona"].compared()
        cells = list(row.values())
        for position, activity in enumerate(activities):
            tenths = given.get((activity["id"], place["id"]))
            text = cells[1 + position].text()
            if cells[1 + position].first("input") is not None:
                text = cells[1 + position].first("input").attributes.get("value", "") or NOTHING
            printed = re.match(r"[\d,]+|—", text)
            cells[1 + position].compared()
            expected = NOTHING if tenths is None else decimal(Fraction(tenths, 10), 1)
            checks.same(page, activity["name"], scope, printed and printed.group(), expected)
        final = finals[place["id"]]
        text = decimal(Fraction(final, 10), 1) if final is not None else missing(activities, given, place["id"])
        checks.same(page, "Definitiva", scope, row["Definitiva"], text)
        if "Ganancia" in row:
            checks.same(page, "Ganancia", scope, row["Ganancia"], decimal(gains.get(place["id"])))


def missing(activities, given, place):
    """«faltan Prueba de salida y Producto del curso»: which weighted grades are missing."""
    names = [one["name"] for one in activities if one["weight"] and given.get((one["id"], place)) is None]
    if len(names) < 2:
        return f"falta {names[0]}" if names else NOTHING
    return f"faltan {', '.join(names[:-1])} y {names[-1]}"


def _digits(text):
    """The last three characters of the document in «Apellido, Nombre C. C. 9.000.000.031 · Entidad»."""
    found = re.search(r"(\S+) · ", text) or re.search(r"(\S+)$", text)
    return found.group(1).replace(".", "")[-3:] if found else ""


def certificates(checks, fetch, world, cohort):
    """Who has a certificate, who may still have one, and who does not meet the rule."""
    page = fetch.page(f"/cohortes/{cohort['id']}/certificados", FAMILY + "/certificados")
    if page is None:
        return
    scope, places = f"cohort {cohort['id']}", world.places_of[cohort["id"]]
    given = [place for place in places if world.papers(place, "certificado") or world.papers(place, "constancia")]
    tiles = page.tiles()
    label = next((one for one in tiles if one.startswith("con c")), "con certificado")
    checks.same(page, label, scope, tiles.get(label, (None, None))[0], count(len(given)))
    table = page.table("Quién recibe")
    if table is not None:
        checks.length(page, "rows", scope, len(table.rows), min(len(places), ROWS))
        shares = {
            (by_surname(world.people[place["person_id"]]), world.people[place["person_id"]]["document_number"][-2:]): (
                Standing(world, place).percent()
            )
            for place in places
        }
        for row in table.rows:
            key = row["Persona"].text(), row["Documento"].text()[-2:]
            row["Documento"].compared()
            if "Asistencia" in row and key in shares:
                checks.same(page, "Asistencia", f"{scope}, {key[1]}", row["Asistencia"], shares[key])
    # Everybody is in one of the groups that the page counts.
    groups = [tiles[one][0].text() for one in tiles]
    revoked = [place for place in places if place not in given and any(row["state"] == "revoked" for row in world.papers_of[place["id"]])]
    if all(text.isdigit() for text in groups):
        checks.same(page, "everybody is counted", scope, str(sum(map(int, groups)) + len(revoked)), str(len(places)))
    checks.leave(page)


def risk(checks, fetch, world, cohort):
    """Who is below the minimum, and who can still reach it."""
    if cohort["stage"] not in ("running", "closed"):
        return
    page = fetch.page(f"/cohortes/{cohort['id']}/riesgo", FAMILY + "/riesgo")
    if page is None:
        return
    labels = [Standing(world, place).label() for place in world.places_of[cohort["id"]]]
    below, still = len(labels) - labels.count("fine"), labels.count("risk")
    said = [one for one in page.main.all("p") if "por debajo" in one.text() and not one.text().startswith("Quienes")]
    lead = next(iter(said), None)
    if lead is None and not below:
        checks.leave(page)
        return
    checks.numbers(page, "below, minimum, still", f"cohort {cohort['id']}", lead, [below, cohort["minimum_attendance"], still])
    checks.leave(page)


def listed(checks, fetch, world, unit):
    """The list of cohorts: how many, and the seats of each."""
    page = fetch.page("/cohortes", FAMILY)
    if page is None or not page.tables:
        return
    mine = [row for row in world.cohorts.values() if unit is None or row["unit_code"] == unit]
    checks.length(page, "rows", unit or "country", len(page.tables[0].rows), min(len(mine), ROWS))
    for row in page.tables[0].rows:
        link = next((one for one in row["Cohorte"].links() if re.fullmatch(r"/cohortes/\d+", one)), None)
        if link is None:
            continue
        cohort = world.cohorts[int(link.rsplit("/", 1)[1])]
        found = re.findall(r"[\d.]+", row["Cupos"].text())
        row["Cupos"].compared()
        checks.same(page, "seats", f"cohort {cohort['id']}", found and found[-1], count(cohort["seats"]))
        if len(found) == 2:
            checks.same(page, "taken", f"cohort {cohort['id']}", found[0], count(len(world.places_of[cohort["id"]])))
    checks.leave(page)


def check(checks, fetch, world, cohort):
    """Compares every page of a cohort."""
    if cohort["stage"] == "draft":
        return
    seats_page(checks, fetch, world, cohort)
    attendance(checks, fetch, world, cohort)
    grades(checks, fetch, world, cohort)
    if cohort["stage"] != "cancelled":
        certificates(checks, fetch, world, cohort)
        risk(checks, fetch, world, cohort)
