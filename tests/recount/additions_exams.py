"""Tests that people took: the generator has none, and the demonstration one with one attempt.

One for each cohort that was given or is: of the same questions for everybody, of questions that were drawn, and one
of whose questions was taken out afterwards.
"""

import json
from datetime import timedelta

from facts import BOGOTA

FIRST_ID = 600_000
MILLION = 1_000_000
# What each question asks; the first option of a choice is right, and the first two of several.
QUESTIONS = (("single", 3), ("single", 4), ("true_false", 2), ("multiple", 4), ("short_text", 0))
POINTS = (1, 2, 1, 2, 1)


def statements(tables, lot):
    """Returns what to run."""
    by = next(row["account_id"] for row in tables["role_grant"] if row["role"] == "national_administrator")
    last = max(row["created_at"] for row in tables["enrolment"])
    at = last.astimezone(BOGOTA).replace(hour=9, minute=0, second=0, microsecond=0)
    told, stages = _bank(tables, by, at.isoformat()), {row["id"]: row["stage"] for row in tables["cohort"]}
    first = {}
    for row in sorted(tables["activity"], key=lambda row: row["id"]):
        if row["kind"] == "pre_test" and stages[row["cohort_id"]] in ("closed", "running"):
            first.setdefault(row["cohort_id"], row["id"])
    for number, cohort in enumerate(sorted(first)):
        told += _exam(tables, lot, (FIRST_ID + number, number % 3), (cohort, first[cohort]), (by, at))
    return told


def _body(kind, options):
    texts = [f"Opción {number} de {options}" for number in range(1, options + 1)]
    right = {"single": (100_000,), "multiple": (50_000, 50_000)}.get(kind, ())
    weigh = lambda place: right[place] if place < len(right) else 0
    choices = [{"text": text, "weight": weigh(place), "feedback": None} for place, text in enumerate(texts)]
    accepted = [{"pattern": "MDM", "weight": 100_000, "feedback": None}]
    asked = {
        "true_false": {"right": True, "said_true": None, "said_false": None},
        "short_text": {"accepted": accepted, "strictness": {"case": False, "accents": False, "spaces": False}},
    }.get(kind, choices)
    return json.dumps({"text": f"Pregunta de {options} opciones", "kind": {kind: asked}}, ensure_ascii=False)


def _bank(tables, by, at):
    capacity, told = min(row["code"] for row in tables["capacity"]), []
    for number, (kind, options) in enumerate(QUESTIONS):
        key = FIRST_ID + number
        told.append(
            "INSERT INTO question (id, code, course_id, capacity_code, difficulty, state, search_text, created_at,"
            f" author_account_id) VALUES ({key}, 'RECUENTO-{number + 1}', NULL, '{capacity}', 2, 'published', 'recuento', '{at}', {by})"
        )
        told.append(
            "INSERT INTO question_version (id, question_id, number, body, body_sha256, note, created_at, author_account_id,"
            f" published_at, published_by_account_id) VALUES ({key}, {key}, 1, '{_body(kind, options)}', '{'0' * 64}', NULL,"
            f" '{at}', {by}, '{at}', {by})"
        )
    return told


