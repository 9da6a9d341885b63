"""The report of a department: its page, its sheets and files, its list of people."""

import re

from counts import territory as added
from facts import local
from tables import File, compare_file, compare_page, csv_rows, pdf_text, xlsx_sheets
from words import NOTHING, count, cut, hours, of, share, short

FAMILY = "informes/departamentos"
REACH = {"in": "En el periodo", "another": "En otro periodo", "never": "Nunca"}
MODALITY = {"presencial": "Presencial", "virtual": "Virtual", "mixta": "Mixta"}
STAGE = {
    "tentative": "Publicada, por confirmar",
    "confirmed": "Confirmada",
    "running": "En curso",
    "closed": "Cerrada",
}  # fmt: skip


def summary(territory):
    """The table «Resumen»: each word with its figure."""
    sums, reach = territory.all, list(territory.reach().values())
    held, planned, minutes = territory.meetings()
    return {
        "Cohortes": count(len(sums.cohorts)),
        "Sesiones dictadas": count(held),
        "Sesiones previstas": count(planned),
        "Horas dictadas": hours(minutes),
        "Inscritos": count(sums.enrolled),
        "Personas": count(len(sums.people)),
        "Asistentes": count(sums.attended),
        "Asistencia": share(sums.tally.share()),
        "Certificados": count(sums.certified),
        "Municipios del departamento": count(len(reach)),
        "Municipios alcanzados": count(reach.count("in")),
        "Municipios nunca alcanzados": count(reach.count("never")),
        "Municipios alcanzados en otro periodo": count(reach.count("another")),
        "En cohortes iniciadas": count(sums.begun),
        "En cohortes por iniciar": count(sums.enrolled - sums.begun),
        "Nunca asistieron": count(sums.never),
        "Constancias": count(sums.attested),
    }


def municipalities(territory):
    """The table «Municipios», by code, with its total."""
    world, reach, rows = territory.world, territory.reach(), {}
    ever = world.ever_reached(territory.period.ends)
    for code in sorted(territory.codes):
        sums = territory.by_place[code]
        rows[code] = {
            "Municipio": world.municipalities[code]["name"],
            "Alcance": REACH[reach[code]],
            "Cohortes": count(len(sums.cohorts)),
            **_people(sums),
            "Capacidades": ", ".join(sorted(sums.capacities)) or NOTHING,
        }
        if reach[code] == "in":
            rows[code]["Última asistencia"] = short(local(ever[code]))
    rows["Total"] = {"Cohortes": count(len(territory.all.cohorts)), **_people(territory.all)}
    return rows


def _people(sums):
    return {
        "Inscritos": count(sums.enrolled),
        "Asistentes": count(sums.attended),
        "Asistencia": share(sums.tally.share()),
        "Certificados": count(sums.certified),
        "En cohortes iniciadas": count(sums.begun),
        "Nunca asistieron": count(sums.never),
        "Constancias": count(sums.attested),
    }


def cohorts(territory):
    """The rows of the table «Cohortes», in their order, and its total."""
    world, rows = territory.world, []
    for cohort in territory.cohorts:
        version = world.versions[cohort["course_version_id"]]
        held, planned, minutes = territory.meetings(cohort["id"])
        milestone = lambda name: short(cohort[name] and local(cohort[name]))
        people = _people(territory.by_cohort[cohort["id"]])
        people.pop("En cohortes iniciadas")
        rows.append(
            {
                "Cohorte": cohort["name"],
                "Curso": version["name"],
                "Modalidad": MODALITY.get(version["modality"], version["modality"]),
                "Etapa": STAGE[cohort["stage"]],
                "Publicada": milestone("published_at"),
                "Inicio": short(cohort["starts_on"]),
                "Iniciada": milestone("started_at"),
                "Fin": short(cohort["ends_on"]),
                "Cerrada": milestone("closed_at"),
                "Sesiones dictadas": count(held),
                "Sesiones previstas": count(planned),
                "Horas dictadas": hours(minutes),
                "Horas del curso": count(version["hours"]),
                "Cupos": count(cohort["seats"]),
                "Inscritos en toda la cohorte": count(len(world.places_of[cohort["id"]])),
                "Asistencia mínima": f"{cohort['minimum_attendance']} %",
                **people,
            }
        )
    held, planned, minutes = territory.meetings()
    total = _people(territory.all)
    total.pop("En cohortes iniciadas")
    total |= {
        "Sesiones dictadas": count(held),
        "Sesiones previstas": count(planned),
        "Horas dictadas": hours(minutes),
        "Cupos": count(sum(row["seats"] for row in territory.cohorts)),
        "Inscritos en toda la cohorte": count(sum(len(world.places_of[row["id"]]) for row in territory.cohorts)),
    }
    return rows, total


