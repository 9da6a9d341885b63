"""Which pages are compared, as whom, and in which periods."""

from datetime import date, timedelta

import pages_board
import pages_report
from facts import Period
from fetch import Fetch
from holdings import Holdings
from server import sign_in


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


def check(checks, server, world, with_pdf):
    national = Fetch(checks, sign_in(server, account(world, "national_administrator")))
    here, spans, holdings = departments(world), periods(world), Holdings(world)
    for department in here:
        for number, period in enumerate(spans):
            pages_report.check(checks, national, world, department, period, number < 2)
    if with_pdf:
        pages_report.check_pdf(checks, national, world, here[0], spans[0])
    for ambit in pages_board.ambits(world, here):
        for number, period in enumerate(spans):
            pages_board.check_operation(checks, national, world, ambit, period, number == 0)
            if not ambit.unit and not ambit.course:
                pages_board.check_board(checks, national, world, holdings, ambit, period)
    for row in world.tables["role_grant"]:
        if row["role"] == "gobernacion":
            own = Fetch(checks, sign_in(server, mail(world, row)))
            pages_report.check(checks, own, world, row["department_code"], spans[0], False)
            theirs = pages_board.Ambit("", world.codes_of_department(row["department_code"]), department=row["department_code"])
            pages_board.check_board(checks, own, world, holdings, theirs, spans[2])
        elif row["role"] == "coordinator":
            own = Fetch(checks, sign_in(server, mail(world, row)))
            unit = pages_board.Ambit(f"unidad-{row['unit_code']}", world.codes_of_unit(row["unit_code"]), unit=row["unit_code"])
            for period in spans:
                pages_board.check_board(checks, own, world, holdings, unit, period)


def mail(world, grant):
    return next(row["email"] for row in world.tables["account"] if row["id"] == grant["account_id"])


def account(world, role):
    return mail(world, next(row for row in world.tables["role_grant"] if row["role"] == role))
