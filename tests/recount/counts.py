"""The sums of a territory in a period, from the facts of each person and session."""

from collections import Counter, defaultdict

from facts import Tally, local


class Sums:
    """What the recount says of one group of places: a municipality, a cohort, or all of them."""

    def __init__(self):
        self.cohorts, self.people = set(), set()
        self.enrolled = self.attended = self.never = self.begun = 0
        self.certified = self.attested = 0
        # Of courses that certify, and of those that end in a constancia.
        self.finished, self.completed = Counter(), Counter()
        # The enrolments, of which several groups together count each once.
        self.places, self.begun_places, self.attended_places = set(), set(), set()
        self.tally = Tally()
        self.last = None
        self.capacities = Counter()


class Territory:
    """One territory (codes of municipalities, or None for the country) in one period.

    Everybody counts for the municipality of each day (R29). Who attended for two municipalities is told by both, and once
    where they are added up.
    """

    def __init__(self, world, codes, period, course=None):
        self.world, self.codes, self.period = world, codes, period
        of_course = lambda row: course is None or world.versions[row["course_version_id"]]["course_id"] == course
        self.cohorts = [row for row in world.cohorts_of(codes, period) if of_course(row)]
        self.all = Sums()
        self.by_place, self.by_cohort = defaultdict(Sums), defaultdict(Sums)
        self.months = defaultdict(Tally)
        self._reach = None
        self.sessions = {
            row["id"]: [one for one in world.sessions_of[row["id"]] if period.holds(one["starts_at"])]
            for row in self.cohorts
        }
        self._targets = defaultdict(set)
        for row in world.tables["course_version_capacity"]:
            self._targets[row["course_version_id"]].add(row["capacity_code"])
        for cohort in self.cohorts:
            self.by_cohort[cohort["id"]].cohorts.add(cohort["id"])
            for code in world.aims[cohort["id"]]:
                self.by_place[code].cohorts.add(cohort["id"])
            for place in world.places_of[cohort["id"]]:
                self._add(cohort, place)
        self.all.cohorts = {row["id"] for row in self.cohorts}
        for cohort in world.cohorts_of(codes, period):
            for place in world.places_of[cohort["id"]] if of_course(cohort) else ():
                self._add_attendance(cohort, place)

    def _home(self, place):
        codes = self.world.municipalities.keys() if self.codes is None else self.codes
        return self.world.homes(place, codes, self.period)

    def _add(self, cohort, place):
        world, home = self.world, self._home(place)
        if home is None:
            return
        sessions = self.sessions[cohort["id"]]
        mine = [one for one in sessions if self.codes is None or world.home(place, one["starts_at"]) in self.codes]
        here = defaultdict(list)
        here[home] = []
        for session in mine:
            if world.applies(place, session):
                here[world.home(place, session["starts_at"])].append(session)
        # A certificate or constancia of the period counts where its day found the person.
        given = {}
        for kind in ("certificado", "constancia"):
            for paper in world.papers(place, kind, self.period):
                code = world.home(place, paper["issued_at"])
                if self.codes is None or code in self.codes:
                    given[kind] = code
                    here[code]
        for code, theirs in here.items():
            self._add_to(self.by_place[code], cohort, place, theirs, {kind for kind in given if given[kind] == code})
            for session in theirs:
                self.by_place[code].tally.add(world.tally(place, session))
        for sums in (self.all, self.by_cohort[cohort["id"]]):
            self._add_to(sums, cohort, place, mine, set(given))
        self._add_finished(cohort, place)

    def _add_finished(self, cohort, place):
        """Who ends a course is told where the last day of the cohort found them, whether they came there or not."""
        world, last = self.world, min(self.period.last, self.world.today)
        code = world.home_on(place, cohort["ends_on"])
        if cohort["stage"] not in ("running", "closed") or not self.period.first <= cohort["ends_on"] <= last:
            return
        if self.codes is not None and code not in self.codes:
            return
        kind = "constancia" if cohort["pass_mark"] is None else "certificado"
        for sums in (self.all, self.by_place[code]):
            sums.finished[kind] += 1
            sums.completed[kind] += bool(world.papers(place, kind))

    def _add_attendance(self, cohort, place):
        """Attendance is told for the municipality of the day in every report, whatever the place counts for today."""
        world = self.world
        for session in world.sessions_of[cohort["id"]]:
            code = world.home(place, session["starts_at"])
            if not self.period.holds(session["starts_at"]) or (self.codes is not None and code not in self.codes):
                continue
            tally = world.tally(place, session)
            self.months[f"{local(session['starts_at']):%Y-%m}"].add(tally)
            self.all.tally.add(tally)
            self.by_cohort[cohort["id"]].tally.add(tally)

    def _add_to(self, sums, cohort, place, sessions, given):
        world = self.world
        sums.cohorts.add(cohort["id"])
        sums.people.add(place["person_id"])
        sums.enrolled += 1
        came = [one for one in sessions if world.attended(place, one)]
        sums.attended += bool(came)
        if came:
            sums.attended_places.add(place["id"])
        held = sum(world.tally(place, one).held for one in sessions)
        sums.never += held > 0 and not came
        sums.begun += world.has_begun(cohort)
        sums.places.add(place["id"])
        if world.has_begun(cohort):
            sums.begun_places.add(place["id"])
        for session in came:
            sums.last = max(filter(None, (sums.last, local(session["starts_at"]))))
        sums.certified += "certificado" in given
        sums.attested += "constancia" in given
        if "certificado" in given:
            sums.capacities.update(self._targets[cohort["course_version_id"]])

    # ------------------------------------------------------------------------------------- sessions

    def meetings(self, cohort=None):
        """Sessions held and planned, and minutes held, of the cohorts of the territory in the period."""
        held, planned, minutes = 0, 0, 0
        for identity, sessions in self.sessions.items():
            if cohort not in (None, identity):
                continue
            for session in sessions:
                planned += session["stage"] != "cancelled"
                if self.world.was_held(session):
                    held += 1
                    minutes += self.world.minutes(session)
        return held, planned, minutes

    # ---------------------------------------------------------------------------------------- reach

    def reach(self):
        """Each municipality of the territory: «in» the period, at «another» time, or «never»."""
        if self._reach is not None:
            return self._reach
        world = self.world
        codes = world.municipalities if self.codes is None else self.codes
        ever = world.ever_reached(self.period.ends)
        within = {code for code, at in ever.items() if self.period.holds(at)}
        self._reach = {code: "in" if code in within else "another" if code in ever else "never" for code in codes}
        return self._reach


def territory(world, codes, period, course=None):
    """The same territory and period is added up once."""
    key = codes and frozenset(codes), period.first, period.last, course
    if key not in world.added:
        world.added[key] = Territory(world, codes, period, course)
    return world.added[key]