def cards(checks, page, territory):
    """The counts at the head of a report or of a gobernación's first page."""
    sums, reach = territory.all, list(territory.reach().values())
    tiles, scope = page.tiles(), "cards"
    expected = {
        "Municipios alcanzados": of(reach.count("in"), len(reach)),
        "Cohortes": count(len(sums.cohorts)),
        "Inscritos": count(sums.enrolled),
        "Asistentes": count(sums.attended),
        "Nunca asistieron": of(sums.never, sums.begun),
        "Asistencia": share(sums.tally.share()),
        "Certificados": count(sums.certified),
    }
    for label, text in expected.items():
        number, note = tiles.get(label, (None, None))
        checks.same(page, label, scope, number, text)
        if label == "Municipios alcanzados":
            never, another = reach.count("never"), reach.count("another")
            checks.numbers(page, "never reached", scope, note, ([another] if another else []) + [never])
        elif label == "Inscritos" and note is not None:
            ahead = sums.enrolled - sums.begun
            split = [sums.begun, ahead] if ahead and sums.begun else []
            checks.numbers(page, "people, begun, ahead", scope, note, [len(sums.people), *split])
        elif label == "Certificados" and (note is not None or sums.attested):
            checks.numbers(page, "constancias", scope, note, [sums.attested])


def check(checks, fetch, world, department, period, files=True):
    """Compares the report of a department in a period, on its page and in its files."""
    territory = added(world, world.codes_of_department(department), period)
    base = f"/informes/departamentos/{department}"
    page = fetch.page(f"{base}?{period.query()}", FAMILY)
    if page is None:
        return
    cards(checks, page, territory)
    told = summary(territory)
    values = {name: {"Valor": text} for name, text in told.items()}
    compare_page(checks, page, page.table("Resumen"), values, "Indicador", "Resumen")
    places = municipalities(territory)
    compare_page(checks, page, page.table("Municipios"), places, "Código", "Municipios")
    rows, total = cohorts(territory)
    _compare_cohorts(checks, page, territory, rows, total)
    checks.leave(page)
    people(checks, fetch, territory, base, department)
    if not files:
        return
    sheets = {}
    for name in ("resumen", "municipios", "cohortes"):
        answer = fetch.raw(f"{base}/csv/{name}?{period.query()}")
        sheets[name.capitalize() + ".csv"] = csv_rows(answer.text)
    book = xlsx_sheets(fetch.raw(f"{base}/xlsx?{period.query()}").body)
    sheets |= {name + ".xlsx": book.get(name, []) for name in ("Resumen", "Municipios", "Cohortes", "Asistencia")}
    for kind in (".csv", ".xlsx"):
        file = File(FAMILY + kind, f"{base} {kind[1:]} {period.first}")
        compare_file(checks, file, sheets["Resumen" + kind], values, "Indicador", "Resumen")
        compare_file(checks, file, sheets["Municipios" + kind], places, "Código", "Municipios")
        _compare_cohort_rows(checks, file, sheets["Cohortes" + kind], rows, total)
    sheet = File(FAMILY + ".xlsx", f"{base} xlsx {period.first}")
    csv = File(FAMILY + ".csv", f"{base} csv {period.first}")
    _people_sheet(checks, sheet, sheets["Asistencia.xlsx"], territory)
    _people_sheet(checks, csv, csv_rows(fetch.raw(f"{base}/csv/asistencia?{period.query()}").text), territory)


def check_pdf(checks, fetch, world, department, period):
    """Compares the summary that the PDF of a report prints."""
    territory = added(world, world.codes_of_department(department), period)
    text = pdf_text(fetch.raw(f"/informes/departamentos/{department}/pdf?{period.query()}").body)
    file = File(FAMILY + ".pdf", f"/informes/departamentos/{department} pdf {period.first}")
    _pdf_lines(checks, file, text, summary(territory))


def _pdf_lines(checks, file, text, told):
    text = text[text.find("Cómo se cuenta") :]
    for name, figure in told.items():
        found = re.search(rf"^\s*{re.escape(name)}\s+(\S+(?: %)?)(?:\s|$)", text, re.M)
        checks.same(file, name, "Resumen", found and found.group(1), figure)


def rule(checks, page, node, cohort):
    """The numbers of the sentence that says how a cohort counts (R34)."""
    text = "" if node is None else node.text()
    if node is not None:
        node.compared()
    for figure, pattern, column in (
        ("minimum", r"Mínimo de asistencia: (\d+) %", "minimum_attendance"),
        ("late after", r"más de (\d+) minutos?", "late_after_minutes"),
        ("correction", r"más tardar (\d+) días?", "correction_days"),
    ):
        found = re.search(pattern, text)
        checks.same(page, figure, f"rule of cohort {cohort['id']}", found and found.group(1), str(cohort[column]))


