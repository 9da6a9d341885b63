"""The board, and the executive report of the operation: the country, a unit, a department, a course."""

import pages_capacity
import pages_pdf
from counts import territory
from facts import local
from needs import waiting
from pages_report import REACH, STAGE
from tables import File, compare_file, compare_page, xlsx_sheets
from words import NOTHING, count, hours, month, of, ratio, share, whole_percent

BOARD, OPERATION = "tablero", "informes/ejecutivos/operacion"


class Ambit:
    """What a report is about: its word in addresses, its municipalities, its course."""

    def __init__(self, word, codes=None, course=None, unit=None, department=None):
        self.word, self.codes, self.course = word, codes, course
        self.unit, self.department = unit, department

    def parts(self):
        """What the rows of a report are: one, and several."""
        if self.department:
            return "Municipio", "Municipios"
        if self.unit:
            return "Departamento", "Departamentos"
        return "Dirección territorial", "Direcciones territoriales"


def ambits(world, departments):
    """The country, every unit and department with training, and every course that was taught."""
    found = [Ambit("pais")]
    units = sorted({world.unit_of[code] for aims in world.aims.values() for code in aims} - {None})
    found += [Ambit(f"unidad-{unit}", world.codes_of_unit(unit), unit=unit) for unit in units]
    for code in departments:
        found.append(Ambit(f"departamento-{code}", world.codes_of_department(code), department=code))
    taught = {world.versions[row["course_version_id"]]["course_id"] for row in world.cohorts.values()}
    return found + [Ambit(f"programa-{course}", course=course) for course in sorted(taught)[:3]]


class Total:
    """The figures of one period of the operation."""

    def __init__(self, world, ambit, period):
        self.territory = territory(world, ambit.codes, period, ambit.course)
        self.sums = self.territory.all
        self.meetings = self.territory.meetings()
        cohorts = self.territory.cohorts
        self.seats = sum(row["seats"] for row in cohorts)
        self.taken = sum(len(world.places_of[row["id"]]) for row in cohorts)
        self.cancelled = len(cancelled(world, ambit, period))
        # Of which somebody attended, for the municipality that counted on that day (R29, R82).
        self.reach = self.territory.reach() if ambit.course is None else self._of_course(world, ambit.course, period)
        self.reached = list(self.reach.values()).count("in")

    def _of_course(self, world, course, period):
        """The municipalities that one course reached; «never» is of all courses."""
        last = world.ever_reached(period.ends, course)
        came = {code for code, at in last.items() if period.holds(at)}
        whole = self.territory.reach().items()
        return {code: "in" if code in came else "another" if told == "in" else told for code, told in whole}

    def lines(self):
        """Name to (kind, value); the kind says how the figure is printed."""
        sums, (held, planned, minutes) = self.sums, self.meetings
        return {
            "Cohortes": (count, len(self.territory.cohorts)),
            "Cohortes canceladas": (count, self.cancelled),
            "Sesiones dictadas": (count, held),
            "Sesiones previstas": (count, planned),
            "Horas dictadas": (hours, minutes),
            "Cupos": (count, self.seats),
            "Cupos ocupados": (count, self.taken),
            "Ocupación": (share, ratio(self.taken, self.seats)),
            "Inscritos": (count, sums.enrolled),
            "En cohortes iniciadas": (count, sums.begun),
            "En cohortes por iniciar": (count, sums.enrolled - sums.begun),
            "Asistentes": (count, sums.attended),
            "Asistencia": (share, sums.tally.share()),
            "Certificados": (count, sums.certified),
            "Constancias": (count, sums.attested),
            **finished(sums),
            "Municipios alcanzados": (count, self.reached),
        }


def finished(sums):
    """Who ended a course, and how many of them have what it ends in: certificates and constancias apart."""
    told = {}
    for kind in ("certificado", "constancia"):
        told[f"Terminaron un curso con {kind}"] = count, sums.finished[kind]
        told[f"Finalización con {kind}"] = share, ratio(sums.completed[kind], sums.finished[kind])
    return told


def cancelled(world, ambit, period):
    """Cancelled cohorts with days in the period, for a municipality of the territory or with places of it then."""
    found = []
    for row in world.cohorts.values():
        if row["stage"] != "cancelled" or not period.touches(row["starts_on"], row["ends_on"]):
            continue
        if ambit.course and world.versions[row["course_version_id"]]["course_id"] != ambit.course:
            continue
        places = world.places_of[row["id"]]
        if ambit.codes is None or world.aims[row["id"]] & ambit.codes or any(
            world.in_scope(place, ambit.codes, period) for place in places
        ):
            found.append(row)
    return found


