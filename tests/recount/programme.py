"""Which pages are compared, as whom, and in which periods."""

from datetime import date, timedelta

import pages_attendance
import pages_board
import pages_books
import pages_calendar
import pages_cohort
import pages_cut
import pages_exams
import pages_executive
import pages_gain
import pages_gaps
import pages_home
import pages_lacking
import pages_ledger
import pages_priorities
import pages_progress
import pages_public
import pages_report
import pages_results
import pages_surveys
from facts import Period
from fetch import Fetch
from holdings import Holdings
from learning import Learning
from server import Visitor, sign_in
from targets import Targets, check_history

# Accounts that sign in: each costs a slow password.
MOST_ACCOUNTS = 12


def periods(world):
    """The year of today, its last quarter that began, this month, the month before, and an odd run of days."""
    today = world.today
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return [
        Period(date(today.year, 1, 1), date(today.year, 12, 31)),
        Period(quarter, today),
        Period(first, today),
        Period(before.replace(day=1), before),
        Period(today - timedelta(days=200), today - timedelta(days=37)),
    ]


def departments(world):
    """The departments that any cohort or place is of."""
    codes = {code for aims in world.aims.values() for code in aims}
    codes |= {place["municipality_code"] for places in world.places_of.values() for place in places}
    return sorted({code[:2] for code in codes if code})


class Visitors:
    """The visitors of a run, each signed in once."""

    def __init__(self, checks, server, world):
        self.checks, self.server = checks, server
        self.mails = {row["id"]: row["email"] for row in world.tables["account"] if row["is_active"]}
        self.known = {}

    def __call__(self, account):
        """Returns who an account belongs to, or nobody; None where too many signed in already."""
        if account not in self.known:
            if account is not None and (account not in self.mails or len(self.known) > MOST_ACCOUNTS):
                return None
            visitor = sign_in(self.server, self.mails[account]) if account else Visitor(self.server)
            self.known[account] = Fetch(self.checks, visitor)
        return self.known[account]


class Known:
    """What was added up from the rows of one database, once for all its pages."""

    def __init__(self, world):
        self.world = world
        self.holdings, self.learning = Holdings(world), Learning(world)
        self.targets = Targets(world, self.holdings)
        self.candidates = pages_priorities.Candidates(world)
        self.cuts = pages_cut.Cuts(world.made, world)


def check(checks, server, world, lot, is_whole):
    """Compares every page of a demonstration, and some of a programme: the lot says which."""
    visitors, known = Visitors(checks, server, world), Known(world)
    national = visitors(_national(world))
    here, spans = departments(world), periods(world)
    ambits = pages_board.ambits(world, here)
    if not is_whole:
        here = lot.sample(here, min(2, len(here)))
        ambits = ambits[:1] + lot.sample(ambits[1:], min(2, len(ambits) - 1))
        spans = [spans[0], lot.choice(spans[1:])]
    for department in here:
        for number, period in enumerate(spans):
            # The paper of a whole department takes seconds.
            on_paper = is_whole and number == 0 and department == here[0]
            pages_report.check(checks, national, world, department, period, number < 1 + is_whole, on_paper)
            _results(checks, national, known, department, period, None if is_whole and number == 0 else 1)
            if number == 0:
                _cohorts_of(checks, national, world, department, period, lot, is_whole)
        pages_gaps.department(checks, national, world, department)
        pages_cut.check(checks, national, known.cuts, department, None if is_whole else 2)
    for ambit in ambits:
        for number, period in enumerate(spans):
            pages_board.check_operation(checks, national, world, ambit, period, number == 0)
            pages_executive.quality(checks, national, known, ambit, period, number == 0)
            pages_executive.capacity(checks, national, known, ambit, period, number == 0)
            if not ambit.unit and not ambit.course:
                pages_board.check_board(checks, national, known, ambit, period)
    for period in spans:
        pages_gain.check(checks, national, world, known.learning, None, period)
    pages_home.check(checks, visitors, world, periods(world)[0])
    _ledger_and_public(checks, visitors(None), national, known, here, lot, is_whole)
    _ranked(checks, national, known, here, lot)
    _readers(checks, visitors, known, spans, lot, is_whole)
    pages_calendar.check(checks, visitors, world, lot, is_whole)


