"""What is counted, from the rows alone: who stands where in each session, and which cohorts and places count.

The words are those of the requirements (R29, R33, R34, R35, R82, R83): nothing here is read from the product's
own sums, which stand in tables that the recount never opens.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta, timezone
from fractions import Fraction

BOGOTA = timezone(timedelta(hours=-5))
THERE = ("present", "late")


def local(at):
    """The day of an instant in Bogotá."""
    return at.astimezone(BOGOTA).date()


class Period:
    """Days, both included, in Bogotá."""

    def __init__(self, first, last):
        self.first, self.last = first, last
        self.begins = datetime.combine(first, time(), BOGOTA)
        self.ends = datetime.combine(last + timedelta(days=1), time(), BOGOTA)

    def holds(self, at):
        return at is not None and self.begins <= at < self.ends

    def touches(self, first, last):
        return first <= self.last and last >= self.first

    def query(self):
        return f"desde={self.first}&hasta={self.last}"

    def before(self):
        """The period of as many days that ends the day before; a whole year's is the year before."""
        days = (self.last - self.first).days + 1
        last = self.first - timedelta(days=1)
        return Period(last - timedelta(days=days - 1), last)


class Tally:
    """Sessions attended out of those that count. Where a cohort counts minutes, half a session is half."""

    def __init__(self):
        self.held, self.came, self.credit = 0, 0, Fraction(0)

    def add(self, other):
        self.held += other.held
        self.came += other.came
        self.credit += other.credit

    def share(self):
        return None if self.held == 0 else Fraction(self.credit) / self.held


