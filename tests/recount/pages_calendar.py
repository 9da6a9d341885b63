"""Sessions by their days: the month that each role reads, everybody's own calendar file, and that of each course."""

import re
from collections import defaultdict
from datetime import timedelta

from facts import BOGOTA, local
from moments import CALENDAR_BACK
from tables import File
from words import count, month

PAGE, FILE = "calendario", "calendarios.ics"
# What a page and a file show at most.
MOST_OF_MONTH, MOST_OF_FILE = 600, 500
READERS = ("national_administrator", "coordinator", "director", "facilitator", "gobernacion", "focal_point")
CHANGED = ("draft", "tentative", "confirmed", "running")


class Reader:
    """Somebody with the roles that count today, and the cohorts that these see."""

    def __init__(self, world, account):
        self.world, self.account = world, account
        holds = lambda row: (row["valid_from"] or world.today) <= world.today <= (row["valid_until"] or world.today)
        self.grants = [row for row in world.tables["role_grant"] if row["account_id"] == account and holds(row)]
        self.roles = {row["role"] for row in self.grants}

    def reads(self):
        return any(role in self.roles for role in READERS)

    def runs(self, cohort):
        units = [row["unit_code"] for row in self.grants if row["role"] == "coordinator"]
        return "national_administrator" in self.roles or cohort["unit_code"] in units

    def sees(self, cohort):
        """Whoever runs or teaches it, and of what was published: its unit's head, its departments, its entities."""
        if self.runs(cohort) or ("facilitator" in self.roles and self._teaches(cohort)):
            return True
        aims, entities = self.world.aims[cohort["id"]], self.world.entities
        return cohort["stage"] != "draft" and any(
            (row["role"] == "director" and row["unit_code"] == cohort["unit_code"])
            or (row["role"] == "gobernacion" and any(code[:2] == row["department_code"] for code in aims))
            or (row["role"] == "focal_point" and entities[row["entity_id"]]["municipality_code"] in aims)
            for row in self.grants
        )

    def _teaches(self, cohort):
        sessions = self.world.sessions_of[cohort["id"]]
        return any(one["facilitator_account_id"] == self.account and one["stage"] != "cancelled" for one in sessions)

    def sessions(self):
        """The sessions of the cohorts seen; of who only teaches, their own."""
        seen = {cohort["id"] for cohort in self.world.cohorts.values() if self.sees(cohort)}
        # A person takes part beside whatever else they do.
        only = self.roles - {"participant"} == {"facilitator"}
        return [
            one
            for one in self.world.sessions.values()
            if one["cohort_id"] in seen and (not only or one["facilitator_account_id"] == self.account)
        ]


def _course(world, cohort):
    return world.versions[cohort["course_version_id"]]["name"]


def _time(at):
    """«8:00 a. m.»."""
    at = at.astimezone(BOGOTA)
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'p' if at.hour >= 12 else 'a'}. m."


def _entry(reader, session):
    """The line of a session within its day, and where it leads."""
    cohort = reader.world.cohorts[session["cohort_id"]]
    begins, ends = session["starts_at"], session["ends_at"]
    span = f"{_time(begins)} a {_time(ends)}" + ("" if local(begins) == local(ends) else " del día siguiente")
    gone = "Cancelada " if session["stage"] == "cancelled" else ""
    changes = reader.runs(cohort) and cohort["stage"] in CHANGED and session["stage"] == "planned"
    link = f"/sesiones/{session['id']}" if changes else f"/cohortes/{cohort['id']}"
    return f"{gone}{span} {_course(reader.world, cohort)}, {cohort['name']}", link


def _first_of_next(first):
    return (first + timedelta(days=31)).replace(day=1)


