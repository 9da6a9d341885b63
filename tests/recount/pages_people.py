"""The people of a department's report: their sheet, the list that each figure opens, and its file."""

from tables import File, csv_rows
from words import NOTHING, count, cut, hours, of

FAMILY, ROWS = "informes/departamentos", 50
# Municipalities of which the lists are compared because somebody moved there or away.
MOST_LEFT = 4

ORIGINS = {"self_service": "Por su cuenta", "coordinator": "Por la coordinación", "nomination": "Por su entidad"}
LETTERS = {"present": "P", "late": "T", "absent": "A", "excused": "E", "dispensed": "D", "none": "–", None: ""}


def places(territory):
    """Everybody of the report: the place, its sessions of the period that count for the territory, and the person."""
    world = territory.world
    for cohort in territory.cohorts:
        sessions = territory.sessions[cohort["id"]]
        for place in world.places_of[cohort["id"]]:
            if world.homes(place, territory.codes, territory.period) is not None:
                mine = [one for one in sessions if world.home(place, one["starts_at"]) in territory.codes]
                yield place, mine, world.people[place["person_id"]]


def people_sheet(checks, file, rows, territory):
    """The sheet of people: for each, the sessions that count, those attended, hours and share."""
    if not rows:
        checks.failure(file.name, "the sheet of people is empty")
        return
    world, printed = territory.world, {}
    checks.same(file, "last column", "Asistencia", rows[0][-1], "Cómo se inscribió")
    for row in rows[1:]:
        cells = dict(zip(rows[0], row + [""] * len(rows[0])))
        if cells["Persona"]:
            printed.setdefault((cells["Cohorte"], cells["Curso"], cells["Persona"], cells["Documento"][-2:]), cells)
    number = 0
    for place, mine, person in places(territory):
        number += 1
        cohort = world.cohorts[place["cohort_id"]]
        course = world.versions[cohort["course_version_id"]]["name"]
        key = (cohort["name"], course, by_surname(person), person["document_number"][-2:])
        cells = printed.get(key)
        if cells is None:
            checks.failure(file.name, f"nobody in the place {place['id']}")
            continue
        tally = world.tally_of(place, mine)
        minutes = sum(world.minutes_there(place, one) for one in mine)
        scope = f"place {place['id']}"
        checks.same(file, "Sesiones que cuentan", scope, cells["Sesiones que cuentan"], count(tally.held))
        checks.same(file, "Sesiones asistidas", scope, cells["Sesiones asistidas"], count(tally.came))
        checks.same(file, "Horas", scope, cells["Horas"], hours(minutes))
        text = cut(tally.credit, tally.held)
        checks.same(file, "Asistencia", scope, cells["Asistencia"], "" if text == NOTHING else text)
        checks.same(file, "Cómo se inscribió", scope, cells.get("Cómo se inscribió"), ORIGINS[place["origin"]])
        # A session that counts for another territory is empty here.
        sessions = territory.sessions[place["cohort_id"]]
        letters = "".join(LETTERS[world.standing(place, one) if one in mine else None] or "." for one in sessions)
        shown = [cells.get(f"Sesión {one['position']}", "") for one in sessions]
        checks.same(file, "letters", scope, "".join(one.rstrip("*") or "." for one in shown), letters)
    checks.length(file, "rows", "Asistencia", len([key for key in printed if key[0] != "Total"]), number)


def by_surname(person):
    """«Yarumo Cañabrava, Héctor»."""
    last = " ".join(filter(None, (person["first_surname"], person["second_surname"])))
    first = " ".join(filter(None, (person["first_name"], person["second_name"])))
    return f"{last}, {first}"


VIEWS = ("", "asistentes", "certificados", "nunca-asistieron", "iniciadas")


def listed(checks, fetch, territory, base):
    """The lists that the figures open: how many people each has, and how often the first of them came."""
    sums = territory.all
    # Who moved stands in the lists of each of their municipalities, and once in the department's.
    moved = {place for place in sums.places if territory.world.spans[place]}
    left = [code for code in sorted(territory.codes) if territory.by_place[code].places & moved]
    for code, theirs in [("", sums)] + [(code, territory.by_place[code]) for code in left[:MOST_LEFT]]:
        sizes = (theirs.enrolled, theirs.attended, theirs.certified, theirs.never, theirs.begun)
        for view, size in zip(VIEWS, sizes):
            chosen = (f"&ver={view}" if view else "") + (f"&municipio={code}" if code else "")
            rows = csv_rows(fetch.raw(f"{base}/personas/csv?{territory.period.query()}{chosen}").text)
            name = f"{base}/personas {view or 'todos'} {code} {territory.period.first}"
            checks.length(File(FAMILY + "/personas", name), "people", view or "all", max(len(rows) - 1, 0), size)
    page = fetch.page(f"{base}/personas?{territory.period.query()}", FAMILY + "/personas")
    if page is None:
        return
    table = page.tables[0] if page.tables else None
    printed = table.rows if table else []
    checks.length(page, "rows", "first page", len(printed), min(sums.enrolled, ROWS))
    if table is not None:
        checks.same(page, "last column", "people", table.headings[-1], "Cómo se inscribió")
    known = {}
    for place, mine, person in places(territory):
        key = place["cohort_id"], by_surname(person), person["document_number"][-2:]
        known[key] = place, territory.world.tally_of(place, mine)
    for row in printed:
        link = row["Cohorte"].links()[0].split("?")[0]
        key = int(link.rsplit("/", 1)[1]), row["Persona"].text(), row["Documento"].text()[-2:]
        if key not in known:
            checks.failure(page.name, f"a person of cohort {key[0]} that the recount does not know")
            continue
        place, tally = known[key]
        row["Documento"].compared()
        scope = f"place {place['id']}"
        checks.same(page, "Sesiones asistidas", scope, row["Sesiones asistidas"], of(tally.came, tally.held))
        checks.same(page, "Asistencia", scope, row["Asistencia en el periodo"], cut(tally.credit, tally.held))
        checks.same(page, "Cómo se inscribió", scope, row.get("Cómo se inscribió"), ORIGINS[place["origin"]])
    checks.leave(page)
