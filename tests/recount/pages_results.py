"""What was learnt, applied and kept of each capacity in a department, and what people thought (R61, R62)."""

import unicodedata
from collections import defaultdict
from fractions import Fraction

from counts import territory as added
from learning import Opinions
from tables import File, csv_rows, xlsx_sheets
from words import NOTHING, count, decimal, ratio, share

FAMILY = "informes/resultados"
HIDDEN = "Grupo pequeño: no se muestra"
WHOLE = "Todo el departamento"
# What a whole department has nothing to say of: a page without municipalities leaves these columns out.
OF_PLACES = ("Código DIVIPOLA", "Municipio", "Indicador", "Línea base", "Unidad", "Vigencia", "Grupo")


def folded(text):
    """Without accents and capitals."""
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(one for one in plain if not unicodedata.combining(one))


class Baselines:
    """The last official value of each capacity in each municipality, until the end of a year."""

    def __init__(self, world, year):
        self.linked = defaultdict(list)
        for row in sorted(world.tables["capacity_indicator"], key=lambda row: row["indicator_code"]):
            if not row["retired"]:
                self.linked[row["capacity_code"]].append(row)
        invented = {row["id"]: row["is_demo"] for row in world.tables["indicator_import"]}
        self.last, self.groups = {}, defaultdict(dict)
        for row in sorted(world.tables["indicator_value"], key=lambda row: (row["year"], row["revision"])):
            if row["year"] <= year:
                key = row["municipality_code"], row["index_name"], row["indicator_code"]
                self.last[key] = row["value"], row["year"], invented[row["import_id"]]
        for row in sorted(world.tables["municipality_trait"], key=lambda row: row["revision"]):
            if row["kind"] == "group":
                self.groups[row["municipality_code"], row["year"]][row["scheme"]] = row["value"]

    def of(self, capacity, code):
        """The first linked indicator that was published; where none was, the first invented one."""
        found = []
        for linked in self.linked[capacity]:
            known = self.last.get((code, linked["index_name"], linked["indicator_code"]))
            if known is not None:
                found.append((linked, *known))
        chosen = next((one for one in found if not one[3]), found[0] if found else None)
        if chosen is None:
            return dict.fromkeys(("Indicador", "Línea base", "Unidad", "Vigencia", "Grupo"), NOTHING), False
        linked, value, year, is_demo = chosen
        groups = self.groups[code, year]
        schemes = sorted(groups)
        named = [one for one in schemes if folded(one).startswith(folded(linked["index_name"]))]
        scheme = next(iter(named or schemes), None)
        return {
            "Indicador": f"{linked['index_name']}: {linked['name']}",
            "Línea base": decimal(Fraction(value, 10_000)),
            "Unidad": linked["unit"] or NOTHING,
            "Vigencia": str(year),
            "Grupo": NOTHING if scheme is None else f"{scheme}: {groups[scheme]}",
        }, is_demo


