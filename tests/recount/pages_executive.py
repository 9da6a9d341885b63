"""The executive reports of perceived quality and of capacity results (R64): the country, a unit, a department, a course."""

from collections import defaultdict
from fractions import Fraction

import pages_pdf
from learning import Opinions, last_day
from pages_board import change, noted
from pages_capacity import taught
from tables import File, compare_file, compare_page, xlsx_sheets
from words import NOTHING, count, decimal, ratio, share

QUALITY, CAPACITY = "informes/ejecutivos/calidad", "informes/ejecutivos/capacidad"


def hundredths(value):
    """A mean as it is printed: changes are of what is printed."""
    if value is None:
        return None
    scaled = int(abs(value) * 100 + Fraction(1, 2))
    return Fraction(scaled if value >= 0 else -scaled, 100)


def said(kind, value):
    return NOTHING if value is None else kind(value)


def compare(checks, fetch, family, ambit, period, lines, leading, tables, files):
    """The page of a report and its workbook. A line has its kind, its figure and the one of the period before; a
    table its name, its first column and its rows."""
    query = f"ambito={ambit.word}&{period.query()}"
    page = fetch.page(f"/{family}?{query}", family)
    if page is None:
        return
    tiles, told = page.tiles(), {}
    for name, (kind, now, before) in lines.items():
        columns = said(kind, now), said(kind, before), change(kind, now, before)
        told[name] = dict(zip(("Periodo", "Periodo anterior", "Cambio"), columns))
        if name in leading:
            number, beneath = tiles.get(name, (None, None))
            checks.same(page, name, "cards", number, said(kind, now))
            checks.same(page, name + ", before", "cards", beneath, noted(kind, now, before))
    tables = {"Resumen": ("Indicador", told)} | tables
    for name, (key, rows) in tables.items():
        if rows or page.table(name):
            compare_page(checks, page, page.table(name), rows, key, name)
    checks.leave(page)
    if files:
        book = xlsx_sheets(fetch.raw(f"/{family}/xlsx?{query}").body)
        for name, (key, rows) in tables.items():
            if rows:
                file = File(family + ".xlsx", f"/{family}/xlsx {ambit.word} {period.first}")
                compare_file(checks, file, book.get(name), rows, key, name)
        # The paper has the first table after the summary; to make one of each ambit would take long.
        if ambit.unit or ambit.course:
            return
        paper = list(tables)[1]
        rows = {name: row for name, row in tables[paper][1].items() if name}
        pages_pdf.executive(checks, fetch, family, query, [told[name]["Periodo"] for name in leading], paper, rows)


# ------------------------------------------------------------------------------------------ quality


class Quality:
    """The cohorts of which opinions are told, those of which they are not, and what the first said."""

    def __init__(self):
        self.shown, self.hidden, self.sums = 0, 0, Opinions()

    def add(self, opinions):
        if opinions.is_told():
            self.shown += 1
            self.sums.join(opinions)
        else:
            self.hidden += 1

    def row(self):
        means = [decimal(one.mean()) for one in self.sums.scales]
        return {
            "Cohortes con cifras": count(self.shown),
            "Cohortes sin cifras": count(self.hidden),
            "Respuestas (n)": count(self.sums.sheets) if self.shown else NOTHING,
            "Tasa de respuesta": share(ratio(self.sums.sheets, self.sums.asked)),
            **dict(zip(("Pertinencia", "Oportunidad", "Calidad"), means)),
            "Satisfechos con la calidad": share(self.sums.scales[2].satisfied()),
        }


def _chosen(world, ambit, cohort):
    """Opinions are anonymous and have no municipality: the cohorts of a unit are those it runs, those of a
    department are for a municipality of it."""
    if ambit.course:
        return world.versions[cohort["course_version_id"]]["course_id"] == ambit.course
    if ambit.unit:
        return cohort["unit_code"] == ambit.unit
    return ambit.codes is None or bool(world.aims[cohort["id"]] & ambit.codes)