def _national(world):
    """The account of the national administration."""
    return next(row["account_id"] for row in world.tables["role_grant"] if row["role"] == "national_administrator")


def _results(checks, fetch, known, department, period, chosen):
    pages_results.check(checks, fetch, known.world, known.learning, known.holdings, department, period, chosen)


def _readers(checks, visitors, known, spans, lot, is_whole):
    """What the others read of their own: gobernaciones, coordinations, and who takes part."""
    world = known.world
    for row in world.tables["role_grant"]:
        if row["role"] not in ("gobernacion", "coordinator") or visitors(row["account_id"]) is None:
            continue
        own, code = visitors(row["account_id"]), row["department_code"]
        if code:
            pages_report.check(checks, own, world, code, spans[0], False)
            _results(checks, own, known, code, spans[0], 1)
            pages_cut.check(checks, own, known.cuts, code, 1, False)
            ambit = pages_board.Ambit("", world.codes_of_department(code), department=code)
        else:
            ambit = pages_board.Ambit("", world.codes_of_unit(row["unit_code"]), unit=row["unit_code"])
            pages_cohort.listed(checks, own, world, row["unit_code"])
            theirs = [one for one in world.cohorts.values() if one["unit_code"] == row["unit_code"]]
            for cohort in theirs if is_whole else lot.sample(theirs, min(1, len(theirs))):
                pages_cohort.check(checks, own, world, cohort)
                _beside(checks, own, world, cohort, lot)
        pages_gain.check(checks, own, world, known.learning, ambit.codes, spans[0])
        pages_priorities.check(checks, own, known.candidates, ambit.codes)
        for period in spans[: 5 if is_whole else 1]:
            pages_board.check_board(checks, own, known, ambit, period, runs=not code)
    for row in world.tables["account"]:
        if row["person_id"] is not None and visitors(row["id"]) is not None:
            pages_progress.check(checks, visitors(row["id"]), world, row["person_id"])
            pages_exams.own(checks, visitors(row["id"]), world, row["person_id"])


def _cohorts_of(checks, fetch, world, department, period, lot, is_whole):
    """The page of each cohort of a department's report; of a programme, of two."""
    mine = world.cohorts_of(world.codes_of_department(department), period)
    for cohort in mine if is_whole else lot.sample(mine, min(2, len(mine))):
        pages_attendance.of_report(checks, fetch, world, department, period, cohort)


def _beside(checks, fetch, world, cohort, lot):
    """What stands beside the pages of a cohort: its workbooks, and the attendance of one person."""
    if cohort["stage"] == "draft":
        return
    pages_books.attendance(checks, fetch, world, cohort)
    pages_books.grades(checks, fetch, world, cohort)
    pages_surveys.check(checks, fetch, world, cohort)
    pages_exams.check(checks, fetch, world, cohort)
    places = world.places_of[cohort["id"]]
    for place in lot.sample(places, min(2, len(places))):
        pages_attendance.of_person(checks, fetch, world, place)