def change(kind, now, before):
    """The figure less the one before; of percentages, points."""
    if now is None or before is None:
        return NOTHING
    if kind is share:
        return count(whole_percent(now) - whole_percent(before))
    return ("-" if now < before else "") + kind(abs(now - before))


def resume(now, before):
    earlier = before.lines()
    return {
        name: {
            "Periodo": kind(value),
            "Periodo anterior": kind(earlier[name][1]),
            "Cambio": change(kind, value, earlier[name][1]),
        }
        for name, (kind, value) in now.lines().items()
    }


def groups(world, ambit, total):
    """The rows of the territory's parts: units of the country, departments of a unit, municipalities else."""
    reach = total.reach
    parts = {}
    names = {row["code"]: row["name"] for row in world.tables["territorial_unit"]}
    for code in reach:
        place = world.municipalities[code]
        if ambit.department:
            key = place["name"]
        elif ambit.unit:
            key = world.departments[place["department_code"]]
        else:
            key = names.get(world.unit_of[code], "Sin dirección territorial")
        parts.setdefault(key, []).append(code)
    places = total.territory.by_place
    return {
        name: _group([places[one] for one in codes], [reach[one] for one in codes]) for name, codes in parts.items()
    }


def _group(sums, reach):
    add = lambda name: sum(getattr(one, name) for one in sums)
    ended = lambda name, kind: sum(getattr(one, name)[kind] for one in sums)
    told = {
        "Municipios": count(len(reach)),
        "Alcanzados": count(reach.count("in")),
        "Nunca alcanzados": count(reach.count("never")),
        "Inscritos": count(_once(sums, "places")),
        "En cohortes iniciadas": count(_once(sums, "begun_places")),
        "Asistentes": count(_once(sums, "attended_places")),
        "Certificados": count(add("certified")),
        "Constancias": count(add("attested")),
        "Terminaron": count(ended("finished", "certificado") + ended("finished", "constancia")),
    }
    for kind in ("certificado", "constancia"):
        told[f"Finalización con {kind}"] = share(ratio(ended("completed", kind), ended("finished", kind)))
    return told


def _once(sums, name):
    """How many enrolments several municipalities have: who moved from one to another is one of them."""
    return len(set().union(*(getattr(one, name) for one in sums)))


def months(world, ambit, total):
    """Each month of the period: sessions and hours by their day; places and certificates of every cohort, each in the
    month and for the municipality of the day on which it was confirmed or issued (R29)."""
    whole, rows, all_of = total.territory, {}, [0, 0, 0, 0, 0]
    period, at = whole.period, whole.period.first.replace(day=1)
    while at <= period.last:
        rows[f"{at:%Y-%m}"] = [0, 0, 0, 0, 0]
        at = at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1, day=1)
    for sessions in whole.sessions.values():
        for session in sessions:
            row = rows[f"{local(session['starts_at']):%Y-%m}"]
            if world.was_held(session):
                row[0] += 1
                row[2] += world.minutes(session)
            row[1] += session["stage"] != "cancelled"
    for cohort in world.cohorts.values():
        if not world.counts(cohort):
            continue
        if ambit.course and world.versions[cohort["course_version_id"]]["course_id"] != ambit.course:
            continue
        for place in world.places_of[cohort["id"]]:
            inside = lambda at: ambit.codes is None or world.home(place, at) in ambit.codes
            if period.holds(place["confirmed_at"]) and inside(place["confirmed_at"]):
                rows[f"{local(place['confirmed_at']):%Y-%m}"][3] += 1
            for paper in world.papers(place, "certificado", period)[:1]:
                rows[f"{local(paper['issued_at']):%Y-%m}"][4] += inside(paper["issued_at"])
    for row in rows.values():
        all_of = [one + other for one, other in zip(all_of, row)]
    told = {month(int(key[:4]), int(key[5:])): row for key, row in rows.items()} | {"Total": all_of}
    headings = ("Sesiones dictadas", "Sesiones previstas", "Horas dictadas", "Cupos confirmados", "Certificados")
    kinds = (count, count, hours, count, count)
    return {
        name: {heading: kind(value) for heading, kind, value in zip(headings, kinds, row)} for name, row in told.items()
    }