def _exam(tables, lot, exam, of, written):
    """One test with its attempts. Its kind: 0 for the same questions, 1 for drawn ones, 2 for one that was taken out."""
    (key, kind), (cohort, activity), (by, at) = exam, of, written
    opened, closed = (at - timedelta(days=40)).isoformat(), (at - timedelta(days=10)).isoformat()
    capacity = min(row["code"] for row in tables["capacity"])
    told = [
        "INSERT INTO exam (id, activity_id, opens_at, closes_at, minutes, attempts, keep, feedback, frozen_at)"
        f" VALUES ({key}, {activity}, '{opened}', '{closed}', 60, 2, 'best', 'after_close', '{opened}')"
    ]
    for points in (1, 2):
        told.append(
            "INSERT INTO exam_line (id, exam_id, position, capacity_code, difficulty, question_count, points)"
            f" VALUES ({2 * key + points}, {key}, {points}, '{capacity}', NULL, {POINTS.count(points)}, {points})"
        )
    if kind == 2:
        told.append(
            "INSERT INTO rescoring (id, exam_id, question_id, question_version_id, keeps_points, reason, author_account_id,"
            f" recorded_at) VALUES ({key}, {key}, {FIRST_ID + 2}, NULL, TRUE, 'Tenía dos respuestas', {by}, '{closed}')"
        )
    places = sorted(row["id"] for row in tables["enrolment"] if row["cohort_id"] == cohort and row["stage"] == "confirmed")
    for place in places:
        knows = lot.random()
        for number in range(1, lot.choice((0, 1, 1, 1, 1, 2)) + 1):
            told += _attempt(lot, (key, kind), (place, number, knows), (by, at - timedelta(days=30 - number)))
    return told


def _attempt(lot, exam, who, written):
    (key, kind), (place, number, knows), (by, at) = exam, who, written
    attempt, waits = 10 * place + number + FIRST_ID, lot.random() < 0.06
    asked = sorted(lot.sample(range(len(QUESTIONS)), 4)) if kind == 1 else range(len(QUESTIONS))
    items, answers, total = [], [], 0
    for position, question in enumerate(asked, 1):
        given, earned = _answer(lot, question, knows)
        full = POINTS[question] * MILLION
        earned = full if kind == 2 and question == 2 else round(earned * full)
        open_yet = waits and position == len(asked)
        total += 0 if open_yet else earned
        items.append(
            "INSERT INTO attempt_item (attempt_id, position, line_id, question_version_id, points, shown, earned, rescoring_id)"
            f" VALUES ({attempt}, {position}, {2 * key + POINTS[question]}, {FIRST_ID + question}, {POINTS[question]},"
            f" '{json.dumps(list(range(QUESTIONS[question][1])))}', {'NULL' if open_yet else earned},"
            f" {key if kind == 2 and question == 2 else 'NULL'})"
        )
        for sequence, said in enumerate(given, 1):
            answers.append(
                "INSERT INTO attempt_answer (attempt_id, position, sequence, answer, saved_at)"
                f" VALUES ({attempt}, {position}, {sequence}, '{json.dumps(said, separators=(',', ':'))}', '{at.isoformat()}')"
            )
    ends, ended = (at + timedelta(minutes=minutes) for minutes in (60, lot.randint(5, 60)))
    stage = lot.choice(("submitted", "submitted", "expired"))
    begun = (
        "INSERT INTO attempt (id, exam_id, enrolment_id, number, account_id, seed, started_at, ends_at, submitted_at, state,"
        f' points, "of") VALUES ({attempt}, {key}, {place}, {number}, {by}, {attempt}, '
        f"'{at.isoformat()}', '{ends.isoformat()}', '{ended.isoformat()}', '{stage}', {'NULL' if waits else total},"
        f" {sum(POINTS[question] for question in asked) * MILLION})"
    )
    return [begun, *items, *answers]


def _answer(lot, question, knows):
    """What somebody said, once or twice, and which part of the points the last one earns."""
    kind, options = QUESTIONS[question]
    if lot.random() < 0.07:
        return [], 0
    is_right = lot.random() < 0.1 + 0.8 * knows
    wrong = lot.randint(1, options - 1) if options > 2 else 1
    said = {
        "single": 0 if is_right else wrong,
        "true_false": is_right,
        "multiple": [0, 1] if is_right else sorted({0, wrong}),
        "short_text": "MDM" if is_right else "DNP",
    }[kind]
    part = 1 if is_right or (kind == "multiple" and wrong == 1) else 0.5 if kind == "multiple" else 0
    before = {"single": 1, "true_false": False, "multiple": [2], "short_text": "IDF"}[kind]
    return [{kind: one} for one in ((before, said) if lot.random() < 0.2 else (said,))], part
