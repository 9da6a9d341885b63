"""The rows of either database, as the recount reads them: dictionaries with instants, days and truths."""

import hashlib
import json
import sqlite3
import subprocess
from datetime import date, datetime, timezone

# What the recount counts from. Nothing of these is written by reading a page.
TABLES = (
    "department", "municipality", "territorial_unit", "territorial_unit_department", "territorial_unit_exception",
    "entity", "person", "post", "account", "role_grant", "capacity", "course", "course_version",
    "course_version_capacity", "cohort", "cohort_municipality", "session", "enrolment", "earlier_attribution",
    "attendance_mark", "activity", "grade", "certificate", "certificate_batch_person",
    "certificate_review", "seat_quota", "survey_round", "survey_ticket", "survey_sheets",
    "survey_version", "survey_invitation", "need", "need_match", "coverage_target", "risk_notice", "walk_in",
    "field_arrival", "attendance_request", "grade_appeal", "possible_duplicate", "outbox_message", "report_cut",
    "person_merge", "capacity_indicator", "indicator_value", "indicator_import", "municipality_trait",
    "grade_entry", "superseded_attribution", "priority_override", "seat_offer", "question",
    "question_version", "exam", "attempt", "attempt_item", "attempt_answer", "rescoring",
)  # fmt: skip
# Long columns that hold no figure of a page.
UNREAD = {"sheet_scan", "bytes", "html_body", "text_body", "calendar", "jwt", "password_hash"}


def instant(text):
    """Reads an instant of either database. One without an offset is UTC."""
    if text is None:
        return None
    text = text.replace(" ", "T").replace("Z", "+00:00")
    # PostgreSQL writes «+00» where SQLite's text has «+00:00».
    if len(text) > 3 and text[-3] in "+-" and text[-3:][1:].isdigit():
        text += ":00"
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=timezone.utc)


def day(text):
    return None if text is None else date.fromisoformat(text[:10])


def _typed(row, kinds):
    """Gives the cells of one row their types, by the declared type of each column."""
    typed = {}
    for name, value in row.items():
        kind = kinds[name]
        if value is not None:
            if "timestamp" in kind:
                value = instant(value)
            elif kind.startswith("date"):
                value = day(value)
            elif kind.startswith("bool"):
                value = bool(value)
        typed[name] = value
    return typed


class Sqlite:
    """The embedded database of a folder."""

    def __init__(self, folder):
        self.path = folder / "formacion.sqlite"

    def table(self, name):
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30) as base:
            columns = base.execute(f'PRAGMA table_info("{name}")').fetchall()
            kinds = {column[1]: column[2].lower() for column in columns if column[1] not in UNREAD}
            if not kinds:
                return []
            chosen = ", ".join(f'"{column}"' for column in kinds)
            rows = base.execute(f'SELECT {chosen} FROM "{name}"').fetchall()
        return [_typed(dict(zip(kinds, row)), kinds) for row in rows]

    def tables(self, names):
        return {name: self.table(name) for name in names}

    def run(self, *statements):
        base = sqlite3.connect(self.path, timeout=30)
        with base:
            for statement in statements:
                base.execute(statement)
        base.close()


class Postgres:
    """A database of PostgreSQL, read by psql."""

    def __init__(self, url):
        self.url = url

    def _ask(self, *statements):
        """Answers of all statements, of which all are done or none."""
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-", self.url]
        told = "".join(statement + ";\n" for statement in ("SET TIME ZONE 'UTC'", *statements))
        done = subprocess.run(command, input=told, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-300:])
        return done.stdout

    def table(self, name):
        return self.tables([name])[name]

    def tables(self, names):
        """Every table in one session: a program for each would take longer than the statements."""
        kinds = {name: {} for name in names}
        asked = self._ask(
            "SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns"
            f" WHERE table_schema = 'public' AND table_name IN ({', '.join(map(_quoted, names))}) ORDER BY ordinal_position"
        )
        for line in asked.splitlines():
            name, column, kind = line.split(" ", 2)
            if column not in UNREAD:
                kinds[name][column] = kind
        statements, found = [], {name: [] for name in names}
        for name in (name for name in names if kinds[name]):
            chosen = ", ".join(f'"{column}"' for column in kinds[name])
            statements.append(f"SELECT '{name} ' || row_to_json(t)::text FROM (SELECT {chosen} FROM \"{name}\") t")
        for line in self._ask(*statements).splitlines():
            name, _, row = line.partition(" ")
            if row:
                found[name].append(_typed(json.loads(row), kinds[name]))
        return found

    def run(self, *statements):
        # A database is neither made nor dropped within a transaction.
        if len(statements) == 1:
            self._ask(*statements)
        elif statements:
            self._ask("BEGIN", *statements, "COMMIT")


def _quoted(name):
    return f"'{name}'"


def read(database):
    """Reads every table that the recount uses, each in the same order in both databases: lots are drawn from them."""
    return {name: sorted(rows, key=_place) for name, rows in database.tables(TABLES).items()}


def _place(row):
    if isinstance(row.get("id"), int):
        return (row["id"],)
    return tuple(str(row[column]) for column in sorted(row))


def digests(tables):
    """Tells whether two readings are of the same rows: a digest for each table."""
    told = {}
    for name in tables:
        # Letters are written all the time, and who signs in is noted.
        if name not in ("outbox_message", "account"):
            lines = sorted(map(repr, map(sorted, map(dict.items, tables[name]))))
            told[name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return told
