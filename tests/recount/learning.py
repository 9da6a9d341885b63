"""What people learnt, apply and thought, and which of it may be told (R44, R49, R50, R81), from the rows.

A group is the people of one municipality in one cohort; of opinions, which are anonymous, it is the whole cohort.
A group of fewer than five is in no figure at all, so that no figure less another one tells of fewer than five.
"""

import json
from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

from facts import local
from student import reach

LEAST = 5
# Grades are compared on the finer scale of the two, where 5,0 is 1000.
HIGHEST = 1000
MILLION = 1_000_000
SCALES = ("pertinencia", "oportunidad", "calidad")


class Scores:
    """What people rated from 1 to 5."""

    def __init__(self, scores=()):
        self.scores = list(scores)

    @property
    def n(self):
        return len(self.scores)

    def mean(self):
        return Fraction(sum(self.scores), self.n) if self.n >= LEAST else None

    def satisfied(self):
        """The share of those who rated it 4 or 5."""
        return Fraction(sum(one >= 4 for one in self.scores), self.n) if self.n >= LEAST else None


class Tests:
    """Both tests of several people, those of groups that may be told alone."""

    def __init__(self):
        self.pairs, self.left_out = [], 0

    def add(self, pairs):
        able = sum(1 for before, _ in pairs if before < HIGHEST)
        if len(pairs) >= LEAST and able >= LEAST:
            self.pairs += pairs
        else:
            self.left_out += bool(pairs)

    @property
    def n(self):
        return len(self.pairs)

    def is_nobody(self):
        return not self.pairs and self.left_out == 0

    def means(self):
        """The mean of each test, from 0 to 5; nothing where nothing may be told."""
        if not self.pairs:
            return None, None
        of = lambda place: Fraction(sum(one[place] for one in self.pairs), 200 * self.n)
        return of(0), of(1)

    def gain(self):
        """The mean share of what was left to learn, its interval, and of how many people: nothing where nothing
        may be told. The gain of a person is known to the millionth."""
        gains = [_millionths(after - before, HIGHEST - before) for before, after in self.pairs if before < HIGHEST]
        n, total = len(gains), sum(gains)
        if n < LEAST:
            return None
        variance = Fraction(n * sum(one * one for one in gains) - total * total, n * (n - 1) * MILLION**2)
        mean, half = Fraction(total, n * MILLION), reach(variance, n)
        return mean, mean - half, mean + half, n


def _millionths(part, whole):
    """A ratio in millionths, a half away from zero."""
    nearest = (2 * abs(part) * MILLION + whole) // (2 * whole)
    return nearest if part >= 0 else -nearest


class Applied:
    """What people say that they apply, of groups that may be told."""

    def __init__(self):
        self.scores, self.left_out = Scores(), 0

    def add(self, scores):
        if len(scores) >= LEAST:
            self.scores.scores += scores
        else:
            self.left_out += bool(scores)


class Opinions:
    """The anonymous answers of one cohort, or of several that are told."""

    def __init__(self, asked=0, sheets=()):
        self.asked, self.sheets = asked, len(sheets)
        self.scales = [Scores(one[key] for one in sheets if isinstance(one.get(key), int)) for key in SCALES]

    def is_told(self):
        """Whole or not at all; a scale that nobody rated tells of nobody."""
        return self.sheets >= LEAST and all(one.n == 0 or one.n >= LEAST for one in self.scales)

    def join(self, other):
        self.asked += other.asked
        self.sheets += other.sheets
        for mine, theirs in zip(self.scales, other.scales):
            mine.scores += theirs.scores


class Group:
    """People of one municipality in one cohort, with what is known of them."""

    def __init__(self, version, code, day, known):
        self.version, self.code, self.day, self.known = version, code, day, known


