"""Who lacks what: the municipalities of a department by the capacities that somebody holds there today."""

from collections import defaultdict

from tables import File, compare_file, xlsx_sheets
from words import count, of

FAMILY = "carencias"
NEVER, LOST = "Nunca", "Se perdió"


def _standing(holdings, place, capacities, today):
    """Of these capacities, how many somebody holds (of one: how many people hold it), or that nobody does."""
    counts = [holdings.count({place}, one, today) for one in capacities]
    held = [confirmed + unconfirmed for confirmed, unconfirmed, _ in counts if confirmed + unconfirmed]
    if not held:
        return LOST if any(left for _, _, left in counts) else NEVER
    return count(held[0]) if len(capacities) == 1 else of(len(held), len(capacities))


def department(checks, fetch, world, holdings, code):
    """The page of a department by subject, and its workbook by capacity."""
    address = f"departamento={code}"
    page = fetch.page(f"/carencias?{address}", FAMILY)
    if page is None:
        return
    taught = [row for row in world.tables["capacity"] if not row["retired"] and row["subject"] != "transversal"]
    subjects = defaultdict(list)
    for row in taught:
        subjects[row["subject"]].append(row["code"])
    places, today = world.codes_of_department(code), world.today
    single = {place: {one["code"]: _standing(holdings, place, [one["code"]], today) for one in taught} for place in places}
    whole = {place: [_standing(holdings, place, codes, today) for codes in subjects.values()] for place in places}
    lacking = {place: sum(1 for text in row.values() if text in (NEVER, LOST)) for place, row in single.items()}
    table = page.table("Municipios, primero")
    rows = {row["Municipio"].text(): row for row in table.rows} if table else {}
    for place in places:
        row = rows.get(world.municipalities[place]["name"])
        if row is None:
            checks.failure(page.name, f"no row of the municipality {place}")
            continue
        checks.same(page, "capacities that lack", place, row["Le faltan"], of(lacking[place], len(taught)))
        cells = [row[heading] for heading in table.headings[2:-1]]
        checks.same(page, "by subject", place, str(sorted(one.text() for one in cells)), str(sorted(whole[place])))
        for cell in cells:
            cell.compared()
    without = sorted(
        of(sum(1 for place in places if whole[place][number] in (NEVER, LOST)), len(places)) for number in range(len(subjects))
    )
    table = page.table("Lo que más falta")
    cells = [row["Municipios sin nadie"] for row in table.rows] if table else []
    checks.same(page, "municipalities without anybody", code, str(sorted(one.text() for one in cells)), str(without))
    for cell in cells:
        cell.compared()
    checks.leave(page)
    named = {row["code"]: f"{row['name']} ({row['code']})" for row in taught}
    expected = {
        place: {"Capacidades que le faltan": count(lacking[place]), **{named[one]: text for one, text in row.items()}}
        for place, row in single.items()
    }
    book = xlsx_sheets(fetch.raw(f"/carencias/xlsx?{address}").body)
    file = File(FAMILY + ".xlsx", f"/carencias/xlsx?{address}")
    compare_file(checks, file, book.get("Carencias"), expected, "Código DIVIPOLA", "Carencias")