def page_of(checks, fetch, reader, first, unit=None):
    """One month of whoever looks, in whole weeks, of one unit or of all."""
    asked = f"/calendario?mes={first:%Y-%m}" + (f"&unidad={unit}" if unit else "")
    page = fetch.page(asked, PAGE)
    if page is None:
        return
    world, last = reader.world, _first_of_next(first) - timedelta(days=1)
    monday, sunday = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    shown = [
        one
        for one in reader.sessions()
        if monday <= local(one["starts_at"]) <= sunday
        and unit in (None, world.cohorts[one["cohort_id"]]["unit_code"])
    ]
    shown.sort(key=lambda one: (one["starts_at"], one["id"]))
    shown = shown[:MOST_OF_MONTH]
    within = sum(1 for one in shown if first <= local(one["starts_at"]) <= last)
    beside, scope = len(shown) - within, f"{first:%Y-%m}"
    told = {0: "Ninguna sesión", 1: "1 sesión"}.get(within, f"{count(within)} sesiones")
    told += f" en el mes, y {beside} en los días vecinos" if beside else ""
    head = next((one for one in page.main.all("p") if one.text().endswith("· hora de Bogotá")), None)
    checks.same(page, "sessions", scope, head, f"{told} · hora de Bogotá")
    checks.same(page, "month", scope, page.main.first("h1"), f"Calendario, {month(first.year, first.month)}")
    by_day = defaultdict(list)
    for one in shown:
        by_day[local(one["starts_at"])].append(_entry(reader, one))
    cells = page.tables[0].node.all("td") if page.tables else []
    checks.length(page, "days", scope, len(cells), (sunday - monday).days + 1)
    for number, cell in enumerate(cells):
        day = monday + timedelta(days=number)
        name = next((one.text() for one in cell.all("p") if one.has("month__date")), "")
        checks.same(page, "number", f"{day}", re.search(r"\d+", name).group(), f"{day.day}")
        links = [one for line in cell.all("li") for one in line.all("a")]
        printed = " | ".join(f"{one.text()} {one.attributes['href']}" for one in links)
        checks.same(page, "day", f"{day}", printed, " | ".join(map(" ".join, by_day[day])))
        cell.compared()
    checks.leave(page)


def months_of(world, sessions):
    """The months in which any of these sessions begins, and this month."""
    return sorted({local(one["starts_at"]).replace(day=1) for one in sessions} | {world.today.replace(day=1)})


def _events(text):
    """The events of a calendar file: name to value, without folds and escapes."""
    escapes = {"n": "\n", "N": "\n"}
    found = []
    for line in text.replace("\r\n ", "").split("\r\n"):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, _, value = line.partition(":")
            value = re.sub(r"\\(.)", lambda one: escapes.get(one.group(1), one.group(1)), value)
            found[-1].setdefault(name.split(";")[0], value)
    return found


def _utc(at):
    return f"{at:%Y%m%dT%H%M%SZ}"


def _event(world, session, links):
    """What stands of a session in a calendar file."""
    cohort, link = world.cohorts[session["cohort_id"]], session["link"]
    place = session["place"] or ("" if link is not None else cohort["place_text"])
    return {
        "SEQUENCE": f"{session['sequence']}",
        "SUMMARY": _course(world, cohort),
        "DESCRIPTION": f"Sesión {session['position']}, cohorte {cohort['name']}.\n/oferta/…",
        "DTSTART": _utc(session["starts_at"]),
        "DTEND": _utc(session["ends_at"]),
        "STATUS": "CANCELLED" if session["stage"] == "cancelled" else "CONFIRMED",
        "LOCATION": place or (link if links and link else ""),
        "URL": link if links and link else "",
    }


def _file(checks, world, name, answer, sessions, links, method):
    """Compares the events of a file with the sessions that should stand there."""
    file = File(FILE, name)
    if answer.status != 200:
        return
    events = _events(answer.text)
    checks.length(file, "events", name, len(events), len(sessions))
    checks.same(file, "method", name, "".join(re.findall(r"METHOD:(\w+)\r\n", answer.text)), method)
    by_uid = {event.get("UID", "").split("@")[0]: event for event in events}
    for session in sessions:
        event, scope = by_uid.get(f"sesion-{session['id']}"), f"session {session['id']}"
        if event is None:
            checks.failure(name, f"no event of the {scope}")
            continue
        for key, text in _event(world, session, links).items():
            printed = event.get(key, "")
            if key == "DESCRIPTION":
                # Neither the server's address nor the code of a cohort is the same in two databases.
                code = world.cohorts[session["cohort_id"]]["public_code"]
                printed = re.sub(r"\nhttps?://[^/\n]+/", "\n/", printed).replace(f"/oferta/{code}", "/oferta/…")
            checks.same(file, key, scope, printed, text)


