"""The ledger: who is certified and in post, by capacity and municipality, today and at the ends of months."""

from datetime import timedelta

from tables import File, compare_file, csv_rows, xlsx_sheets
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


def department(checks, fetch, world, targets, code, chosen=None):
    """The capacity of a department: its page and its files. `chosen` is the capacity of its municipalities."""
    address = f"departamento={code}" + (f"&capacidad={chosen}" if chosen else "")
    page = fetch.page(f"/capacidad-instalada?{address}", FAMILY)
    if page is None:
        return
    codes, today, holdings = world.codes_of_department(code), world.today, targets.holdings
    framework = [row["code"] for row in world.tables["capacity"] if not row["retired"] and chosen in (None, row["code"])]
    by_capacity = {one: _row(holdings, codes, one, today) | targets.columns(codes, one, today) for one in framework}
    by_place = {}
    for place in codes:
        figures = _row(holdings, {place}, chosen, today)
        figures["Personas con vinculación"] = count(holdings.in_post(place, today))
        # A target is of one capacity: of any there is none.
        figures |= targets.columns({place}, chosen, today)
        by_place[world.municipalities[place]["name"]] = figures
    table = page.table("Por municipio")
    _compare(checks, page, page.table("Por capacidad"), by_capacity, "Capacidad", "Por capacidad")
    _compare(checks, page, table, by_place, "Municipio", "Por municipio")
    held = sum(1 for one in by_place.values() if any(one[name] != "0" for name in COUNTED[:2]))
    caption = next((one for one in page.main.all("caption") if one.text() == table.caption), None)
    checks.numbers(page, "municipalities with somebody", "Por municipio", caption, [held, len(codes)])
    checks.leave(page)
    book = xlsx_sheets(fetch.raw(f"/capacidad-instalada/xlsx?{address}").body)
    for name, expected, key in (("capacidades", by_capacity, "Código"), ("municipios", by_place, "Municipio")):
        rows = csv_rows(fetch.raw(f"/capacidad-instalada/csv/{name}?{address}").text)
        told = {place: {head: text for head, text in row.items() if text != "sin meta"} for place, row in expected.items()}
        compare_file(checks, File(FAMILY + ".csv", f"{page.path} {name}"), rows, told, key, name)
        sheet = book.get(name.capitalize(), [])
        compare_file(checks, File(FAMILY + ".xlsx", f"{page.path} {name}"), sheet, told, key, name)


def municipality(checks, fetch, world, targets, code):
    """The capacity of one municipality, what it wants, and how it changed."""
    holdings = targets.holdings
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
        rows[row["code"]] |= stayed(holdings, {code}, row["code"], today)
        rows[row["code"]] |= targets.columns({code}, row["code"], today)
    rows["Cualquiera de ellas"] = _row(holdings, {code}, None, today) | stayed(holdings, {code}, None, today)
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
        days += [begins for begins, _ in holdings.spans(person, code)]
    return min(days, default=None)


def stayed(holdings, codes, capacity, today):
    """Of those certified while in post long enough ago, how many counted six and twelve months later."""
    figures = {}
    for months, heading in ((6, "Seguían a los 6 meses"), (12, "A los 12 meses")):
        kept, known = holdings.stayed(codes, capacity, today, months)
        figures[heading] = f"{of(kept, known)} ({share(ratio(kept, known))})" if known else NOTHING
    return figures
