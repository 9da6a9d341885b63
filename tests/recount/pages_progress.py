"""«Mi avance»: how each requirement stands for the person who reads it (R51)."""

import re
from fractions import Fraction

from facts import THERE
from pages_cohort import Standing, final_grade
from words import NOTHING, count, decimal

FAMILY = "inscripciones/avance"
MET, PENDING, FAILED = "Cumple", "Pendiente", "No cumple"


def tenths(value):
    return decimal(Fraction(value, 10), 1)


class Progress:
    """One enrolment as the rule of its cohort judges it."""

    def __init__(self, world, place):
        self.world, self.place = world, place
        self.cohort = world.cohorts[place["cohort_id"]]
        self.sessions = world.sessions_of[self.cohort["id"]]
        # Who waits or was offered a seat can still come to what has not ended.
        self.is_seated = place["stage"] in ("confirmed", "withdrawn")
        self.counted = place if self.is_seated else place | {"confirmed_at": world.now}
        self.standing = Standing(world, self.counted)
        self.states = [world.standing(self.counted, one) for one in self.sessions]
        self.activities = sorted(
            (one for one in world.tables["activity"] if one["cohort_id"] == self.cohort["id"]), key=lambda one: one["position"]
        )
        self.given = {
            (one["activity_id"], one["enrolment_id"]): one["tenths"]
            for one in world.tables["grade"]
            if one["enrolment_id"] == place["id"]
        }
        version = world.versions[self.cohort["course_version_id"]]
        is_attested = version["offer_type"] in ("conversatorio", "webinar") or self.cohort["pass_mark"] is None
        self.paper = "la constancia de participación" if is_attested else "el certificado"
        finer = 20 if self.cohort["scale"] == "hundred" else 1
        self.pass_mark = None if is_attested else self.cohort["pass_mark"] * finer
        self.final = final_grade(self.activities, self.given, place["id"])

    def sessions_held(self):
        """How many sessions count for the person, how many they came to, are ahead, and are without a record."""
        held = sum(self.world.tally(self.counted, one).held for one in self.sessions)
        came = sum(state in THERE for state in self.states)
        pairs = list(zip(self.sessions, self.states))
        open_ = [one for one, state in pairs if state is None and self.world.applies(self.counted, one)]
        over = [one for one in open_ if one["stage"] == "planned" and one["ends_at"] <= self.world.now]
        return held, came, len(open_) - len(over), self.states.count("none")

    def attendance(self):
        """Met, still to be reached, or lost."""
        standing, minimum = self.standing, self.cohort["minimum_attendance"]
        reaches = lambda part, whole: whole > 0 and int(Fraction(part) * 100 / whole) >= minimum
        if reaches(standing.came, standing.held):
            return MET
        ahead, open_ = standing.ahead, standing.ahead + standing.unlisted
        if ahead and reaches(standing.came + ahead, standing.held + ahead):
            return PENDING
        return PENDING if standing.unlisted and reaches(standing.came + open_, standing.held + open_) else FAILED

    def hours(self):
        """The hours that the rule asks for beside the share, where it asks for any."""
        there = sum(self.world.minutes_there(self.counted, one) for one in self.sessions)
        open_ = [one for one, state in zip(self.sessions, self.states) if state is None and self.world.applies(self.counted, one)]
        needs = self.cohort["minimum_hours"] * 60
        return MET if there >= needs else PENDING if there + sum(map(self.world.minutes, open_)) >= needs else FAILED

    def requirements(self):
        stage, over = self.place["stage"], self.cohort["stage"] in ("closed", "cancelled")
        parts = {"Cupo": MET if stage == "confirmed" else FAILED if stage == "withdrawn" else PENDING}
        parts["Asistencia"] = self.attendance()
        if self.cohort["minimum_hours"]:
            parts["Horas de asistencia"] = self.hours()
        if self.pass_mark is not None:
            passes = self.final is not None and self.final >= self.pass_mark
            parts["Nota final"] = MET if passes else FAILED if over else PENDING
        ends = {"closed": MET, "cancelled": FAILED}
        return parts | {"Cierre de la cohorte": ends.get(self.cohort["stage"], PENDING)}

    def conclusion(self, parts):
        papers = self.world.papers_of[self.place["id"]]
        if any(row["state"] == "active" for row in papers):
            return f"Ya tiene {self.paper} de este curso."
        if all(state == MET for state in parts.values()):
            return f"Cumple todo: falta que la coordinación expida {self.paper}."
        if FAILED in parts.values():
            return f"Ya no alcanza lo que se pide para {self.paper}."
        if [name for name, state in parts.items() if state != MET] == ["Cierre de la cohorte"]:
            return f"Va cumpliendo lo que se pide para {self.paper}."
        return f"Todavía puede obtener {self.paper}."

    def needed(self):
        """The average that what is left to grade needs: rounded up, where the final grade is rounded half up."""
        grades = [(one["weight"], self.given.get((one["id"], self.place["id"]))) for one in self.activities]
        left = sum(weight for weight, grade in grades if grade is None)
        if self.pass_mark is None or sum(weight for weight, _ in grades) != 100 or left == 0:
            return None
        earned = sum(weight * grade for weight, grade in grades if grade is not None)
        missing = self.pass_mark * 100 - 50 - earned
        average = -(-missing // left)
        if missing <= 0:
            return f"Con lo que ya tiene supera la nota mínima de {tenths(self.pass_mark)}."
        if average > (1000 if self.cohort["scale"] == "hundred" else 50):
            return f"Con lo que falta ya no llega a la nota mínima de {tenths(self.pass_mark)}."
        return f"En lo que falta necesita un promedio de {tenths(average)} para llegar a {tenths(self.pass_mark)}."


def check(checks, fetch, world, person):
    """Compares the progress of every enrolment of a person."""
    for place in sorted(world.enrolments.values(), key=lambda row: row["id"]):
        papers = world.papers_of[place["id"]]
        cohort = world.cohorts[place["cohort_id"]]
        if place["person_id"] != person or cohort["asks_product"] or cohort["asks_survey"]:
            continue
        page = fetch.page(f"/inscripciones/{place['id']}/avance", FAMILY)
        if page is None or (papers and all(row["state"] != "active" for row in papers)):
            continue
        progress = Progress(world, place)
        _requirements(checks, page, progress)
        if progress.is_seated:
            _attendance(checks, page, progress)
        _grades(checks, page, progress)
        checks.leave(page)


def _requirements(checks, page, progress):
    scope, parts = f"place {progress.place['id']}", progress.requirements()
    checks.same(page, "conclusion", scope, page.main.first("strong"), progress.conclusion(parts))
    tasks = [one for one in page.main.all("li") if one.has("work__row")]
    cards = {card.first("h3").text(): card for card in tasks}
    for name, state in parts.items():
        card = cards.pop(name, None)
        checks.same(page, name, scope, card and card.first("span"), state)
        if card is not None:
            card.compared()
    for name in cards:
        checks.failure(page.name, f"a requirement «{name}» that the recount does not know")
    card = next((one for one in tasks if one.first("h3").text() == "Asistencia"), None)
    numbers = [int(one) for one in re.findall(r"(\d+) %", card.text())] if card else []
    standing, minimum = progress.standing, progress.cohort["minimum_attendance"]
    percent = lambda text: [] if text == NOTHING else [int(text.split()[0])]
    expected = sorted({minimum, *percent(standing.percent())})
    if parts["Asistencia"] == PENDING and standing.ahead and progress.is_seated and standing.held:
        expected = sorted({*expected, *percent(standing.reachable())})
    checks.same(page, "shares of attendance", scope, str(sorted(set(numbers))), str(expected))


def _attendance(checks, page, progress):
    scope, standing = f"place {progress.place['id']}", progress.standing
    held, came, ahead, unrecorded = progress.sessions_held()
    line = next((one for one in page.main.all("p") if one.text().startswith("Asistió a ")), None)
    found = re.match(r"Asistió a ([\d.]+) de ([\d.]+) ", line.text()) if line else None
    told = f"{found.group(1)} de {found.group(2)}" if found else None
    if line is not None:
        line.compared()
    checks.same(page, "sessions", scope, told, f"{count(came)} de {count(held)}" if held else None)
    share = re.search(r": (\d+ %)", line.text()) if line else None
    checks.same(page, "share", scope, share and share.group(1), standing.percent() if held else None)
    line = next((one for one in page.main.all("p") if "a todo lo que falta llega" in one.text()), None)
    text = None
    if ahead:
        left = "Falta una sesión." if ahead == 1 else f"Faltan {ahead} sesiones."
        text = f"{left} Si asiste a todo lo que falta llega a {standing.reachable()}."
    checks.same(page, "reachable", scope, line, text)
    line = next((one for one in page.main.all("p") if "no quedó registro de usted" in one.text()), None)
    number = re.search(r"En (una|\d+) sesi", line.text()) if line else None
    text = {0: None, 1: "una"}.get(unrecorded, str(unrecorded))
    checks.same(page, "without a record", scope, number and number.group(1), text)


def _grades(checks, page, progress):
    scope, place = f"place {progress.place['id']}", progress.place
    line = next((one for one in page.main.all("p") if "nota mínima de" in one.text() or "un promedio de" in one.text()), None)
    checks.same(page, "needed", scope, line, progress.needed())
    table = page.table("Actividades del curso")
    printed = table.rows if table else []
    rows = {re.sub(r" ?(Hasta|Abre|Puede|Le coment).*", "", row["Actividad"].text()): row for row in printed}
    for one in progress.activities:
        grade, row = progress.given.get((one["id"], place["id"])), rows.get(one["name"], {})
        text = row["Nota"].text().split()[0] if row else None
        checks.same(page, one["name"], scope, text, NOTHING if grade is None else tenths(grade))
        checks.same(page, f"{one['name']}, weight", scope, row.get("Peso"), f"{one['weight']} %")
        if row:
            row["Nota"].compared()
    if progress.pass_mark is not None and progress.activities:
        last = rows.get("Nota final", {})
        checks.same(page, "pass mark", scope, last.get("Estado"), f"Mínima: {tenths(progress.pass_mark)}")
        if progress.final is not None:
            checks.same(page, "final grade", scope, last.get("Nota"), tenths(progress.final))