def own_file(checks, fetch, world, account):
    """The file at an address of somebody's own: what they teach, and the courses in which they have a seat."""
    answer = fetch.visitor.post("/mi-calendario", {})
    address = re.search(r"/calendarios/([\w-]+)\.ics", answer.text)
    if address is None:
        checks.failure("/mi-calendario", f"{fetch.visitor.name} gets no address ({answer.status})")
        return
    person = next(row["person_id"] for row in world.tables["account"] if row["id"] == account)
    attended = {
        place["cohort_id"]
        for places in world.places_of.values()
        for place in places
        if person is not None and place["person_id"] == person
    }
    theirs = [
        one
        for one in world.sessions.values()
        if (one["cohort_id"] in attended or one["facilitator_account_id"] == account)
        and world.cohorts[one["cohort_id"]]["stage"] != "draft"
        and one["starts_at"] > world.now - CALENDAR_BACK
    ]
    theirs.sort(key=lambda one: (one["starts_at"], one["id"]))
    # The name of the address is a secret, and another one each time.
    name = f"/calendarios/… ({fetch.visitor.name})"
    _file(checks, world, name, fetch.raw(f"/calendarios/{address.group(1)}.ics"), theirs[:MOST_OF_FILE], True, "PUBLISH")


def course_file(checks, nobody, world, cohort):
    """The file of a course that was published, without the links that let people in."""
    sessions = world.sessions_of[cohort["id"]]
    path = f"/oferta/{cohort['public_code']}/calendario"
    gone = all(one["stage"] == "cancelled" for one in sessions)
    # The code of a cohort is another one in each database.
    name = f"/oferta/…/calendario (cohort {cohort['id']})"
    _file(checks, world, name, nobody.raw(path), sessions, False, "CANCEL" if gone else "PUBLISH")


def last_planned(world):
    """The last session of a cohort that was published and that nobody cancelled."""
    lives = lambda one: world.cohorts[one["cohort_id"]]["stage"] not in ("draft", "cancelled")
    planned = [one for one in world.sessions.values() if one["stage"] == "planned" and lives(one)]
    return max(planned, key=lambda one: one["id"])


def alone(checks, visitors, world, national):
    """The month and the course of the last planned session: a wrong row may show in them."""
    session = last_planned(world)
    page_of(checks, visitors(national), Reader(world, national), local(session["starts_at"]).replace(day=1))
    course_file(checks, visitors(None), world, world.cohorts[session["cohort_id"]])


def check(checks, visitors, world, lot, is_whole):
    """The months of every reader, everybody's own file, and those of the courses; of a programme, some."""
    for account in sorted(visitors.known.keys() - {None}):
        fetch, reader = visitors(account), Reader(world, account)
        if fetch is None:
            continue
        own_file(checks, fetch, world, account)
        if not reader.reads():
            continue
        months = months_of(world, reader.sessions())
        for first in months if is_whole else lot.sample(months, min(2, len(months))):
            page_of(checks, fetch, reader, first)
        if "national_administrator" in reader.roles:
            for unit in sorted({cohort["unit_code"] for cohort in world.cohorts.values()}):
                page_of(checks, fetch, reader, world.today.replace(day=1), unit)
    shown = [cohort for cohort in world.cohorts.values() if cohort["stage"] != "draft"]
    for cohort in shown if is_whole else lot.sample(shown, min(3, len(shown))):
        course_file(checks, visitors(None), world, cohort)
