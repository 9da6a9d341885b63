"""An independent recount: every figure of the pages and files, computed again from the rows.

    python3 tests/recount/run.py <binary> [--postgres URL] [--programmes N] [--seed S] [--negative] [--pdf]

First the demonstration, then N programmes of the generator. A difference has a line of its own; the last line
is «test result: ok. P passed; F failed».
"""

import argparse
import random
import sys
import time
from datetime import date, datetime, timedelta, timezone

import programme
import rows
from checks import Checks
from facts import World
from server import NotReached, Server


def settled(database, seconds=30):
    """Reads the rows once the workers of the server have done what awaited them."""
    tables = rows.read(database)
    before, ends = rows.digests(tables), time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(1)
        tables = rows.read(database)
        now = rows.digests(tables)
        if now == before:
            break
        before = now
    return tables


def recount(name, binary, prepare, lot, with_pdf=False):
    """Recounts one database: makes it, serves it, reads rows and pages, and compares."""
    checks = Checks(name)
    server = Server(binary)
    try:
        prepare(server)
        server.start()
        database = rows.Sqlite(server.folder)
        tables = settled(database)
        world = World(tables, datetime.now(timezone.utc))
        world.database = database
        programme.check(checks, server, world, lot, name == "demo", with_pdf and name == "demo")
        after, before = rows.digests(rows.read(database)), rows.digests(tables)
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            checks.failure("rows", f"they changed while they were being compared: {', '.join(changed)}")
    finally:
        server.forget()
    return checks


def told(checks, began):
    """Prints what one recount found."""
    number = sum(checks.compared.values())
    print(f"{checks.name}: {number} figures compared, {len(checks.differences)} differ, {time.monotonic() - began:.0f} s")
    for family in sorted(checks.compared):
        done, apart, left = checks.numerals[family]
        print(f"  {family}: {checks.compared[family]} figures; numerals {done} compared, {apart} dates, {left} others")
    for line in checks.differences:
        print("DIFFERS " + line)
    print(f"  digest {checks.printed.hexdigest()}")


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("binary")
    reader.add_argument("--programmes", type=int, default=0)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--skip", action="store_true", help="leaves the demonstration out")
    reader.add_argument("--negative", action="store_true")
    reader.add_argument("--pdf", action="store_true", help="also the PDF of a department, which is slow to make")
    reader.add_argument("--left", action="store_true", help="prints the sentences that nothing compared")
    asked = reader.parse_args()
    passed = failed = 0
    lot = random.Random(asked.seed)
    runs = [] if asked.programmes and asked.skip else [("demo", lambda server: server.command("seed", "demo"))]
    for number in range(asked.programmes):
        people, sessions = lot.randint(30, 900), lot.randint(1, 12)
        words = ("generate", "--people", str(people), "--sessions", str(sessions))
        runs.append((f"programme {number + 1} ({people} people, {sessions} sessions)", lambda s, w=words: s.command(*w)))
    for name, prepare in runs:
        began = time.monotonic()
        try:
            checks = recount(name, asked.binary, prepare, lot, asked.pdf)
        except NotReached as error:
            print(f"{name} not reached: {error}")
            failed += 1
            continue
        told(checks, began)
        if asked.left:
            for family, lines in checks.left.items():
                for line in lines:
                    print(f"  LEFT {family}: {line}")
        failed += len(checks.differences)
        passed += sum(checks.compared.values()) - len(checks.differences)
    print(f"test result: {'ok' if failed == 0 else 'FAILED'}. {passed} passed; {failed} failed")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
