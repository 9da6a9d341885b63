"""Which pages are compared, as whom, and in which periods."""

from datetime import date, timedelta

import pages_board
import pages_cohort
import pages_home
import pages_ledger
import pages_public
import pages_report
from facts import Period
from fetch import Fetch
from holdings import Holdings
from server import Visitor, sign_in

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


def check(checks, server, world, lot, is_whole, with_pdf):
    """Compares every page of a demonstration, and some of a programme: the lot says which."""
    visitors = Visitors(checks, server, world)
    grants = world.tables["role_grant"]
    national = visitors(next(row["account_id"] for row in grants if row["role"] == "national_administrator"))
    here, spans, holdings = departments(world), periods(world), Holdings(world)
    ambits = pages_board.ambits(world, here)
    if not is_whole:
        here = lot.sample(here, min(2, len(here)))
        ambits = ambits[:1] + lot.sample(ambits[1:], min(2, len(ambits) - 1))
        spans = [spans[0], lot.choice(spans[1:])]
    for department in here:
        for number, period in enumerate(spans):
            pages_report.check(checks, national, world, department, period, number < 1 + is_whole)
    if with_pdf:
        pages_report.check_pdf(checks, national, world, here[0], spans[0])
    for ambit in ambits:
        for number, period in enumerate(spans):
            pages_board.check_operation(checks, national, world, ambit, period, number == 0)
            if not ambit.unit and not ambit.course:
                pages_board.check_board(checks, national, world, holdings, ambit, period)
    pages_home.check(checks, visitors, world, periods(world)[0])
    _ledger_and_public(checks, visitors(None), national, world, holdings, here, lot, is_whole)
    for row in grants:
        if row["role"] not in ("gobernacion", "coordinator") or visitors(row["account_id"]) is None:
            continue
        own, code = visitors(row["account_id"]), row["department_code"]
        if code:
            pages_report.check(checks, own, world, code, spans[0], False)
            ambit = pages_board.Ambit("", world.codes_of_department(code), department=code)
        else:
            ambit = pages_board.Ambit("", world.codes_of_unit(row["unit_code"]), unit=row["unit_code"])
            pages_cohort.listed(checks, own, world, row["unit_code"])
            theirs = [one for one in world.cohorts.values() if one["unit_code"] == row["unit_code"]]
            for cohort in theirs if is_whole else lot.sample(theirs, min(1, len(theirs))):
                pages_cohort.check(checks, own, world, cohort)
        for period in spans[: 5 if is_whole else 1]:
            pages_board.check_board(checks, own, world, holdings, ambit, period)


def reports_alone(checks, server, world):
    """Compares the reports of every department for the year: enough to notice a wrong row."""
    visitors = Visitors(checks, server, world)
    grants = world.tables["role_grant"]
    national = visitors(next(row["account_id"] for row in grants if row["role"] == "national_administrator"))
    for department in departments(world):
        pages_report.check(checks, national, world, department, periods(world)[0], False)


def _ledger_and_public(checks, nobody, national, world, holdings, here, lot, is_whole):
    """The ledger of each department, and what anybody may read."""
    for department in here:
        pages_ledger.department(checks, national, world, holdings, department)
        pages_public.municipalities(checks, nobody, world, department)
        reached = sorted(code for code in holdings.codes if code[:2] == department)
        for code in reached if is_whole else lot.sample(reached, min(2, len(reached))):
            pages_ledger.municipality(checks, national, world, holdings, code)
            pages_public.municipality(checks, nobody, world, code, True)
            pages_public.municipality(checks, national, world, code, False)
    pages_public.offer(checks, nobody, world)
    pages_public.open_data(checks, nobody, world)
    pages_public.reports(checks, national, world, departments(world))
    pages_public.needs(checks, national, world, None)
