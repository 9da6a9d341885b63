"""When figures change by themselves: a session ends, an offer or a survey is over, a day begins.

The server's clock moves while its pages are read, so that a comparison over such a moment says nothing: it is made
again, with a database of its own. Two databases are held against each other only where none lies between them.
"""

from datetime import datetime, time, timedelta, timezone

from facts import BOGOTA, local

# How far back a calendar file reaches from now.
CALENDAR_BACK = timedelta(days=180)

# How often a recount is begun again before the clock is a difference of its own.
TRIES = 3
TURNS = {
    "session": ("starts_at", "ends_at"),
    "seat_offer": ("expires_at",),
    "survey_round": ("closes_at",),
    "survey_invitation": ("expires_at",),
    "cohort": ("attendance_open_until",),
}


def now():
    return datetime.now(timezone.utc)


def turned(tables, began, ended):
    """The first moment after `began` and until `ended` at which some figure may have changed; nothing without one."""
    found = {row[column] for name, columns in TURNS.items() for row in tables.get(name, ()) for column in columns}
    found |= {row["starts_at"] + CALENDAR_BACK for row in tables.get("session", ())}
    day = local(began)
    while day <= local(ended):
        day += timedelta(days=1)
        found.add(datetime.combine(day, time(), BOGOTA))
    return min((at for at in found - {None} if began < at <= ended), default=None)


def undisturbed(attempt):
    """Calls what makes and compares databases, which returns what it found and their rows, until no moment passed.
    Returns what it found, and the moment that passed every time, or nothing."""
    for _ in range(TRIES):
        began = now()
        found, read = attempt()
        ended = now()
        passed = min(filter(None, (turned(tables, began, ended) for tables in read)), default=None)
        if passed is None:
            return found, None
        print(f"the clock passed {passed.astimezone(BOGOTA):%d/%m/%Y %H:%M} of Bogotá: again", flush=True)
    return found, passed