class Results:
    """The figures of a department in a period."""

    def __init__(self, world, learning, holdings, department, period):
        self.world, self.learning, self.holdings, self.period = world, learning, holdings, period
        self.codes = world.codes_of_department(department)
        self.territory = added(world, self.codes, period)
        self.day = min(period.last, world.today)
        self.base = Baselines(world, period.last.year)
        self.versions = defaultdict(set)
        for row in world.tables["course_version_capacity"]:
            self.versions[row["capacity_code"]].add(row["course_version_id"])

    def row(self, capacity, codes):
        """The figures of a capacity in a territory, and whether any of training is among them."""
        certified = sum(self.territory.by_place[code].capacities[capacity] for code in codes)
        learnt = self.learning.learnt(codes, self.period, self.versions[capacity])
        applied = [
            self.learning.applied_in(kind, codes, self.period, self.versions[capacity]) for kind in ("months_3", "months_6")
        ]
        confirmed, unconfirmed, _ = self.holdings.count(codes, capacity, self.day)
        kept = [self.holdings.stayed(codes, capacity, self.day, months) for months in (6, 12)]
        gain, (before, after) = learnt.gain(), learnt.means()
        row = {
            "Certificados": count(certified),
            "Con dos pruebas": count(learnt.n) if gain else NOTHING,
            "Nota antes": decimal(before),
            "Nota después": decimal(after),
            "Ganancia": decimal(gain and gain[0]),
        }
        for months, told in zip((3, 6), applied):
            mean = told.scores.mean()
            row[f"Respuestas a {months} meses"] = count(told.scores.n) if mean is not None else NOTHING
            row[f"Aplicación a {months} meses"] = decimal(mean)
        row["En el cargo"] = count(confirmed + unconfirmed)
        for months, base, (stayed, of) in ((6, "De", kept[0]), (12, "De ellos", kept[1])):
            row[f"Permanencia a {months} meses"] = share(ratio(stayed, of))
            row[base] = count(of)
        left_out = learnt.left_out + sum(one.left_out for one in applied)
        hides = any(one.left_out and not told for one, told in ((learnt, gain), *((one, one.scores.n) for one in applied)))
        says = certified or learnt.n or left_out or confirmed + unconfirmed or kept[0][1] or kept[1][1]
        says = says or any(one.scores.n for one in applied)
        return row, (hides, left_out), bool(says), (before, after)

    def rows(self):
        """Every row: the capacity and the municipality (nothing is the whole department) to the figures."""
        found = {}
        for capacity in sorted(self.world.tables["capacity"], key=lambda row: row["code"]):
            code, here = capacity["code"], {}
            for place in self.codes:
                row, few, says, _ = self.row(code, {place})
                if says:
                    base, invented = self.base.of(code, place)
                    here[code, place] = row | base | {"Aviso": notice(few, invented)}
            if here:
                row, few, _, means = self.row(code, self.codes)
                whole = row | dict.fromkeys(OF_PLACES[2:], NOTHING) | {"Aviso": notice(few, False)}
                found[code, None] = whole
                found |= here
        return found

    def quality(self):
        """What people thought of each cohort, and of those that are told together."""
        rows, together, left_out = [], Opinions(), 0
        over = defaultdict(list)
        for row in self.learning.rounds:
            if row["closes_at"] <= self.world.now:
                over[row["cohort_id"]].append(row)
        for cohort in self.territory.cohorts:
            for one in over[cohort["id"]]:
                opinions = self.learning.opinions(one)
                name = self.world.versions[cohort["course_version_id"]]["name"]
                rows.append({"Cohorte": cohort["name"], "Curso": name} | _opinions(opinions, opinions.is_told()))
                if opinions.is_told():
                    together.join(opinions)
                else:
                    left_out += 1
        total = _opinions(together, together.sheets > 0 or left_out == 0) if rows else None
        return rows, total, left_out


def _opinions(opinions, is_told):
    row = {"Preguntados": count(opinions.asked), "Respuestas": NOTHING}
    if is_told and opinions.sheets:
        row["Respuestas"] = count(opinions.sheets)
    for name, scale in zip(("Pertinencia", "Oportunidad", "Calidad"), opinions.scales):
        row[name] = decimal(scale.mean() if is_told else None)
    return row | {"Aviso": "" if is_told else HIDDEN}


def notice(few, invented):
    hides, left_out = few
    said = [HIDDEN] if hides else []
    if left_out and not hides:
        said.append("1 grupo de menos de 5 no se suma" if left_out == 1 else f"{left_out} grupos de menos de 5 no se suman")
    return ". ".join(said + (["Línea base de demostración"] if invented else []))


def check(checks, fetch, world, learning, holdings, department, period, chosen=None):
    """Compares the page, with the municipalities of some capacities (`chosen`: how many), and the files."""
    results = Results(world, learning, holdings, department, period)
    rows, (opinions, total, left_out) = results.rows(), results.quality()
    base = f"/informes/departamentos/{department}"
    capacities = [code for code, place in rows if place is None]
    for capacity in [""] + capacities[:chosen]:
        address = f"{base}/resultados?{period.query()}" + (f"&capacidad={capacity}" if capacity else "")
        page = fetch.page(address, FAMILY)
        if page is None:
            return
        _capacities(checks, page, rows, capacity)
        _both(checks, page, results, capacities)
        _quality(checks, page, opinions, total)
        said = next((one for one in page.main.all("p") if "menos de cinco respuestas" in one.text()), None)
        if said is not None or left_out:
            checks.numbers(page, "cohorts left out", "Calidad", said, [left_out])
        checks.leave(page)
    query = f"?{period.query()}"
    book = xlsx_sheets(fetch.raw(f"{base}/xlsx{query}").body)
    compare_results_file(checks, fetch, FAMILY, base, query, book, results)