def _ranked(checks, fetch, known, here, lot):
    """The ranking of the country, and of each department for a capacity and with other weights."""
    world = known.world
    every = set(world.municipalities)
    last = -(-len(every) // pages_priorities.ROWS)
    pages_priorities.check(checks, fetch, known.candidates, every, pages=(1, lot.randint(2, last)))
    framework = sorted(row["code"] for row in world.tables["capacity"] if not row["retired"])
    changed = sorted({row["capacity_code"] for row in world.tables["priority_override"]})
    for department in here:
        codes = world.codes_of_department(department)
        pages_priorities.check(checks, fetch, known.candidates, codes, department, lot.choice(changed or framework))
        weights = {field: lot.choice((0, 1, 7, 33, 100)) for field, _, _ in pages_priorities.CRITERIA} | {"pdet": 3}
        pages_priorities.check(checks, fetch, known.candidates, codes, department, lot.choice(framework), weights)


def reports_alone(checks, server, world):
    """Compares the reports that a wrong row may show in, of every department for the year."""
    visitors, known = Visitors(checks, server, world), Known(world)
    national, year = visitors(_national(world)), periods(world)[0]
    for department in departments(world):
        pages_report.check(checks, national, world, department, year, False)
        _results(checks, national, known, department, year, 0)
        pages_cut.check(checks, national, known.cuts, department, None, False)
        pages_ledger.department(checks, national, world, known.targets, department)
        codes = world.codes_of_department(department)
        ambit = pages_board.Ambit(f"departamento-{department}", codes, department=department)
        pages_executive.quality(checks, national, known, ambit, year)
        pages_executive.capacity(checks, national, known, ambit, year)
        pages_board.check_board(checks, national, known, ambit, year)
        pages_priorities.check(checks, national, known.candidates, codes, department)
    pages_gain.check(checks, national, world, known.learning, None, year)
    _beside_alone(checks, visitors, world, year)
    pages_calendar.alone(checks, visitors, world, _national(world))
    pages_books.needs(checks, national, world)
    aim = min(code for aims in world.aims.values() for code in aims)
    pages_gaps.municipality(checks, national, world, aim)
    pages_gaps.values(checks, national, world, aim)


def _beside_alone(checks, visitors, world, period):
    """What a wrong row may show in beside the pages of cohorts: all grades and surveys, and the attendance of the cohort
    of the last session with a list."""
    last = max((one for one in world.sessions.values() if one["stage"] == "held"), key=lambda one: one["id"])
    for grant in world.tables["role_grant"]:
        own = visitors(grant["account_id"]) if grant["role"] == "coordinator" else None
        for cohort in world.cohorts.values() if own else ():
            if cohort["unit_code"] != grant["unit_code"] or cohort["stage"] == "draft":
                continue
            pages_books.grades(checks, own, world, cohort)
            pages_surveys.check(checks, own, world, cohort)
            pages_exams.check(checks, own, world, cohort)
            if cohort["id"] != last["cohort_id"]:
                continue
            pages_books.attendance(checks, own, world, cohort)
            for place in world.places_of[cohort["id"]]:
                pages_attendance.of_person(checks, own, world, place)
    cohort = world.cohorts[last["cohort_id"]]
    for department in sorted({code[:2] for code in world.aims[cohort["id"]]}):
        pages_attendance.of_report(checks, visitors(_national(world)), world, department, period, cohort)


def _ledger_and_public(checks, nobody, national, known, here, lot, is_whole):
    """The ledger of each department, and what anybody may read."""
    world, targets = known.world, known.targets
    framework = sorted(row["code"] for row in world.tables["capacity"] if not row["retired"])
    for department in here:
        wanted = sorted(key for key in targets.rows if key[0][:2] == department)
        chosen = lot.choice(wanted)[1] if wanted else lot.choice(framework)
        pages_ledger.department(checks, national, world, targets, department)
        pages_ledger.department(checks, national, world, targets, department, chosen)
        pages_lacking.department(checks, national, world, known.holdings, department)
        pages_public.municipalities(checks, nobody, world, known.holdings, department)
        for code, capacity in wanted[: 12 if is_whole else 2]:
            check_history(checks, national, targets, code, capacity)
        reached = sorted(code for code in known.holdings.codes if code[:2] == department)
        for code in reached if is_whole else lot.sample(reached, min(2, len(reached))):
            pages_ledger.municipality(checks, national, world, targets, code)
            pages_gaps.municipality(checks, national, world, code)
            pages_gaps.values(checks, national, world, code)
            pages_public.municipality(checks, nobody, world, known.holdings, code, True)
            pages_public.municipality(checks, national, world, known.holdings, code, False)
    pages_public.offer(checks, nobody, world)
    pages_public.open_data(checks, nobody, world)
    pages_public.reports(checks, national, world, departments(world))
    pages_public.needs(checks, national, world, None)
    pages_books.needs(checks, national, world)
    pages_gaps.imports(checks, national, world)
