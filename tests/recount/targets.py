"""How many certified people each municipality wants, and what of it there is (R63)."""

from collections import defaultdict

from words import NOTHING, count, ratio, share


class Targets:
    """The targets of a database: those that were corrected too."""

    def __init__(self, world, holdings):
        self.world, self.holdings = world, holdings
        self.rows = defaultdict(list)
        for row in world.tables["coverage_target"]:
            self.rows[row["municipality_code"], row["capacity_code"]].append(row)

    def wanted(self, code, capacity, day):
        """The target of a day: the one that holds since the latest day, of several of that day the last written.
        Nothing where there is none, or where it was set to zero."""
        holding = [row for row in self.rows[code, capacity] if row["since_on"] <= day]
        last = max(holding, key=lambda row: (row["since_on"], row["id"]), default=None)
        return last["people"] if last and last["people"] else None

    def in_post(self, code, capacity, day):
        confirmed, unconfirmed, _ = self.holdings.count({code}, capacity, day)
        return confirmed + unconfirmed

    def coverage(self, codes, capacity, day):
        """People wanted by the municipalities that want any, how many these have, and who lacks how many."""
        wanted = have = 0
        short = {}
        for code in codes:
            target = self.wanted(code, capacity, day)
            if target is not None:
                here = self.in_post(code, capacity, day)
                wanted, have = wanted + target, have + here
                if here < target:
                    short[code] = target - here
        return wanted, have, short

    def columns(self, codes, capacity, day):
        """«Meta» and «De la meta»; the share may be above all."""
        wanted, have, _ = self.coverage(codes, capacity, day)
        return {
            "Meta": count(wanted) if wanted else NOTHING,
            "De la meta": share(ratio(have, wanted)) if wanted else "sin meta",
        }


def check_history(checks, fetch, targets, code, capacity):
    """The page where a target is set tells every one that was, the last written first."""
    page = fetch.page(f"/municipios/{code}/capacidad/meta?capacidad={capacity}", "capacidad-instalada/meta")
    if page is None:
        return
    section = page.section("historia")
    said = [one.all("p")[1] for one in section.all("li")] if section else []
    rows = sorted(targets.rows[code, capacity], key=lambda row: row["id"], reverse=True)
    checks.length(page, "targets", f"{code}, {capacity}", len(said), len(rows))
    for line, row in zip(said, rows):
        people = row["people"]
        text = "Sin meta" if people == 0 else "1 persona" if people == 1 else f"{count(people)} personas"
        expected = f"{text}, desde el {row['since_on']:%d/%m/%Y}: {row['reason']}"
        checks.same(page, "target", f"{code}, {capacity}, row {row['id']}", line, expected)
    checks.leave(page)
