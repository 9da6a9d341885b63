"""An independent recount: every figure of the pages and files, computed again from the rows.

    python3 tests/recount/run.py <binary> [--both] [--programmes N] [--seed S] [--stir] [--negative] [--pdf]

First the demonstration, then N programmes of the generator, on SQLite, on PostgreSQL or on both. A difference has
a line of its own; the last line is «test result: ok. P passed; F failed». The digest is of everything printed:
that of both databases is the same.
"""

import argparse
import json
import random
import signal
import sys
import time
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import programme
import rows
import stirring
from checks import Checks
from cluster import Cluster
from facts import World
from server import NotReached, Server


def settled(database, seconds=30):
    """Reads the rows once the workers of the server have done what awaited them."""
    tables = rows.read(database)
    before, ends = rows.digests(tables), time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(0.7)
        tables = rows.read(database)
        now = rows.digests(tables)
        if now == before:
            break
        before = now
    return tables


class Place:
    """Where the databases of a run are made: in the folder of each server, or on a server of PostgreSQL."""

    def __init__(self, url):
        self.url, self.number = url, 0

    def make(self, binary):
        """Returns a server that is not started, its database, and what removes both."""
        if self.url is None:
            server = Server(binary)
            return server, rows.Sqlite(server.folder), server.forget
        self.number += 1
        name = f"recount_{time.time_ns()}_{self.number}"
        parts = urlsplit(self.url)
        whole = rows.Postgres(self.url)
        whole.run(f'CREATE DATABASE "{name}"')
        url = urlunsplit(parts._replace(path=f"/{name}"))
        server = Server(binary, url)

        def forget():
            server.forget()
            whole.run(f'DROP DATABASE "{name}" WITH (FORCE)')

        return server, rows.Postgres(url), forget


def recount(run, place, binary, compare):
    """Recounts one database: makes it, serves it, reads rows and pages, and compares."""
    checks = Checks(run.name)
    server, database, forget = place.make(binary)
    try:
        server.command(*run.words)
        for statement in run.statements(database):
            database.run(statement)
        server.start()
        tables = settled(database)
        world = World(tables, datetime.now(timezone.utc))
        world.database = database
        compare(checks, server, world)
        after, before = rows.digests(rows.read(database)), rows.digests(tables)
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            checks.failure("rows", f"they changed while they were being compared: {', '.join(changed)}")
    finally:
        forget()
    return checks


class Run:
    """A database to recount: how it is made, and what is changed in it before it is served."""

    def __init__(self, name, words, lot, stirs=False):
        self.name, self.words, self.lot, self.stirs = name, words, lot, stirs

    def statements(self, database):
        return stirring.statements(rows.read(database), self.lot) if self.stirs else ()


def told(checks, began, left):
    """Prints what one recount found."""
    number = sum(checks.compared.values())
    print(f"{checks.name}: {number} figures compared, {len(checks.differences)} differ, {time.monotonic() - began:.0f} s")
    for family in sorted(checks.compared):
        done, apart, rest = checks.numerals[family]
        print(f"  {family}: {checks.compared[family]} figures; numerals {done} compared, {apart} dates, {rest} others")
        for line in checks.left[family] if left else ():
            print(f"  LEFT {family}: {line}")
    for line in checks.differences:
        print("DIFFERS " + line)
    print(f"  digest {checks.digest()}", flush=True)


CONTROLS = (
    ("a mark that its session's list does not say", "UPDATE attendance_summary SET state = 'absent' WHERE state = 'present'"
     " AND session_id = (SELECT max(id) FROM session WHERE stage = 'held') AND enrolment_id = (SELECT min(enrolment_id)"
     " FROM attendance_summary WHERE state = 'present' AND session_id = (SELECT max(id) FROM session WHERE stage = 'held'))"),
    ("one person too many in what is kept of a closed cohort", "UPDATE cohort_tally_place SET attended = attended + 1"
     " WHERE cohort_id = (SELECT min(cohort_id) FROM cohort_tally_place)"),
    ("a certificate that nobody revoked", "UPDATE certificate SET state = 'revoked', revoked_at = issued_at"
     " WHERE id = (SELECT min(id) FROM certificate WHERE state = 'active')"),
)  # fmt: skip


def controls(place, binary):
    """Changes a row behind the product's back after it was read: the recount has to notice every time."""
    seen = []

    def compare(checks, server, world):
        for what, statement in CONTROLS:
            world.database.run(statement)
            before = len(checks.differences)
            programme.reports_alone(checks, server, world)
            noticed = len(checks.differences) - before
            seen.append(noticed > 0)
            print(f"control: {what}: {'noticed' if noticed else 'NOT NOTICED'}, {noticed} figures differ")
            # What was noticed once is no news the next time.
            world.added.clear()

    recount(Run("control", ("seed", "demo"), random.Random(1)), place, binary, compare)
    return seen


