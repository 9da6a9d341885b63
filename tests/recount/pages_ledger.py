"""The ledger: who is certified and in post, by capacity and municipality, today and at the ends of months."""

from datetime import date, timedelta

from holdings import months_on
from tables import File, compare_file, csv_rows
from words import NOTHING, count, of, ratio, share

FAMILY = "capacidad-instalada"
COUNTED = ("En el cargo, confirmadas", "En el cargo, sin confirmar", "Ya no cuentan")


def _row(holdings, codes, capacity, day):
    return dict(zip(COUNTED, map(count, holdings.count(codes, capacity, day))))


def _compare(checks, page, table, expected, key, where):
    """Rows whose first cell ends with the code of a capacity, or is a name."""
    if table is None:
        checks.failure(page.name, f"the table {where} is missing")
        return
    found = {}
    for row in table.rows:
        text = row[key].text()
        found[text] = found[text.rsplit(" ", 1)[-1]] = row
    for name, figures in expected.items():
        row = found.get(name)
        if row is None:
            checks.failure(page.name, f"{where} has no row «{name}»")
            continue
        row[key].compared()
        for heading, text in figures.items():
            checks.same(page, heading, f"{where}, {name}", row.get(heading), text)


def department(checks, fetch, world, holdings, code):
    """The capacity of a department: its page and its files."""
    page = fetch.page(f"/capacidad-instalada?departamento={code}", FAMILY)
    if page is None:
        return
    codes, today = world.codes_of_department(code), world.today
    framework = [row["code"] for row in world.tables["capacity"] if not row["retired"]]
    by_capacity = {one: _row(holdings, codes, one, today) for one in framework}
    by_place = {}
    for place in codes:
        figures = _row(holdings, {place}, None, today)
        figures["Personas con vinculación"] = count(holdings.in_post(place, today))
        by_place[world.municipalities[place]["name"]] = figures
    table = page.table("Por municipio")
    _compare(checks, page, page.table("Por capacidad"), by_capacity, "Capacidad", "Por capacidad")
    _compare(checks, page, table, by_place, "Municipio", "Por municipio")
    held = sum(1 for one in by_place.values() if any(one[name] != "0" for name in COUNTED[:2]))
    caption = next((one for one in page.main.all("caption") if one.text() == table.caption), None)
    checks.numbers(page, "municipalities with somebody", "Por municipio", caption, [held, len(codes)])
    checks.leave(page)
    for name, expected, key in (("capacidades", by_capacity, "Código"), ("municipios", by_place, "Municipio")):
        rows = csv_rows(fetch.raw(f"/capacidad-instalada/csv/{name}?departamento={code}").text)
        compare_file(checks, File(FAMILY + ".csv", f"{page.path} {name}"), rows, expected, key, name)


def municipality(checks, fetch, world, holdings, code):
    """The capacity of one municipality, and how it changed."""
    page = fetch.page(f"/municipios/{code}/capacidad", FAMILY + "/municipio")
    if page is None:
        return
    today = world.today
    posts = next((one for one in page.main.all("p") if "vinculación conocida" in one.text()), None)
    checks.numbers(page, "in post", code, posts, [holdings.in_post(code, today)])
    rows = {}
    for row in world.tables["capacity"]:
        if row["retired"]:
            continue
        rows[row["code"]] = _row(holdings, {code}, row["code"], today)
        rows[row["code"]] |= _stayed(holdings, code, row["code"], today)
    _compare(checks, page, page.table("Personas certificadas"), rows, "Capacidad", code)
    table = page.table("Fin de cada mes")
    days = [today] + _ends(today, 24)
    first = _first(holdings, code)
    days = [one for one in days if first is not None and one >= first]
    expected = {}
    for one in days:
        confirmed, unconfirmed, left = holdings.count({code}, None, one)
        figures = (confirmed + unconfirmed, confirmed, unconfirmed, left)
        names = ("Certificadas en el cargo", "Confirmadas", "Sin confirmar", "Ya no cuentan")
        expected[f"{one:%d/%m/%Y}"] = dict(zip(names, map(count, figures)))
    if expected:
        _compare(checks, page, table, expected, "Día", f"{code}, by month")
        checks.length(page, "rows", f"{code}, by month", len(table.rows) if table else 0, len(expected))
    checks.leave(page)


def _ends(today, months):
    """The last days of the months before."""
    ends, at = [], today.replace(day=1)
    for _ in range(months):
        ends.append(at - timedelta(days=1))
        at = ends[-1].replace(day=1)
    return ends


def _first(holdings, code):
    """The first day on which anybody counted for a municipality."""
    days = []
    for person in holdings.codes.get(code, ()):
        days += [begins for _, begins, _ in _spans(holdings, code, None, person)]
    return min(days, default=None)


def _spans(holdings, code, capacity, person):
    """Certificate by post: whether it was there first, and between which days somebody counts by both."""
    found = []
    for row, first, last in holdings.proofs[person]:
        built = holdings.capacities[holdings.world.cohorts[row["cohort_id"]]["course_version_id"]]
        if not built or (capacity is not None and capacity not in built):
            continue
        for post in holdings.posts[person]:
            begins = max(first, post["starts_on"])
            ends = min(filter(None, (last, post["ends_on"], date.max)))
            if post["municipality_code"] == code and begins <= ends:
                found.append((first < post["starts_on"], begins, ends))
    return found


def _stayed(holdings, code, capacity, today):
    """Of those certified while in post long enough ago, how many counted six and twelve months later."""
    figures = {}
    for months, heading in ((6, "Seguían a los 6 meses"), (12, "A los 12 meses")):
        stayed = known = 0
        for person in holdings.codes.get(code, ()):
            spans = _spans(holdings, code, capacity, person)
            began = [begins for arrived, begins, _ in spans if not arrived]
            if not began or months_on(min(began), months) > today:
                continue
            then = months_on(min(began), months)
            known += 1
            stayed += any(begins <= then <= ends for _, begins, ends in spans)
        figures[heading] = f"{of(stayed, known)} ({share(ratio(stayed, known))})" if known else NOTHING
    return figures