def _group(world, ambit, cohort):
    """The unit of a cohort, or the one department or municipality that it is for."""
    aims = sorted(world.aims[cohort["id"]])
    if not aims:
        return "Sin municipio"
    if ambit.unit:
        codes = {code[:2] for code in aims}
        return world.departments[aims[0][:2]] if len(codes) == 1 else "Varios departamentos"
    if ambit.department:
        return world.municipalities[aims[0]]["name"] if len(aims) == 1 else "Varios municipios"
    return next(row["name"] for row in world.tables["territorial_unit"] if row["code"] == cohort["unit_code"])


def course_names(world):
    """What a course is called: as its published version is."""
    named = {}
    for row in sorted(world.versions.values(), key=lambda row: -row["number"]):
        if row["state"] == "published":
            named.setdefault(row["course_id"], row["name"])
    return named


def quality(checks, fetch, known, ambit, period, files=False):
    """Compares the report of perceived quality."""
    world, now, before = known.world, Quality(), Quality()
    courses, groups, names = defaultdict(Quality), defaultdict(Quality), course_names(world)
    for row in known.learning.rounds:
        cohort, day = world.cohorts[row["cohort_id"]], last_day(row["closes_at"])
        if row["closes_at"] > world.now or not _chosen(world, ambit, cohort):
            continue
        opinions = known.learning.opinions(row)
        if period.before().first <= day <= period.before().last:
            before.add(opinions)
        elif period.first <= day <= period.last:
            course = world.versions[cohort["course_version_id"]]["course_id"]
            for group in (now, courses[names.get(course, "Programa retirado")], groups[_group(world, ambit, cohort)]):
                group.add(opinions)
    both = lambda kind, of: (kind, of(now), of(before))
    scales = ("Pertinencia", "Oportunidad", "Calidad")
    lines = {}
    for place, name in enumerate(scales):
        lines[name] = both(decimal, lambda one, place=place: hundredths(one.sums.scales[place].mean()))
    lines["Respuestas"] = both(count, lambda one: one.sums.sheets)
    lines["Tasa de respuesta"] = both(share, lambda one: ratio(one.sums.sheets, one.sums.asked))
    for place, name in enumerate(scales):
        lines[f"Satisfechos con la {name.lower()}"] = both(share, lambda one, place=place: one.sums.scales[place].satisfied())
    lines["Personas invitadas"] = both(count, lambda one: one.sums.asked)
    lines["Cohortes con cifras"] = both(count, lambda one: one.shown)
    lines["Cohortes sin cifras"] = both(count, lambda one: one.hidden)
    leading = (*scales, "Respuestas", "Tasa de respuesta", "Cohortes con cifras")
    one, many = ambit.parts()
    told = lambda found: {name: group.row() for name, group in found.items()} | ({"Total": now.row()} if found else {})
    tables = {"Programas": ("Programa", told(courses)), many: (one, told(groups))}
    compare(checks, fetch, QUALITY, ambit, period, lines, leading, tables, files)


# ----------------------------------------------------------------------------------------- capacity


class Capacity:
    """A capacity, or (without a code) all of them, of an ambit in a period."""

    def __init__(self, known, ambit, period, code, versions):
        world = known.world
        codes, day = set(world.municipalities) if ambit.codes is None else ambit.codes, min(period.last, world.today)
        wanted = code
        if code is None and ambit.course:
            versions_of = {row["id"] for row in world.versions.values() if row["course_id"] == ambit.course}
            wanted = frozenset().union(*(known.holdings.capacities[one] for one in versions_of))
        self.certified = _certified(known, ambit, period, code)
        confirmed, unconfirmed, left = known.holdings.count(codes, wanted, day)
        self.confirmed, self.in_post, self.ever = confirmed, confirmed + unconfirmed, confirmed + unconfirmed + left
        self.kept = {months: known.holdings.stayed(codes, wanted, day, months) for months in (6, 12)}
        self.tests = known.learning.learnt(ambit.codes, period, versions)
        of = known.learning.applied_in
        self.applied = {months: of(f"months_{months}", ambit.codes, period, versions) for months in (3, 6)}
        gain = self.tests.gain()
        self.gain, self.gained = (hundredths(gain[0]), gain[3]) if gain else (None, None)

    def held(self):
        row = {
            "Certificadas en el periodo": count(self.certified),
            "Certificadas alguna vez": count(self.ever),
            "Siguen en el cargo": count(self.in_post),
            "Confirmadas": count(self.confirmed),
        }
        for months, (stayed, of) in self.kept.items():
            row[f"Permanencia {months} meses"] = share(ratio(stayed, of))
            row[f"n {months} meses"] = count(of)
        return row | {"Ganancia": said(decimal, self.gain), "n ganancia": said(count, self.gained)}

    def learnt(self):
        before, after = self.tests.means()
        row = {"Con las dos pruebas (n)": count(self.tests.n) if self.tests.n else NOTHING}
        row |= {"Nota antes": decimal(before), "Nota después": decimal(after)}
        for months, applied in self.applied.items():
            row[f"Aplicación {months} meses"] = decimal(applied.scores.mean())
            row[f"Califican 4 o 5 a los {months} meses"] = share(applied.scores.satisfied())
            row[f"n {months} meses"] = count(applied.scores.n) if applied.scores.n else NOTHING
        return row


