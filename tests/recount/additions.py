"""Rows that the product's forms add and neither the demonstration nor the generator has: targets, changed ranks,
needs, grades corrected after a closing, surveys of the past with their answers.

Nothing that the product keeps as a sum depends on them, so that they may be written beside it.
"""

import json
from datetime import datetime, time, timedelta

from facts import BOGOTA
from holdings import months_on

# Rows that name one another have ids that no table reaches by itself.
FIRST_ID = 500_000
MONTHS = {"satisfaction": 0, "months_3": 3, "months_6": 6}


def statements(tables, lot):
    """Returns what to run."""
    by = next(row["account_id"] for row in tables["role_grant"] if row["role"] == "national_administrator")
    told = _targets(tables, lot, by) + _ranks(tables, lot, by) + _needs(tables, lot, by)
    return told + _corrections(tables, lot, by) + _surveys(tables, lot)


def _places(tables):
    return sorted({row["municipality_code"] for row in tables["cohort_municipality"]})


def _built(tables):
    found = {}
    for row in tables["course_version_capacity"]:
        found.setdefault(row["course_version_id"], []).append(row["capacity_code"])
    return {version: sorted(codes) for version, codes in found.items()}


def _today(tables):
    """The day of the last thing that was written."""
    return max(row["created_at"] for row in tables["enrolment"]).astimezone(BOGOTA).date()


def _at(day, hour=9):
    return datetime.combine(day, time(hour), BOGOTA).isoformat()


def _targets(tables, lot, by):
    """What some municipalities want, with corrections, and some that want nothing any more."""
    told, today = [], _today(tables)
    capacities = sorted({code for codes in _built(tables).values() for code in codes})
    for place in _places(tables):
        for capacity in capacities:
            if lot.random() > 0.3:
                continue
            for number in range(lot.randint(1, 3)):
                people, since = lot.choice((0, 1, 2, 4, 8, 16, 40)), today - timedelta(days=lot.randint(0, 300))
                told.append(
                    "INSERT INTO coverage_target (capacity_code, municipality_code, people, since_on, reason, made_at, made_by)"
                    f" VALUES ('{capacity}', '{place}', {people}, '{since}', 'Plan, meta {number + 1}', '{_at(since)}', {by})"
                )
    return told


def _ranks(tables, lot, by):
    """Municipalities that were lifted or lowered for one capacity; some changes were withdrawn."""
    told, today = [], _today(tables)
    capacity = sorted(row["code"] for row in tables["capacity"] if not row["retired"])[lot.randint(0, 3)]
    departments = {code[:2] for code in _places(tables)}
    near = sorted(row["code"] for row in tables["municipality"] if row["department_code"] in departments)
    for place in lot.sample(near, min(8, len(near))):
        way, made = lot.choice(("lift", "lower")), _at(today - timedelta(days=lot.randint(2, 90)))
        over = lot.random() < 0.3
        ended = f"'{_at(today - timedelta(days=1))}', {by}" if over else "NULL, NULL"
        told.append(
            "INSERT INTO priority_override (municipality_code, capacity_code, direction, reason, made_at, made_by,"
            f" withdrawn_at, withdrawn_by) VALUES ('{place}', '{capacity}', '{way}', 'Acuerdo', '{made}', {by}, {ended})"
        )
    return told


def _needs(tables, lot, by):
    """Needs with and without a cohort, several of which wait for the same people; some are late, some are refused."""
    told, today, number = [], _today(tables), FIRST_ID
    entities = {row["municipality_code"]: row["id"] for row in sorted(tables["entity"], key=lambda row: row["id"])}
    built, seated = _built(tables), {}
    aims = sorted((row["cohort_id"], row["municipality_code"]) for row in tables["cohort_municipality"])
    cohorts = {row["id"]: row for row in tables["cohort"]}
    for cohort, place in aims:
        if cohorts[cohort]["stage"] in ("draft", "cancelled") or place not in entities or lot.random() > 0.6:
            continue
        for capacity in built.get(cohorts[cohort]["course_version_id"], [])[:1]:
            for _ in range(lot.randint(1, 2)):
                number += 1
                people, deadline = lot.randint(2, 30), today + timedelta(days=lot.choice((-20, 0, 5, 200)))
                matched = min(lot.randint(0, people), cohorts[cohort]["seats"] - seated.get(cohort, 0))
                # Who has a cohort already keeps it when the rest is refused.
                refused = f"'{_at(today, 8)}', {by}, 'No hay oferta'" if lot.random() < 0.15 else "NULL, NULL, NULL"
                told.append(
                    "INSERT INTO need (id, municipality_code, entity_id, capacity_code, people, deadline_on, note, requested_at,"
                    f" requested_by, refused_at, refused_by, refusal_reason, is_demo) VALUES ({number}, '{place}',"
                    f" {entities[place]}, '{capacity}', {people}, '{deadline}', NULL, '{_at(today - timedelta(days=40))}', {by},"
                    f" {refused}, TRUE)"
                )
                if matched > 0:
                    seated[cohort] = seated.get(cohort, 0) + matched
                    told.append(
                        "INSERT INTO need_match (id, need_id, cohort_id, people, matched_at, matched_by)"
                        f" VALUES ({number}, {number}, {cohort}, {matched}, '{_at(today - timedelta(days=30))}', {by})"
                    )
    return told