class Learning:
    """Every group of a database."""

    def __init__(self, world):
        self.world = world
        self._was = defaultdict(list)
        for row in world.tables["superseded_attribution"]:
            self._was[row["enrolment_id"]].append(row)
        self.tests = self._tests()
        self.applied = {kind: self._applied(kind) for kind in ("months_3", "months_6")}
        self.rounds = [row for row in world.tables["survey_round"] if row["kind"] == "satisfaction"]
        self._asked, self._sheets = defaultdict(int), {}
        for row in world.tables["survey_ticket"]:
            self._asked[row["round_id"]] += 1
        for row in world.tables["survey_sheets"]:
            self._sheets[row["round_id"]] = list(json.loads(row["sheets"]).values())

    def place_at(self, enrolment, at):
        """The municipality that an enrolment counted for at a moment, as it was known then."""
        for row in self._was[enrolment["id"]]:
            if row["until_at"] is None and row["known_from"] <= at < row["known_until"]:
                return row["municipality_code"] or enrolment["municipality_code"]
        return enrolment["municipality_code"]

    def _tests(self):
        """Both tests of closed cohorts, as the grades were at the closing."""
        world, kinds = self.world, {}
        for row in world.tables["activity"]:
            if row["kind"] in ("pre_test", "post_test"):
                kinds[row["id"]] = row["kind"]
        grades = {}
        for row in sorted(world.tables["grade_entry"], key=lambda row: row["id"]):
            if row["activity_id"] not in kinds:
                continue
            cohort = world.cohorts[world.enrolments[row["enrolment_id"]]["cohort_id"]]
            if cohort["stage"] == "closed" and row["recorded_at"] <= cohort["closed_at"]:
                grades[row["enrolment_id"], kinds[row["activity_id"]]] = row["tenths"]
        groups = {}
        for cohort in world.cohorts.values():
            if cohort["stage"] != "closed" or cohort["closed_at"] > world.now:
                continue
            finer = 1 if cohort["scale"] == "hundred" else 20
            for place in world.places_of[cohort["id"]]:
                both = [grades.get((place["id"], kind)) for kind in ("pre_test", "post_test")]
                if None in both:
                    continue
                code = self.place_at(place, cohort["closed_at"])
                empty = Group(cohort["course_version_id"], code, cohort["ends_on"], [])
                groups.setdefault((cohort["id"], code), empty).known.append(tuple(one * finer for one in both))
        return list(groups.values())

    def _applied(self, kind):
        """The answers to a survey of three or of six months after, once it is over."""
        world, groups = self.world, {}
        rounds = {row["id"]: row for row in world.tables["survey_round"] if row["kind"] == kind}
        for row in world.tables["survey_invitation"]:
            asked = rounds.get(row["round_id"])
            if asked is None or row["respondent"] != "person" or row["answers"] is None or asked["closes_at"] > world.now:
                continue
            answers = row["answers"] if isinstance(row["answers"], dict) else json.loads(row["answers"])
            place = world.enrolments[row["enrolment_id"]]
            if place["stage"] != "confirmed" or not isinstance(answers.get("aplicacion"), int):
                continue
            code = self.place_at(place, asked["closes_at"])
            version = world.cohorts[place["cohort_id"]]["course_version_id"]
            empty = Group(version, code, last_day(asked["closes_at"]), [])
            groups.setdefault((asked["id"], code), empty).known.append(answers["aplicacion"])
        return list(groups.values())

    def opinions(self, round_row):
        return Opinions(self._asked[round_row["id"]], self._sheets.get(round_row["id"], ()))

    # ------------------------------------------------------------------------------------------- sums

    def _chosen(self, groups, codes, period, versions):
        for group in groups:
            inside = codes is None or group.code in codes
            if inside and period.first <= group.day <= period.last and (versions is None or group.version in versions):
                yield group

    def learnt(self, codes, period, versions=None):
        tests = Tests()
        for group in self._chosen(self.tests, codes, period, versions):
            tests.add(group.known)
        return tests

    def applied_in(self, kind, codes, period, versions=None):
        applied = Applied()
        for group in self._chosen(self.applied[kind], codes, period, versions):
            applied.add(group.known)
        return applied


def last_day(closes_at):
    """A survey is over at the midnight after its last day, which is the day that counts."""
    return local(closes_at - timedelta(seconds=1))