def _compare_cohorts(checks, page, territory, rows, total):
    table = page.table("Cohortes")
    if table is None:
        if rows:
            checks.failure(page.name, "the table of cohorts is missing")
        return
    printed = [row for row in table.rows if row["Cohorte"].text() != "Total"]
    checks.length(page, "rows", "Cohortes", len(printed), len(rows))
    for row, expected, cohort in zip(printed, rows, territory.cohorts):
        for heading, text in expected.items():
            checks.same(page, heading, f"Cohortes, {expected['Cohorte']}", row.get(heading), text)
        rule(checks, page, row.get("Regla de asistencia"), cohort)
    for row in table.rows:
        if row["Cohorte"].text() == "Total":
            for heading, text in total.items():
                checks.same(page, heading, "Cohortes, Total", row.get(heading), text)


def _compare_cohort_rows(checks, file, rows, expected, total):
    headings = rows[0] if rows else []
    cells = [dict(zip(headings, row + [""] * len(headings))) for row in rows[1:]]
    printed = [row for row in cells if row["Cohorte"] != "Total"]
    checks.length(file, "rows", "Cohortes", len(printed), len(expected))
    for row, figures in zip(printed, expected):
        for heading, text in figures.items():
            text = "" if text == NOTHING else text
            checks.same(file, heading, f"Cohortes, {figures['Cohorte']}", row.get(heading), text)
    for row in cells:
        if row["Cohorte"] == "Total":
            for heading, text in total.items():
                checks.same(file, heading, "Cohortes, Total", row.get(heading), "" if text == NOTHING else text)


LETTERS = {"present": "P", "late": "T", "absent": "A", "excused": "E", "dispensed": "D", "none": "–", None: ""}


def _people_sheet(checks, file, rows, territory):
    """The sheet of people: for each, the sessions that count, those attended, hours and share."""
    if not rows:
        checks.failure(file.name, "the sheet of people is empty")
        return
    world, printed = territory.world, {}
    for row in rows[1:]:
        cells = dict(zip(rows[0], row + [""] * len(rows[0])))
        if cells["Persona"]:
            printed.setdefault((cells["Cohorte"], cells["Curso"], cells["Persona"], cells["Documento"][-2:]), cells)
    number = 0
    for cohort in territory.cohorts:
        sessions = territory.sessions[cohort["id"]]
        for place in world.places_of[cohort["id"]]:
            if world.homes(place, territory.codes, territory.period) is None:
                continue
            number += 1
            person = world.people[place["person_id"]]
            course = world.versions[cohort["course_version_id"]]["name"]
            key = (cohort["name"], course, by_surname(person), person["document_number"][-2:])
            cells = printed.get(key)
            if cells is None:
                checks.failure(file.name, f"nobody in the place {place['id']}")
                continue
            mine = [one for one in sessions if world.home(place, one["starts_at"]) in territory.codes]
            tally = world.tally_of(place, mine)
            minutes = sum(world.minutes_there(place, one) for one in mine)
            scope = f"place {place['id']}"
            checks.same(file, "Sesiones que cuentan", scope, cells["Sesiones que cuentan"], count(tally.held))
            checks.same(file, "Sesiones asistidas", scope, cells["Sesiones asistidas"], count(tally.came))
            checks.same(file, "Horas", scope, cells["Horas"], hours(minutes))
            text = cut(tally.credit, tally.held)
            checks.same(file, "Asistencia", scope, cells["Asistencia"], "" if text == NOTHING else text)
            letters = "".join(LETTERS[world.standing(place, one)] or "." for one in mine)
            shown = [cells.get(f"Sesión {place_of}", "") for place_of in range(1, len(mine) + 1)]
            checks.same(file, "letters", scope, "".join(one.rstrip("*") or "." for one in shown), letters)
    checks.length(file, "rows", "Asistencia", len([key for key in printed if key[0] != "Total"]), number)


def by_surname(person):
    """«Yarumo Cañabrava, Héctor»."""
    last = " ".join(filter(None, (person["first_surname"], person["second_surname"])))
    first = " ".join(filter(None, (person["first_name"], person["second_name"])))
    return f"{last}, {first}"


VIEWS = ("", "asistentes", "certificados", "nunca-asistieron", "iniciadas")


def people(checks, fetch, territory, base, department):
    """The lists that the figures open: how many people each has, and how often they came."""
    sums = territory.all
    sizes = dict(zip(VIEWS, (sums.enrolled, sums.attended, sums.certified, sums.never, sums.begun)))
    for view, size in sizes.items():
        path = f"{base}/personas/csv?{territory.period.query()}" + (f"&ver={view}" if view else "")
        rows = csv_rows(fetch.raw(path).text)
        file = File(FAMILY + "/personas", f"{base}/personas {view or 'todos'} {territory.period.first}")
        checks.length(file, "rows", "people", max(len(rows) - 1, 0), size)