def _corrections(tables, lot, by):
    """Grades of closed cohorts that were corrected after the closing, with their reason."""
    told = []
    cohort_of = {row["id"]: row["cohort_id"] for row in tables["activity"]}
    closed = {row["id"]: row for row in tables["cohort"] if row["stage"] == "closed"}
    for row in sorted(tables["grade"], key=lambda row: (row["activity_id"], row["enrolment_id"])):
        cohort = closed.get(cohort_of[row["activity_id"]])
        if cohort is None or lot.random() > 0.06:
            continue
        tenths, at = lot.randint(0, 50), (cohort["closed_at"] + timedelta(minutes=30)).isoformat()
        keys = f"activity_id = {row['activity_id']} AND enrolment_id = {row['enrolment_id']}"
        told.append(f"UPDATE grade SET tenths = {tenths}, updated_at = '{at}' WHERE {keys}")
        told.append(
            "INSERT INTO grade_entry (activity_id, enrolment_id, tenths, previous_tenths, author_account_id, recorded_at, origin,"
            f" reason) VALUES ({row['activity_id']}, {row['enrolment_id']}, {tenths}, {row['tenths']}, {by}, '{at}', 'typed',"
            " 'Revisión')"
        )
    return told


def _surveys(tables, lot):
    """The surveys of cohorts that ended long enough ago, answered by few, by some or by nearly all."""
    told, today, number = [], _today(tables), FIRST_ID
    known = {(row["cohort_id"], row["kind"]) for row in tables["survey_round"]}
    versions = {row["kind"]: row["id"] for row in tables["survey_version"] if row["state"] == "published"}
    for cohort in sorted(tables["cohort"], key=lambda row: row["id"]):
        places = sorted(
            row["id"] for row in tables["enrolment"] if row["cohort_id"] == cohort["id"] and row["stage"] == "confirmed"
        )
        for kind, months in MONTHS.items():
            opened = months_on(cohort["ends_on"], months) + timedelta(days=1)
            # What is due within a month is opened by the product.
            if cohort["stage"] != "closed" or (cohort["id"], kind) in known or opened > today - timedelta(days=40):
                continue
            number += 1
            closes = _at(opened + timedelta(days=22), 0)
            supervisor = "NULL" if kind == "satisfaction" else versions["supervisor"]
            told.append(
                "INSERT INTO survey_round (id, cohort_id, kind, version_id, supervisor_version_id, opened_at, closes_at)"
                f" VALUES ({number}, {cohort['id']}, '{kind}', {versions[kind]}, {supervisor}, '{_at(opened)}', '{closes}')"
            )
            share = lot.choice((0.05, 0.2, 0.5, 0.9))
            if kind == "satisfaction":
                told += _sheets(number, places, share, lot)
            else:
                told += _invitations(number, places, share, (_at(opened), closes), lot)
    return told


def _sheets(number, places, share, lot):
    """Anonymous sheets; not every scale was rated on each."""
    told, sheets = [], {}
    for place in places:
        answers = lot.random() < share
        told.append(f"INSERT INTO survey_ticket (round_id, enrolment_id, is_used) VALUES ({number}, {place}, {str(answers).upper()})")
        if answers:
            rated = {key: lot.randint(1, 5) for key in ("pertinencia", "oportunidad", "calidad") if lot.random() < 0.95}
            if rated:
                sheets["".join(lot.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(26))] = rated
    if sheets:
        told.append(f"INSERT INTO survey_sheets (round_id, sheets) VALUES ({number}, '{json.dumps(sheets, sort_keys=True)}')")
    return told


def _invitations(number, places, share, days, lot):
    """What people said that they apply, and of some of them those who supervise them."""
    told = []
    for place in places:
        said = _applied(lot) | {"permanencia": lot.random() < 0.8} if lot.random() < share else None
        told.append(_invitation(number, place, "'person', NULL, NULL", days, said))
        if said and lot.random() < 0.7:
            proposed = f"'supervisor', 'supervisa-{place}@example.org', '{days[0]}'"
            told.append(_invitation(number, place, proposed, days, _applied(lot) if lot.random() < 0.8 else None))
    return told


def _applied(lot):
    said = {"aplicacion": lot.randint(1, 5), "obstaculo": lot.choice(("Ninguno", "Falta de tiempo", "Otro"))}
    return said | ({"ejemplo": f"Ejemplo {lot.randint(1, 99)}: árbol de metas"} if lot.random() < 0.3 else {})


def _invitation(number, place, who, days, said):
    answers = f"'{days[0]}', '{json.dumps(said, ensure_ascii=False)}'" if said else "NULL, NULL"
    return (
        "INSERT INTO survey_invitation (round_id, enrolment_id, respondent, email, consented_at, asks, asked_at, expires_at,"
        f" answered_at, answers, post_id) VALUES ({number}, {place}, {who}, 1, '{days[0]}', '{days[1]}', {answers}, NULL)"
    )