def stages(world, ambit, total):
    rows = {}
    for stage, label in STAGE.items():
        theirs = [row for row in total.territory.cohorts if row["stage"] == stage]
        if theirs:
            seats, taken = sum(row["seats"] for row in theirs), sum(len(world.places_of[row["id"]]) for row in theirs)
            figures = (count(len(theirs)), count(seats), count(taken), share(ratio(taken, seats)))
            rows[label] = dict(zip(("Cohortes", "Cupos", "Cupos ocupados", "Ocupación"), figures))
    gone = len(cancelled(world, ambit, total.territory.period))
    if gone:
        rows["Cancelada"] = {"Cohortes": count(gone), "Cupos": "0", "Cupos ocupados": "0", "Ocupación": NOTHING}
    return rows


LEADING = ("Cohortes", "Sesiones dictadas", "Inscritos", "Asistentes", "Asistencia", "Certificados")
LEADING += ("Municipios alcanzados",)


def check_operation(checks, fetch, world, ambit, period, files=False):
    """Compares the report of the operation."""
    now, before = Total(world, ambit, period), Total(world, ambit, period.before())
    query = f"ambito={ambit.word}&{period.query()}"
    page = fetch.page(f"/informes/ejecutivos/operacion?{query}", OPERATION)
    if page is None:
        return
    tiles, lines, earlier = page.tiles(), now.lines(), before.lines()
    for name in LEADING:
        number, note = tiles.get(name, (None, None))
        kind, value = lines[name]
        checks.same(page, name, "cards", number, kind(value))
        checks.same(page, name + ", before", "cards", note, noted(kind, value, earlier[name][1]))
    reach = list(now.reach.values())
    told = resume(now, before)
    told["Municipios"] = {"Periodo": count(len(reach))}
    told["Municipios nunca alcanzados"] = {"Periodo": count(reach.count("never"))}
    told["Municipios alcanzados en otro periodo"] = {"Periodo": count(reach.count("another"))}
    parts = groups(world, ambit, now)
    parts["Total"] = _group(list(now.territory.by_place.values()), reach)
    by_month, by_stage = months(world, ambit, now), stages(world, ambit, now)
    one, many = ambit.parts()
    compare_page(checks, page, page.table("Resumen"), told, "Indicador", "Resumen")
    compare_page(checks, page, page.table(many), parts, one, many)
    compare_page(checks, page, page.table("Por mes"), by_month, "Mes", "Por mes")
    if by_stage or page.table("Cohortes por etapa"):
        compare_page(checks, page, page.table("Cohortes por etapa"), by_stage, "Etapa", "Cohortes por etapa")
    checks.leave(page)
    if files:
        book = xlsx_sheets(fetch.raw(f"/informes/ejecutivos/operacion/xlsx?{query}").body)
        file = File(OPERATION + ".xlsx", f"/informes/ejecutivos/operacion/xlsx {ambit.word}")
        compare_file(checks, file, book.get("Resumen"), told, "Indicador", "Resumen")
        compare_file(checks, file, book.get(many), parts, one, many)
        compare_file(checks, file, book.get("Por mes"), by_month, "Mes", "Por mes")
        if by_stage:
            compare_file(checks, file, book.get("Cohortes por etapa"), by_stage, "Etapa", "Cohortes por etapa")
        if ambit.unit or ambit.course:
            return
        shown = [kind(value) for kind, value in (lines[name] for name in LEADING)]
        pages_pdf.executive(checks, fetch, OPERATION, query, shown, many, parts)


def noted(kind, now, before):
    """«Antes 12 (+3)»."""
    if before is None:
        return "Sin dato en el periodo anterior"
    if now is None:
        return f"Antes {kind(before)}"
    moved = change(kind, now, before)
    if not any(digit in moved for digit in "123456789"):
        return f"Antes {kind(before)}, igual"
    points = " puntos" if kind is share else ""
    return f"Antes {kind(before)} ({'' if moved.startswith('-') else '+'}{moved}{points})"