class World:
    """The rows, joined, at a moment."""

    def __init__(self, tables, now):
        self.tables, self.now, self.today = tables, now, local(now)
        by_id = lambda name: {row["id"]: row for row in tables[name]}
        self.cohorts, self.sessions, self.enrolments = by_id("cohort"), by_id("session"), by_id("enrolment")
        self.people, self.posts, self.entities = by_id("person"), by_id("post"), by_id("entity")
        self.versions, self.courses, self.certificates = by_id("course_version"), by_id("course"), by_id("certificate")
        self.municipalities = {row["code"]: row for row in tables["municipality"]}
        self.departments = {row["code"]: row["name"] for row in tables["department"]}
        self.sessions_of = defaultdict(list)
        for row in sorted(tables["session"], key=lambda row: row["position"]):
            self.sessions_of[row["cohort_id"]].append(row)
        self.places_of = defaultdict(list)
        for row in sorted(tables["enrolment"], key=lambda row: row["id"]):
            if row["stage"] == "confirmed":
                self.places_of[row["cohort_id"]].append(row)
        self.aims = defaultdict(set)
        for row in tables["cohort_municipality"]:
            self.aims[row["cohort_id"]].add(row["municipality_code"])
        self.spans = defaultdict(list)
        for row in tables["earlier_attribution"]:
            self.spans[row["enrolment_id"]].append(row)
        self.papers_of = defaultdict(list)
        for row in tables["certificate"]:
            self.papers_of[row["enrolment_id"]].append(row)
        self.marks = self._last_marks()
        self._reached, self.added = {}, {}
        self.unit_of = self._units()

    def _last_marks(self):
        """The mark that counts of each person and session: the last one that was written."""
        marks = {}
        for row in sorted(self.tables["attendance_mark"], key=lambda row: row["id"]):
            marks[row["session_id"], row["enrolment_id"]] = row
        return marks

    def _units(self):
        """The unit that answers for each municipality: its department's, unless it is an exception."""
        of = {row["department_code"]: row["unit_code"] for row in self.tables["territorial_unit_department"]}
        apart = {row["municipality_code"]: row["unit_code"] for row in self.tables["territorial_unit_exception"]}
        return {code: apart.get(code, of.get(row["department_code"])) for code, row in self.municipalities.items()}

    # ------------------------------------------------------------------------------ cohorts and places

    def counts(self, cohort):
        """Drafts are not yet, and cancelled cohorts count nowhere."""
        return cohort["stage"] not in ("draft", "cancelled")

    def has_begun(self, cohort):
        return cohort["starts_on"] <= self.today

    def was_held(self, session):
        """Its list was taken, and it is over or its list is ended."""
        return session["stage"] == "closed" or (session["stage"] == "held" and session["ends_at"] <= self.now)

    def home(self, place, at):
        """The municipality that a session at this moment counts for."""
        for span in self.spans[place["id"]]:
            if span["from_at"] <= at < span["until_at"]:
                return span["municipality_code"]
        return place["municipality_code"]

    def home_on(self, place, day):
        """The municipality that somebody counts for when a day ends."""
        return self.home(place, datetime.combine(day, time.max, BOGOTA))

    def papers(self, place, kind, period=None):
        """The valid certificates or constancias of a place, issued in a period."""
        return [
            row
            for row in self.papers_of[place["id"]]
            if row["kind"] == kind and row["state"] == "active" and (period is None or period.holds(row["issued_at"]))
        ]

    # ------------------------------------------------------------------------------------- attendance

    def standing(self, place, session):
        """Where a person stands in a session: a state, «none» for a list without them, or nothing yet."""
        if session["stage"] == "cancelled":
            return None
        mark = self.marks.get((session["id"], place["id"]))
        if mark:
            return mark["state"]
        since = place.get("counts_since") or place["confirmed_at"]
        if since is None or since >= session["ends_at"]:
            return None
        return "none" if self.was_held(session) else None

    def applies(self, place, session):
        """Whether a session is, was or will be one of the person's."""
        if session["stage"] == "cancelled":
            return False
        since = place.get("counts_since") or place["confirmed_at"]
        return (session["id"], place["id"]) in self.marks or (since is not None and since < session["ends_at"])

    def attended(self, place, session):
        return self.standing(place, session) in THERE

    def minutes(self, session):
        return int((session["ends_at"] - session["starts_at"]).total_seconds() // 60)

    def minutes_there(self, place, session):
        """Minutes that the cohort credits somebody with in a session."""
        if not self.attended(place, session):
            return 0
        length = max(self.minutes(session), 1)
        said = self.marks[session["id"], place["id"]]["minutes"]
        cohort = self.cohorts[session["cohort_id"]]
        return min(said, length) if cohort["partial_hours"] and said is not None else length

    def tally(self, place, session):
        """One person in one session, as the cohort's rule counts it."""
        tally = Tally()
        state, cohort = self.standing(place, session), self.cohorts[session["cohort_id"]]
        counts = {"excused": cohort["excused_counts"], "dispensed": cohort["dispensed_counts"], None: False}
        if not counts.get(state, True):
            return tally
        tally.held = 1
        if state in THERE:
            tally.came = 1
            tally.credit = Fraction(self.minutes_there(place, session), max(self.minutes(session), 1))
        return tally

    def tally_of(self, place, sessions):
        """Several sessions of one person; in a cohort of minutes the long ones weigh more."""
        tally, minutes, there = Tally(), 0, 0
        for session in sessions:
            one = self.tally(place, session)
            tally.add(one)
            if one.held:
                minutes += max(self.minutes(session), 1)
                there += self.minutes_there(place, session)
        cohort = self.cohorts[place["cohort_id"]]
        if cohort["partial_hours"] and minutes:
            tally.credit = Fraction(there, minutes) * tally.held
        return tally

    # ------------------------------------------------------------------------------------ territories

    def codes_of_department(self, department):
        return {code for code, row in self.municipalities.items() if row["department_code"] == department}

    def codes_of_unit(self, unit):
        return {code for code, of in self.unit_of.items() if of == unit}

    def in_scope(self, place, codes, period=None):
        """Whether somebody counts for a territory; in a period, whoever counted for it then."""
        if codes is None:
            return True
        if period is None or not self.spans[place["id"]]:
            return place["municipality_code"] in codes
        return self.homes(place, codes, period) is not None

    def homes(self, place, codes, period):
        """The last municipality of a territory that somebody counted for in the period."""
        spans = self.spans[place["id"]]
        moved = max((span["until_at"] for span in spans), default=None)
        if place["municipality_code"] in codes and (moved is None or moved < period.ends):
            return place["municipality_code"]
        past = [
            span
            for span in spans
            if span["from_at"] < period.ends and span["until_at"] > period.begins and span["municipality_code"] in codes
        ]
        return max(past, key=lambda span: span["until_at"])["municipality_code"] if past else None

    def cohorts_of(self, codes, period):
        """The cohorts of a territory whose days touch the period, or that certified somebody of it then: those for one
        of its municipalities, and those in which somebody counts for one on a day of the period (R29). A certificate
        is of the municipality of the day of issue."""
        found = []
        for cohort in self.cohorts.values():
            if not self.counts(cohort):
                continue
            places = self.places_of[cohort["id"]]
            theirs = any(self.in_scope(place, codes, period) for place in places)
            if codes is not None and not theirs and not (self.aims[cohort["id"]] & codes):
                continue
            papered = any(
                codes is None or self.home(place, paper["issued_at"]) in codes
                for place in places
                for kind in ("certificado", "constancia")
                for paper in self.papers(place, kind, period)
            )
            if period.touches(cohort["starts_on"], cohort["ends_on"]) or papered:
                found.append(cohort)
        return sorted(found, key=lambda row: (row["starts_on"], row["id"]))

    def ever_reached(self, before, course=None):
        """The municipalities of which somebody attended a session that began before a moment, of one course or of
        any, with when the last of those sessions began."""
        if (before, course) in self._reached:
            return self._reached[before, course]
        reached = self._reached[before, course] = {}
        for (session_id, place_id), mark in self.marks.items():
            place, session = self.enrolments[place_id], self.sessions[session_id]
            if place["stage"] != "confirmed" or mark["state"] not in THERE or session["stage"] == "cancelled":
                continue
            cohort = self.cohorts[session["cohort_id"]]
            if course is not None and self.versions[cohort["course_version_id"]]["course_id"] != course:
                continue
            if self.counts(cohort) and session["starts_at"] < before:
                code = self.home(place, session["starts_at"])
                reached[code] = max(reached.get(code, session["starts_at"]), session["starts_at"])
        return reached