def runs_of(asked):
    """The databases to recount."""
    runs = []
    if not asked.no_demo and not asked.negative:
        runs.append(Run("demo", ("seed", "demo"), random.Random(asked.seed), asked.stir))
    for number in range(asked.programmes):
        lot = random.Random(f"{asked.seed}-{number}")
        people, sessions = lot.randint(30, 900), lot.randint(1, 12)
        words = ("generate", "--people", str(people), "--sessions", str(sessions))
        runs.append(Run(f"programme {number + 1} ({people} people, {sessions} sessions)", words, lot, asked.stir))
    return runs


class Total:
    """What all recounts on one database found."""

    def __init__(self, database):
        self.database, self.compared, self.differing, self.digests = database, 0, 0, {}
        self.passed = self.failed = 0

    def add(self, run, checks):
        self.compared += sum(checks.compared.values())
        self.differing += len(checks.differences)
        self.digests[run.name] = checks.digest()
        if checks.differences:
            self.failed += 1
        else:
            self.passed += 1


def everything(asked, place, database):
    """Recounts every database of the run in one place."""
    total = Total(database)
    for run in runs_of(asked):
        began, is_demo = time.monotonic(), run.name == "demo"
        try:
            checks = recount(
                run,
                place,
                asked.binary,
                lambda *all_of, r=run, d=is_demo: programme.check(*all_of, r.lot, d, d and asked.pdf),
            )
        except NotReached as error:
            print(f"{run.name} not reached: {error}")
            total.differing += 1
            total.failed += 1
            continue
        print(f"{database}, ", end="")
        told(checks, began, asked.left)
        if asked.printed:
            with open(asked.printed, "a", encoding="utf-8") as file:
                file.writelines(f"{run.name}|{line}\n" for line in sorted(checks.lines))
        total.add(run, checks)
    return total


def figure(folder, name, database, value, unit, holds, how):
    """Records a figure of a promise where the other tests record theirs."""
    record = {"id": name, "database": database, "value": value, "unit": unit, "holds": holds, "how": how}
    path = Path(folder) / "figures"
    path.mkdir(parents=True, exist_ok=True)
    (path / f"{name}-{database}-recount.json").write_text(json.dumps(record), encoding="utf-8")


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("binary")
    reader.add_argument("--postgres", metavar="URL", help="in new databases of this server")
    reader.add_argument("--both", action="store_true", help="on SQLite, and on a server of PostgreSQL of its own")
    reader.add_argument("--programmes", type=int, default=0)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--stir", action="store_true", help="changes rules, marks and municipalities of live cohorts first")
    reader.add_argument("--negative", action="store_true", help="only the controls: the recount has to notice")
    reader.add_argument("--no-demo", action="store_true", help="leaves the demonstration out")
    reader.add_argument("--pdf", action="store_true", help="also the PDF of a department, which is slow to make")
    reader.add_argument("--printed", metavar="FILE", help="writes every figure as it was printed")
    reader.add_argument("--left", action="store_true", help="prints the sentences that nothing compared")
    reader.add_argument("--figures", metavar="FOLDER", help="records the figures of the promises there")
    asked = reader.parse_args()
    # Whoever ends the run early ends its servers too: what was begun is undone on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if asked.negative:
        seen = controls(Place(asked.postgres), asked.binary)
        passed, failed = seen.count(True), seen.count(False)
        return verdict(passed, failed)
    totals = []
    if asked.both or asked.postgres is None:
        totals.append(everything(asked, Place(None), "sqlite"))
    if asked.postgres:
        totals.append(everything(asked, Place(asked.postgres), "postgres"))
    if asked.both:
        own = Cluster().start()
        try:
            totals.append(everything(asked, Place(own.url), "postgres"))
        finally:
            own.forget()
    unlike = [name for name, digest in totals[0].digests.items() for other in totals[1:] if other.digests.get(name) != digest]
    for name in unlike:
        print(f"DIFFERS {name}: the two databases print other figures")
    how = f"the demonstration and {asked.programmes} programmes of the generator, counted from the rows"
    if asked.figures:
        for total in totals:
            told_of = f"of {total.compared} figures of pages and files, {how}"
            figure(asked.figures, "P36", total.database, total.differing, "differences", total.differing == 0, told_of)
        if asked.both:
            told_of = f"databases of {len(totals[0].digests)} whose pages and files print other figures than on SQLite, {how}"
            figure(asked.figures, "P25-recount", "postgres", len(unlike), "differences", not unlike, told_of)
    for total in totals:
        print(f"{total.database}: {total.compared} figures compared, {total.differing} differ")
    # A database that was recounted is a test; its figures are told above.
    return verdict(sum(total.passed for total in totals), sum(total.failed for total in totals) + len(unlike))


def verdict(passed, failed):
    """Prints the last line, and returns what the program ends with."""
    print(f"test result: {'ok' if failed == 0 else 'FAILED'}. {passed} passed; {failed} failed")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