def _capacities(checks, page, rows, capacity):
    expected = {key: row for key, row in rows.items() if key[1] is None or key[0] == capacity}
    found = {}
    table = page.table("Capacidades")
    for row in table.rows if table else ():
        code = row["Código DIVIPOLA"].text() if "Código DIVIPOLA" in row else NOTHING
        row["Código"].compared()
        found[row["Código"].text(), None if code == NOTHING else code] = row
    checks.length(page, "rows", "Capacidades", len(found), len(expected))
    with_places = any(place for _, place in expected)
    for (code, place), row in expected.items():
        for heading, text in row.items():
            if with_places or heading not in OF_PLACES:
                cell = found.get((code, place), {}).get(heading)
                checks.same(page, heading, f"{code}, {place or 'whole'}", cell, text)


def _both(checks, page, results, capacities):
    """The picture of both tests says the same in its table, with the exact difference."""
    told = {}
    names = {row["code"]: row["name"] for row in results.world.tables["capacity"]}
    for capacity in capacities:
        before, after = results.row(capacity, results.codes)[3]
        if before is not None:
            figures = (decimal(before), decimal(after), signed(after - before))
            told[names[capacity]] = dict(zip(("Antes", "Después", "Diferencia"), figures))
    table = page.table("Notas antes y después")
    found = table.by("Capacidad") if table else {}
    checks.length(page, "rows", "Notas antes y después", len(found), len(told))
    for name, figures in told.items():
        for heading, text in figures.items():
            checks.same(page, heading, f"both tests, {name}", found.get(name, {}).get(heading), text)


def signed(value):
    text = decimal(value)
    return text if text.startswith("-") or not any(one in "123456789" for one in text) else f"+{text}"


def _quality(checks, page, rows, total):
    table = page.table("Encuesta anónima")
    printed = table.rows if table else []
    last = [row for row in printed if row["Cohorte"].text() == "Total"]
    printed = [row for row in printed if row not in last]
    checks.length(page, "rows", "Calidad", len(printed), min(len(rows), 50))
    for row, expected in list(zip(printed, rows)) + list(zip(last, [total or {}])):
        for heading, text in expected.items():
            # The total leaves empty what the others say with a dash.
            text = "" if expected is total and text == NOTHING else text
            checks.same(page, heading, f"Calidad, {expected.get('Cohorte', 'Total')}", row.get(heading), text)


def compare_results_file(checks, fetch, family, base, query, book, results):
    """The same in the workbook and as CSV, of a live report or of a cut."""
    rows, (opinions, total, _) = results.rows(), results.quality()
    sheet = lambda name: csv_rows(fetch.raw(f"{base}/csv/{name}{query}").text)
    for kind, capacities, quality in (
        ("xlsx", book.get("Capacidades", []), book.get("Calidad", [])),
        ("csv", sheet("capacidades"), sheet("calidad")),
    ):
        file, found = File(f"{family}.{kind}", f"{base} results {kind} {results.period.first}"), {}
        for line in capacities[1:]:
            cells = dict(zip(capacities[0], line + [""] * len(capacities[0])))
            found[cells["Código"], cells["Código DIVIPOLA"] or None] = cells
        checks.length(file, "rows", "Capacidades", len(found), len(rows))
        for (code, place), row in rows.items():
            cells = found.get((code, place), {})
            if place is None:
                checks.same(file, "Municipio", code, cells.get("Municipio"), WHOLE)
            for heading, text in row.items():
                checks.same(file, heading, f"{code}, {place}", cells.get(heading), "" if text == NOTHING else text)
        told = [dict(zip(quality[0], line + [""] * len(quality[0]))) for line in quality[1:]] if quality else []
        # A CSV has no total.
        expected = opinions + ([{"Cohorte": "Total"} | total] if total and kind == "xlsx" else [])
        checks.length(file, "rows", "Calidad", len(told), len(expected))
        for cells, row in zip(told, expected):
            for heading, text in row.items():
                checks.same(file, heading, f"Calidad, {row['Cohorte']}", cells.get(heading), "" if text == NOTHING else text)