def _certified(known, ambit, period, code):
    """Different people with a certificate of the period that nobody took back, of the territory on its day of issue."""
    world, people = known.world, set()
    for row in world.certificates.values():
        place = world.enrolments[row["enrolment_id"]]
        version = world.cohorts[row["cohort_id"]]["course_version_id"]
        is_one = row["kind"] == "certificado" and row["state"] == "active" and period.holds(row["issued_at"])
        inside = ambit.codes is None or world.home(place, row["issued_at"]) in ambit.codes
        of_course = ambit.course in (None, world.versions[version]["course_id"])
        builds = code is None or code in known.holdings.capacities[version]
        if is_one and inside and of_course and builds and place["stage"] == "confirmed":
            people.add(known.holdings.whole(row["person_id"]))
    return len(people)


def capacity(checks, fetch, known, ambit, period, files=False):
    """Compares the report of capacity results."""
    versions, names = taught(known.world, ambit.course), {row["code"]: row["name"] for row in known.world.tables["capacity"]}
    own = None
    if ambit.course:
        own = {row["id"] for row in known.world.versions.values() if row["course_id"] == ambit.course}
    now = Capacity(known, ambit, period, None, own)
    before = Capacity(known, ambit, period.before(), None, own)
    both = lambda kind, of: (kind, of(now), of(before))
    today = lambda kind, value: (kind, value, None)
    lines = {
        "Personas certificadas": both(count, lambda one: one.certified),
        "Siguen en el cargo": today(count, now.in_post),
        "Confirmadas en el cargo": today(count, now.confirmed),
        "Certificadas alguna vez": today(count, now.ever),
    }
    for months, (stayed, of) in now.kept.items():
        lines[f"Permanencia a los {months} meses"] = today(share, ratio(stayed, of))
        lines[f"Certificadas hace {months} meses o más"] = today(count, of)
    lines["Ganancia"] = both(decimal, lambda one: one.gain)
    lines["Personas con las dos pruebas"] = both(count, lambda one: one.tests.n or None)
    lines["Nota antes"] = both(decimal, lambda one: hundredths(one.tests.means()[0]))
    lines["Nota después"] = both(decimal, lambda one: hundredths(one.tests.means()[1]))
    for months in (3, 6):
        mean = lambda one, months=months: hundredths(one.applied[months].scores.mean())
        lines[f"Aplicación a los {months} meses"] = both(decimal, mean)
    left_out = lambda one: one.tests.left_out + sum(applied.left_out for applied in one.applied.values())
    lines["Grupos sin sumar"] = both(count, left_out)
    leading = ("Personas certificadas", "Siguen en el cargo", "Permanencia a los 6 meses", "Permanencia a los 12 meses")
    leading += ("Ganancia", "Aplicación a los 6 meses")
    held, learnt = {}, {}
    for code in sorted(versions):
        row = Capacity(known, ambit, period, code, versions[code])
        held[code], learnt[names[code]] = row.held(), row.learnt()
    if held:
        # The last row has no code, and leaves empty what it cannot say.
        held[""] = {head: "" if text == NOTHING else text for head, text in now.held().items()}
    tables = {"Por capacidad": ("Código", held), "Aprendizaje y aplicación": ("Capacidad", learnt)}
    compare(checks, fetch, CAPACITY, ambit, period, lines, leading, tables, files)
