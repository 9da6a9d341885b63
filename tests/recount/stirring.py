"""Changes in a database before it is served, which the product's forms allow and neither the demonstration nor
the generator makes: rules that count minutes, dispensations, people who moved, people who count from an earlier day.

Only cohorts that are not closed are touched: of closed ones the product keeps sums, which its own commands make.
"""

from datetime import timedelta

import additions
from moments import now

LIVE = ("confirmed", "running")
# How many people moved.
MOVED = 0.15


def statements(tables, lot):
    """Returns what to run."""
    cohorts = [row for row in tables["cohort"] if row["stage"] in LIVE]
    told = []
    for cohort in cohorts:
        rule = {
            "partial_hours": lot.random() < 0.5,
            "excused_counts": lot.random() < 0.5,
            "dispensed_counts": lot.random() < 0.5,
        }
        sets = ", ".join(f"{name} = {'TRUE' if value else 'FALSE'}" for name, value in rule.items())
        told.append(f"UPDATE cohort SET {sets} WHERE id = {cohort['id']}")
    live = {row["id"]: row for row in cohorts}
    sessions = {row["id"]: row for row in tables["session"] if row["cohort_id"] in live}
    told += _marks(tables, sessions, lot)
    told += _places(tables, live, sessions, lot)
    return told + additions.statements(tables, lot)


def _marks(tables, sessions, lot):
    """Some marks become another state, and some say for how long."""
    told, last = [], {}
    for mark in tables["attendance_mark"]:
        if mark["session_id"] in sessions:
            last[mark["session_id"], mark["enrolment_id"]] = mark
    for (session, place), mark in last.items():
        if lot.random() > 0.4:
            continue
        state = lot.choice(("present", "late", "late", "excused", "dispensed", "absent"))
        minutes = "NULL"
        if state in ("present", "late") and lot.random() < 0.7:
            minutes = str(lot.randint(1, 300))
        length = sessions[session]["ends_at"] - sessions[session]["starts_at"]
        if minutes != "NULL":
            minutes = str(min(int(minutes), int(length.total_seconds() // 60)))
        told.append(f"UPDATE attendance_mark SET state = '{state}', minutes = {minutes} WHERE id = {mark['id']}")
        told.append(
            f"UPDATE attendance_summary SET state = '{state}', minutes = {minutes}"
            f" WHERE session_id = {session} AND enrolment_id = {place}"
        )
    return told


def _places(tables, live, sessions, lot):
    """Some people counted for another municipality until a day in the course, some count from an earlier day."""
    told, codes = [], sorted({row["municipality_code"] for row in tables["enrolment"] if row["municipality_code"]})
    asked = {row["enrolment_id"] for row in tables["attendance_request"]}
    has_since = any("counts_since" in row for row in tables["enrolment"])
    for place in tables["enrolment"]:
        if place["cohort_id"] not in live or place["stage"] != "confirmed" or place["confirmed_at"] is None:
            continue
        starts = sorted(row["starts_at"] for row in sessions.values() if row["cohort_id"] == place["cohort_id"])
        if starts and lot.random() < MOVED:
            own = place["municipality_code"]
            # Most moved within their department; whoever left it did so while the course went on.
            over = [at for at in starts if at <= now()]
            far = bool(over) and lot.random() < 0.2
            near = [code for code in codes if code != own and (far or code[:2] == own[:2])] or [own]
            until = lot.choice(over if far else starts) - timedelta(hours=1)
            since = min(place["confirmed_at"], until - timedelta(days=1))
            for code, begins, ends in _spans(lot, (own, near), (since, until), starts):
                told.append(
                    "INSERT INTO earlier_attribution (enrolment_id, municipality_code, from_at, until_at) VALUES"
                    f" ({place['id']}, '{code}', '{_text(begins)}', '{_text(ends)}')"
                )
        if starts and place["id"] not in asked and lot.random() < 0.2:
            late = lot.choice(starts) + timedelta(days=1)
            told.append(f"UPDATE enrolment SET confirmed_at = '{_text(late)}' WHERE id = {place['id']}")
            # Who came in late has no mark of before: the sessions do not apply, or were missed.
            for table in ("attendance_summary", "attendance_mark"):
                told.append(f"DELETE FROM {table} WHERE enrolment_id = {place['id']}")
            if has_since and lot.random() < 0.5:
                earlier = _text(starts[0] - timedelta(days=1))
                told.append(f"UPDATE enrolment SET counts_since = '{earlier}' WHERE id = {place['id']}")
    return told


def _spans(lot, codes, days, starts):
    """Where somebody was before: in one municipality, or in two, of which the first may be that of today."""
    (own, near), (since, until) = codes, days
    last = lot.choice(near)
    between = [at - timedelta(hours=1) for at in starts if since < at - timedelta(hours=1) < until]
    others = [code for code in (*near, own) if code != last]
    if not between or not others or lot.random() > 0.35:
        return [(last, since, until)]
    middle = lot.choice(between)
    return [(lot.choice(others), since, middle), (last, middle, until)]


def _text(at):
    return at.isoformat()
