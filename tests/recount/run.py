"""An independent recount: every figure of the pages and files, computed again from the rows.

    python3 tests/recount/run.py <binary> [--both] [--programmes N] [--seed S] [--stir] [--negative]

First the demonstration, then N programmes of the generator, on SQLite, on PostgreSQL or on both. A difference has
a line of its own; the last line is «test result: ok. P passed; F failed». The digest is of everything printed:
that of both databases is the same. Where a day begins or a session ends meanwhile, that database is made and
recounted again (`moments`).
"""

import argparse
import json
import random
import signal
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import additions_exams
import controls
import programme
import rows
import stirring
from checks import Checks
from cluster import Cluster
from facts import World
from moments import now, undisturbed
from server import NotReached, Server


def settled(database, seconds=60):
    """Reads the rows once the workers of the server have done what awaited them: three readings are the same."""
    tables = rows.read(database)
    before, ends, same = rows.digests(tables), time.monotonic() + seconds, 0
    while time.monotonic() < ends and same < 2:
        time.sleep(0.7)
        tables = rows.read(database)
        again = rows.digests(tables)
        same = same + 1 if again == before else 0
        before = again
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
    """Recounts one database: makes it, serves it, reads rows and pages, and compares. Returns what differs, and the
    rows. What was frozen when the database was made is compared with the rows of then."""
    checks = Checks(run.name)
    server, database, forget = place.make(binary)
    try:
        server.command(*run.words)
        made = rows.read(database)
        database.run(*run.statements(made))
        server.start()
        tables = settled(database)
        world = World(tables, now())
        world.database, world.made = database, made
        compare(checks, server, world)
        after, before = rows.digests(rows.read(database)), rows.digests(tables)
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            checks.failure("rows", f"they changed while they were being compared: {', '.join(changed)}")
    finally:
        forget()
    return checks, world


class Run:
    """A database to recount: how it is made, and what is changed in it before it is served. Each lot of the same run
    draws the same."""

    def __init__(self, name, words, seed, stirs=False):
        self.name, self.words, self.seed, self.stirs = name, words, seed, stirs

    @property
    def is_demo(self):
        return self.name == "demo"

    def lot(self):
        return random.Random(self.seed)

    def statements(self, tables):
        """Returns what to run: tests that people took, which no command makes, and what is stirred."""
        stirred = stirring.statements(tables, self.lot()) if self.stirs else []
        return [*additions_exams.statements(tables, self.lot()), *stirred]


def told(checks, seconds, left):
    """Prints what one recount found."""
    number = sum(checks.compared.values())
    print(f"{checks.name}: {number} figures compared, {len(checks.differences)} differ, {seconds:.0f} s")
    for family in sorted(checks.compared):
        done, apart, rest = checks.numerals[family]
        print(f"  {family}: {checks.compared[family]} figures; numerals {done} compared, {apart} dates, {rest} others")
        for line in checks.left[family] if left else ():
            print(f"  LEFT {family}: {line}")
    for line in checks.differences:
        print("DIFFERS " + line)
    print(f"  digest {checks.digest()}", flush=True)


def controlled(place, binary):
    """Whether each control was noticed."""
    seen = []

    def compare(checks, server, world):
        seen[:] = controls.compare(checks, server, world, programme.reports_alone)

    def attempt():
        seen.clear()
        world = recount(Run("control", ("seed", "demo"), "1"), place, binary, compare)[1]
        return seen, [world.tables]

    _, passed = undisturbed(attempt)
    return seen + ([False] if passed else [])


def runs_of(asked):
    """The databases to recount."""
    runs = []
    if not asked.no_demo:
        runs.append(Run("demo", ("seed", "demo"), f"{asked.seed}", asked.stir))
    for number in range(asked.programmes):
        lot = random.Random(f"{asked.seed}-{number}")
        people, sessions = lot.randint(30, 900), lot.randint(1, 12)
        words = ("generate", "--people", str(people), "--sessions", str(sessions))
        name = f"programme {number + 1} ({people} people, {sessions} sessions)"
        runs.append(Run(name, words, f"{asked.seed}-{number}-rows", asked.stir))
    return runs


class Total:
    """What all recounts on one database found."""

    def __init__(self, database, place):
        self.database, self.place, self.compared, self.differing, self.digests = database, place, 0, 0, {}
        self.passed = self.failed = 0

    def add(self, run, checks):
        self.compared += sum(checks.compared.values())
        self.differing += len(checks.differences)
        self.digests[run.name] = checks.digest()
        if checks.differences:
            self.failed += 1
        else:
            self.passed += 1


def one_run(run, totals, asked):
    """Recounts one database of the run on each of the databases, again where the clock moved some figure meanwhile."""

    def compare(checks, server, world):
        programme.check(checks, server, world, run.lot(), run.is_demo)

    def attempt():
        found, read = [], []
        for total in totals:
            began = time.monotonic()
            try:
                checks, world = recount(run, total.place, asked.binary, compare)
                read.append(world.tables)
            except NotReached as error:
                checks = Checks(run.name)
                checks.failure("the product", f"not reached: {error}")
            found.append((checks, began, time.monotonic()))
        return found, read

    found, passed = undisturbed(attempt)
    for total, (checks, began, ended) in zip(totals, found):
        if passed is not None:
            checks.failure("the clock", f"it passed {passed} each time")
        print(f"{total.database}, ", end="")
        told(checks, ended - began, asked.left)
        if asked.printed:
            with open(asked.printed, "a", encoding="utf-8") as file:
                file.writelines(f"{run.name}|{line}\n" for line in sorted(checks.lines))
        total.add(run, checks)


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
    reader.add_argument("--stir", action="store_true", help="changes live cohorts first, and adds targets, needs, surveys, corrections")
    reader.add_argument("--negative", action="store_true", help="only the controls: the recount has to notice")
    reader.add_argument("--no-demo", action="store_true", help="leaves the demonstration out")
    reader.add_argument("--printed", metavar="FILE", help="writes every figure as it was printed")
    reader.add_argument("--left", action="store_true", help="prints the sentences that nothing compared")
    reader.add_argument("--figures", metavar="FOLDER", help="records the figures of the promises there")
    asked = reader.parse_args()
    # Whoever ends the run early ends its servers too: what was begun is undone on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if asked.negative:
        seen = controlled(Place(asked.postgres), asked.binary)
        return verdict(seen.count(True), seen.count(False))
    own = Cluster().start() if asked.both and asked.postgres is None else None
    try:
        totals = [Total("sqlite", Place(None))] if asked.both or asked.postgres is None else []
        if asked.postgres or own:
            totals.append(Total("postgres", Place(asked.postgres or own.url)))
        for run in runs_of(asked):
            one_run(run, totals, asked)
    finally:
        if own is not None:
            own.forget()
    unlike = [name for name, digest in totals[0].digests.items() for other in totals[1:] if other.digests.get(name) != digest]
    for name in unlike:
        print(f"DIFFERS {name}: the two databases print other figures")
    left_out = "without the tests that are taken on paper, and the calendar files of letters"
    how = f"the demonstration and {asked.programmes} programmes of the generator, counted from the rows, {left_out}"
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
