"""The report of a department: its page, its sheets and files, its list of people."""

import re

import pages_pdf
from counts import territory as added
from facts import local
from pages_people import listed, people_sheet
from tables import File, compare_file, compare_page, csv_rows, xlsx_sheets
from words import NOTHING, count, hours, of, share, short

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


# What the page leaves to a cohort's own page, where the rule is compared, and to the files.
OF_THE_FILES = {
    "Modalidad",
    "Publicada",
    "Iniciada",
    "Cerrada",
    "Horas dictadas",
    "Horas del curso",
    "Inscritos en toda la cohorte",
    "Asistencia mínima",
    "Constancias",
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


def cards(checks, page, territory, with_none=True):
    """The counts at the head of a report or of a gobernación's first page, which has none that is 0."""
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
        if text == "0" and not with_none:
            checks.same(page, label, scope, number, None)
            continue
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


def check(checks, fetch, world, department, period, files=True, with_pdf=False):
    """Compares the report of a department in a period, on its page and in its files."""
    territory = added(world, world.codes_of_department(department), period)
    base = f"/informes/departamentos/{department}"
    page = fetch.page(f"{base}?{period.query()}", FAMILY)
    if page is None:
        return
    compare_tables(checks, page, territory)
    checks.leave(page)
    listed(checks, fetch, territory, base)
    if not files:
        return
    query = "?" + period.query()
    book = compare_files(checks, fetch, territory, FAMILY, base, query, with_pdf)
    people_sheet(checks, File(FAMILY + ".xlsx", f"{base} xlsx {period.first}"), book.get("Asistencia", []), territory)
    for name, address in (("csv", f"{base}/csv/asistencia{query}"), ("personas csv", f"{base}/personas/csv{query}")):
        file = File(FAMILY + ".csv", f"{base} {name} {period.first}")
        people_sheet(checks, file, csv_rows(fetch.raw(address).text), territory)


def compare_tables(checks, page, territory):
    """The counts and the three tables of a report, live or frozen."""
    cards(checks, page, territory)
    values = {name: {"Valor": text} for name, text in summary(territory).items()}
    compare_page(checks, page, page.table("Resumen"), values, "Indicador", "Resumen")
    compare_page(checks, page, page.table("Municipios"), municipalities(territory), "Código", "Municipios")
    rows, total = cohorts(territory)
    _compare_cohorts(checks, page, territory, rows, total)


def compare_files(checks, fetch, territory, family, base, query="", with_pdf=True):
    """The same tables in the workbook, as CSV and as PDF; returns the sheets of the workbook."""
    values, places = {name: {"Valor": text} for name, text in summary(territory).items()}, municipalities(territory)
    rows, total = cohorts(territory)
    sheets = {name: csv_rows(fetch.raw(f"{base}/csv/{name.lower()}{query}").text) for name in ("Resumen", "Municipios", "Cohortes")}
    book = xlsx_sheets(fetch.raw(f"{base}/xlsx{query}").body)
    for kind, found in ((".csv", sheets), (".xlsx", book)):
        file = File(family + kind, f"{base} {kind[1:]} {territory.period.first}")
        compare_file(checks, file, found.get("Resumen"), values, "Indicador", "Resumen")
        # A CSV has no total.
        named = places if kind == ".xlsx" else {code: row for code, row in places.items() if code != "Total"}
        compare_file(checks, file, found.get("Municipios"), named, "Código", "Municipios")
        _compare_cohort_rows(checks, file, found.get("Cohortes", []), rows, total)
    if with_pdf:
        pages_pdf.department(checks, fetch, family, f"{base}/pdf{query}", summary(territory), places)
    return book


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
    order = " | ".join(row["Cohorte"].text() for row in printed)
    checks.same(page, "order", "Cohortes", order, " | ".join(row["Cohorte"] for row in rows))
    for row, expected in zip(_aligned(printed, rows, lambda cell: cell.text()), rows):
        for heading, text in expected.items():
            if heading not in OF_THE_FILES:
                checks.same(page, heading, f"Cohortes, {expected['Cohorte']}", row.get(heading), text)
    for row in table.rows:
        if row["Cohorte"].text() == "Total":
            for heading, text in total.items():
                if heading not in OF_THE_FILES:
                    checks.same(page, heading, "Cohortes, Total", row.get(heading), text)


def _aligned(printed, rows, text):
    """The printed row of each expected one, by cohort and course; cohorts that are called alike are in one order."""
    found = {}
    for row in printed:
        found.setdefault((text(row["Cohorte"]), text(row["Curso"])), []).append(row)
    of = lambda row: found.get((row["Cohorte"], row["Curso"]), [])
    return [of(row).pop(0) if of(row) else {} for row in rows]


def _compare_cohort_rows(checks, file, rows, expected, total):
    headings = rows[0] if rows else []
    cells = [dict(zip(headings, row + [""] * len(headings))) for row in rows[1:]]
    printed = [row for row in cells if row["Cohorte"] != "Total"]
    checks.length(file, "rows", "Cohortes", len(printed), len(expected))
    for row, figures in zip(_aligned(printed, expected, str), expected):
        for heading, text in figures.items():
            text = "" if text == NOTHING else text
            checks.same(file, heading, f"Cohortes, {figures['Cohorte']}", row.get(heading), text)
    for row in cells:
        if row["Cohorte"] == "Total":
            for heading, text in total.items():
                checks.same(file, heading, "Cohortes, Total", row.get(heading), "" if text == NOTHING else text)
