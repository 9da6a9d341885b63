"""Each municipality beside the median of its own group, in one index and year."""

from fractions import Fraction

from pages_priorities import exact
from peers import LEAST, Peers
from words import NOTHING, count

INDICES = (("IDF", "IDF"), ("MDM", "080010008"))
NO_VALUE = "Sin dato"


def _gap(value, median):
    """«+4,45», «−16,8», «0»: and what it means where more is better."""
    difference = value - median
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return sign + exact(abs(difference), 5), "Ventaja" if difference > 0 else "Rezago" if difference < 0 else "Igual"


def _row(peers, year, code):
    """What the recount says of one municipality: value, gap, what it means, and its median."""
    known, group = peers.values[year].get(code), peers.groups.get(year, {}).get(code)
    median = None if group is None else peers.of(year, group[0])[0]
    value = NO_VALUE if known is None else exact(known[0])
    gap, reading = (NOTHING, NOTHING) if known is None or median is None else _gap(known[0], median)
    return value, gap, reading, median


def department(checks, fetch, world, code):
    """The municipalities of a department in their groups."""
    for index, indicator in INDICES:
        peers = Peers(world, index, indicator)
        if not peers.values:
            continue
        year = max(peers.values)
        page = fetch.page(f"/brechas?departamento={code}&indicador={indicator}&anio={year}", "brechas")
        if page is None:
            continue
        names = {world.municipalities[one]["name"]: one for one in world.codes_of_department(code)}
        for table in page.tables:
            for row in table.rows:
                place = names.pop(row["Municipio"].text(), None)
                if place is None:
                    checks.failure(page.name, "a municipality twice, or of another department")
                    continue
                value, gap, reading, _ = _row(peers, year, place)
                for heading, text in (("Valor", value), ("Brecha a la mediana", gap), ("Lectura", reading)):
                    checks.same(page, heading, f"{indicator} of {place}", row.get(heading), text)
            _caption(checks, page, peers, year, table, indicator)
        checks.length(page, "left out", f"{indicator} of {code}", len(names), 0)
        checks.leave(page)


def _caption(checks, page, peers, year, table, indicator):
    """«10 municipios, 10 con dato en el país. Mediana: 55,9.»"""
    caption = next(one for one in page.main.all("caption") if one.text() == table.caption)
    group = next((name for name, _ in peers.groups.get(year, {}).values() if caption.text().startswith(f"Grupo {name} ")), None)
    if group is None:
        checks.same(page, "group", indicator, str(caption.text().startswith("Sin grupo")), "True")
        return
    members = [code for code, (name, _) in peers.groups[year].items() if name == group]
    valued = sum(1 for code in members if code in peers.values[year])
    median = peers.of(year, group)[0]
    text = caption.text().removeprefix(f"Grupo {group} ")
    caption.compared()
    told = f"{count(len(members))} municipios, {count(valued)} con dato en el país"
    tail = f": con menos de {LEAST} no se calcula la mediana." if median is None else f". Mediana: {exact(median, 5)}."
    checks.same(page, f"group {group}", indicator, text.replace("1 municipio,", "1 municipios,"), told + tail)


def municipality(checks, fetch, world, code):
    """The account of one municipality, step by step."""
    for index, indicator in INDICES:
        peers = Peers(world, index, indicator)
        if code not in peers.latest:
            continue
        year = max(peers.values)
        page = fetch.page(f"/municipios/{code}/brecha?indicador={indicator}&anio={year}", "brechas/municipio")
        if page is None:
            continue
        value, gap, reading, median = _row(peers, year, code)
        table = page.table("La cuenta, paso a paso")
        steps = table.by("Paso") if table else {}
        figures = {"Valor del municipio": value}
        if median is not None:
            figures["Mediana del grupo"] = exact(median, 5)
            if value != NO_VALUE:
                figures["Brecha a la mediana"] = f"{gap} ({reading})"
        for step, text in figures.items():
            row = steps.get(step, {})
            checks.same(page, step, f"{indicator} of {code}", row.get("Resultado"), text)
        checks.leave(page)


def values(checks, fetch, world, code):
    """Every value of a municipality, by index: the last revision of each year."""
    page = fetch.page(f"/municipios/{code}/indicadores", "indicadores/municipio")
    if page is None:
        return
    last = {}
    for row in sorted(world.tables["indicator_value"], key=lambda row: row["revision"]):
        if row["municipality_code"] == code:
            last[row["index_name"], row["indicator_code"], row["year"]] = Fraction(row["value"], 10_000)
    printed = []
    for table in page.tables:
        for row in table.rows:
            if "Indicador" in row:
                name, year = row["Indicador"].text().rsplit(" ", 1)[-1], row["Vigencia"].text()
                printed.append((table.caption, name, int(year), row["Valor"]))
    for index, name, year, cell in printed:
        value = last.pop((index, name, year), None)
        cell.compared()
        text = cell.text().split()[0]
        checks.same(page, name, f"{code} in {year}", text, value if value is None else exact(value))
    checks.length(page, "values that are not shown", code, len(last), 0)
    checks.leave(page)


def imports(checks, fetch, world):
    """How many values and municipalities each index has, by year and source."""
    page = fetch.page("/indicadores", "indicadores")
    if page is None:
        return
    last = {}
    for row in sorted(world.tables["indicator_value"], key=lambda row: row["revision"]):
        last[row["index_name"], row["indicator_code"], row["year"], row["municipality_code"]] = row
    found = {}
    for (index, _, year, code), _ in last.items():
        found.setdefault((index, str(year)), []).append(code)
    table = page.table("Datos por índice")
    sums = {}
    for row in table.rows if table else ():
        key = row["Índice"].text(), row["Vigencia"].text()
        sums.setdefault(key, []).append((row["Municipios con dato"], row["Datos"]))
    for key, cells in sums.items():
        # Several sources of one year tell each its own.
        if len(cells) == 1:
            codes = found.get(key, [])
            checks.same(page, "Municipios con dato", " ".join(key), cells[0][0], count(len(set(codes))))
            checks.same(page, "Datos", " ".join(key), cells[0][1], count(len(codes)))
    checks.length(page, "indices that are not shown", "country", len(found.keys() - sums.keys()), 0)
    checks.leave(page)