def check_board(checks, fetch, known, ambit, period, runs=True):
    """Compares the board. `ambit` is the country, the reader's unit, or a department; `runs` says whether the
    reader runs cohorts."""
    world = known.world
    total = Total(world, ambit, period)
    chosen = f"departamento={ambit.department}&" if ambit.department else ""
    page = fetch.page(f"/tablero?{chosen}{period.query()}", BOARD)
    if page is None:
        return
    whole, sums = total.territory, total.sums
    reach, tiles = total.reach, page.tiles()
    never = list(reach.values()).count("never")
    running = sum(1 for row in whole.cohorts if row["stage"] == "running")
    day = min(period.last, world.today)
    places = set(reach)
    confirmed, unconfirmed, _ = known.holdings.count(places, None, day)
    expected = {
        "Municipios alcanzados": (of(total.reached, len(reach)), _apart(reach)),
        "Cohortes en curso": (count(running), [len(whole.cohorts)]),
        "Inscritos": (count(sums.enrolled), None),
        "Asistencia": (share(sums.tally.share()), None),
        "Certificados": (count(sums.certified), [sums.attested] if sums.attested else []),
        "Siguen en el cargo": (count(confirmed + unconfirmed), []),
    }
    for label, (text, numbers) in expected.items():
        number, note = tiles.get(label, (None, None))
        checks.same(page, label, "cards", number, text)
        if numbers is not None:
            checks.numbers(page, label + ", note", "cards", note, numbers)
        elif label == "Inscritos" and note is not None and sums.begun and sums.enrolled > sums.begun:
            checks.numbers(page, "begun, ahead", "cards", note, [sums.begun, sums.enrolled - sums.begun])
    _awaiting(checks, page, world, ambit, never)
    _months(checks, page, whole)
    if ambit.department:
        _places(checks, page, whole, reach)
        pages_capacity.check(checks, page, world, known.learning, known.targets, ambit.department, period)
    else:
        _departments(checks, page, world, whole, reach, ambit.unit is not None)
    if runs and ambit.codes is not None:
        pages_capacity.running(checks, page, world, _run(world, ambit, period))
    checks.leave(page)


def _apart(reach):
    """The numbers beneath the municipalities that were reached: those of another time, and those of none."""
    another, never = (list(reach.values()).count(one) for one in ("another", "never"))
    return ([another] if another else []) + ([never] if never or another else [])


def _run(world, ambit, period):
    """The cohorts of a unit, or those that are for a department or have people of it on a day of the period."""
    if ambit.unit:
        return [row for row in world.cohorts.values() if row["unit_code"] == ambit.unit]
    within = lambda row: any(world.in_scope(place, ambit.codes, period) for place in world.places_of[row["id"]])
    return [row for row in world.cohorts.values() if world.aims[row["id"]] & ambit.codes or within(row)]


def _awaiting(checks, page, world, ambit, never):
    section = page.section("espera")
    items = {item.text(): item for item in section.all("li")} if section else {}
    needs = waiting(world, ambit.codes)
    for word, number in (("necesidad", needs), ("nunca alcanzado", never)):
        item = next((node for text, node in items.items() if word in text), None)
        if item is None and number == 0:
            continue
        checks.numbers(page, word, "Lo que espera", item, [number])


def _months(checks, page, territory):
    told = {}
    for key, tally in sorted(territory.months.items()):
        if tally.held:
            figures = (count(tally.came), count(tally.held), share(tally.share()))
            told[month(int(key[:4]), int(key[5:]))] = dict(zip(("Asistieron", "Esperados", "Asistencia"), figures))
    table = page.table("Asistencia por mes")
    if table is not None or told:
        compare_page(checks, page, table, told, "Mes de las sesiones", "Asistencia por mes")


def _places(checks, page, territory, reach):
    """Those with somebody enrolled, and those where somebody came: when, and how many."""
    told, when = {}, {}
    for code in territory.codes:
        sums = territory.by_place[code]
        if sums.enrolled or reach[code] != "never":
            figures = [count(one) for one in (sums.enrolled, sums.begun, sums.attended, sums.certified)]
            name = territory.world.municipalities[code]["name"]
            headings = ("Inscritos", "En cohortes iniciadas", "Asistentes", "Certificados")
            told[name], when[name] = dict(zip(headings, figures)), REACH[reach[code]]
    table = page.table("De más a menos inscritos")
    if table is not None or told:
        compare_page(checks, page, table, told, "Municipio", "Municipios")
    for row in table.rows if table else ():
        name, hint = row["Municipio"].first("a").text(), row["Municipio"].first("span")
        checks.same(page, "Alcance", f"Municipios, {name}", hint, when.get(name))


def _departments(checks, page, world, territory, reach, is_of_unit):
    told = {}
    for department, name in world.departments.items():
        codes = [code for code in reach if world.municipalities[code]["department_code"] == department]
        if not codes:
            continue
        sums = [territory.by_place[code] for code in codes]
        told[name] = {
            "Alcanzados de su dirección" if is_of_unit else "Alcanzados": of([reach[code] for code in codes].count("in"), len(codes)),
            "Nunca": count([reach[code] for code in codes].count("never")),
            "Inscritos": count(_once(sums, "places")),
            "En cohortes iniciadas": count(_once(sums, "begun_places")),
            "Certificados": count(sum(one.certified for one in sums)),
        }
    compare_page(checks, page, page.table("Municipios alcanzados"), told, "Departamento", "Departamentos")
