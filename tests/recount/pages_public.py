"""What anybody may read: municipalities, the offer, the open data; and the list of departments."""

import re
from collections import defaultdict

from needs import standing
from pages_home import is_open, valid_papers
from tables import File, csv_rows
from words import count, read

MUNICIPALITIES, OPEN, OFFER = "municipios", "datos-abiertos", "oferta"
LEAST = 5


def certified(world, holdings, code, capacity=None):
    """The people who are certified and have a post in a municipality today."""
    confirmed, unconfirmed, _ = holdings.count([code], capacity, world.today)
    return confirmed + unconfirmed


def in_band(text, number):
    """Whether a number is in «De 5 a 9», «Menos de 5», «5.000 o más» or «Ninguna»."""
    numbers = read(text)
    if text == "Ninguna":
        return number == 0
    if text.startswith("Menos de"):
        return 0 < number < numbers[0]
    if text.endswith("o más"):
        return number >= numbers[0]
    return len(numbers) == 2 and numbers[0] <= number <= numbers[1] and numbers[0] >= LEAST


def _told(checks, page, scope, cell, number):
    """Compares the band that stands for a count where anybody reads it."""
    text = "" if cell is None else cell.text()
    checks.same(page, "certified people", scope, cell, text if in_band(text, number) else f"a band of {number}")


def municipalities(checks, fetch, world, holdings, department):
    """The list of a department's municipalities, in bands for everybody."""
    page = fetch.page(f"/municipios?departamento={department}", MUNICIPALITIES)
    if page is None:
        return
    by_name = defaultdict(list)
    for row in page.tables[0].rows:
        code = row["Código"].text()
        row["Código"].compared()
        by_name[code].append(row)
        _told(checks, page, code, row["Personas certificadas"], certified(world, holdings, code))
    checks.leave(page)


def municipality(checks, fetch, world, holdings, code, is_public):
    """The page of a municipality: who is certified in what, and what is open."""
    page = fetch.page(f"/municipios/{code}", MUNICIPALITIES)
    if page is None:
        return
    framework = [row["code"] for row in world.tables["capacity"] if not row["retired"]]
    table, known = page.table("Personas con certificado vigente" if is_public else "Cada capacidad"), 0
    rows = {row["Capacidad"].text().rsplit(" ", 1)[-1]: row for row in table.rows} if table else {}
    for capacity in framework:
        number = certified(world, holdings, code, capacity)
        known += number > 0
        row = rows.get(capacity)
        if row is None:
            checks.failure(page.name, f"no row of the capacity {capacity}")
            continue
        row["Capacidad"].compared()
        scope = f"{code}, {capacity}"
        if is_public:
            _told(checks, page, scope, row["Personas certificadas"], number)
            continue
        lost = holdings.count([code], capacity, world.today)[2]
        told = count(number) if number else "Se perdió" if lost else "Ninguna"
        checks.same(page, "certified people", scope, row["Certificadas en el cargo"], told)
    sentence = next((one for one in page.main.all("p") if "capacidades tienen" in one.text()), None)
    if sentence is not None or known:
        checks.numbers(page, "capacities", code, sentence, [known, len(framework)])
    opened = [row for row in world.cohorts.values() if is_open(world, row) and code in world.aims[row["id"]]]
    section = page.section("abiertas")
    checks.length(page, "open cohorts", code, len(section.all("article")) if section else 0, min(len(opened), 12))
    if not is_public:
        _papers(checks, page, world, holdings, code)
    checks.leave(page)


def _papers(checks, page, world, holdings, code):
    """The certificates of who is certified and in post, and apart the constancias of who attended for it."""
    held = [
        row
        for person in holdings.codes.get(code, ())
        for row, first, last in holdings.proofs[person]
        if holdings.capacities[world.cohorts[row["cohort_id"]]["course_version_id"]]
        and first <= world.today
        and (last is None or last >= world.today)
        and holdings.is_in_post(person, code, world.today)
    ]
    people = page.table("Certificados vigentes")
    checks.length(page, "certificates", code, len(people.rows) if people else 0, min(len(held), 50))
    apart = [
        row
        for row in valid_papers(world, ("constancia",))
        if world.enrolments[row["enrolment_id"]]["municipality_code"] == code
    ]
    told = next((one for one in page.main.all("p") if one.text().startswith("Aparte")), None)
    if told is not None or apart:
        checks.numbers(page, "constancias", code, told, [len(apart)])


def offer(checks, fetch, world):
    """The open courses, and how many seats each has left."""
    page = fetch.page("/oferta", OFFER)
    if page is None:
        return
    opened = {row["public_code"]: row for row in world.cohorts.values() if is_open(world, row)}
    cards = page.main.all("article")
    checks.length(page, "open courses", "offer", len(cards), len(opened))
    for card in cards:
        code = next(link.split("/")[-1] for link in card.links() if "/oferta/" in link)
        if code not in opened:
            checks.failure(page.name, f"an open course {code} that the recount does not know")
            continue
        cohort = opened[code]
        free, waits = seats(world, cohort)
        node = next((one for one in card.all("dd") if "Quedan" in one.text() or "Queda 1" in one.text()), None)
        if node is not None or (free and not waits):
            checks.numbers(page, "seats", f"cohort {cohort['id']}", node, [free, cohort["seats"]])
    checks.leave(page)


def seats(world, cohort):
    """Seats that nobody has or is offered, and how many people wait."""
    rows = [row for row in world.enrolments.values() if row["cohort_id"] == cohort["id"]]
    taken = sum(1 for row in rows if row["stage"] in ("confirmed", "offered"))
    return max(cohort["seats"] - taken, 0), sum(1 for row in rows if row["stage"] == "waiting")


# ----------------------------------------------------------------------------------------- open data


def groups(world):
    """The groups of five people or more of each closed cohort: who is too few goes with the next one."""
    for cohort in world.cohorts.values():
        if cohort["stage"] != "closed":
            continue
        by_place = defaultdict(list)
        for place in world.places_of[cohort["id"]]:
            by_place[place["municipality_code"]].append(place)
        whole = {(code[:2], code): places for code, places in by_place.items()}
        for department in sorted({key[0] for key in whole}):
            _gather(whole, (department, ""), lambda key, of=department: key[0] == of)
        _gather(whole, ("", ""), lambda key: True)
        for key, places in whole.items():
            if len(places) >= LEAST:
                yield cohort, key, places


def _gather(whole, name, is_theirs):
    small = [key for key in whole if is_theirs(key) and len(whole[key]) < LEAST]
    together = [place for key in small for place in whole.pop(key)]
    while 0 < len(together) < LEAST:
        left = [key for key in whole if is_theirs(key)]
        if not left:
            break
        together += whole.pop(min(left, key=lambda key: (len(whole[key]), not key[1], key)))
    if together:
        whole[name] = together


def _safe(part, of):
    return part if all(number == 0 or number >= LEAST for number in (part, of - part)) else None


def published(world):
    """The rows of the open data, and what each says or leaves empty."""
    rows = {}
    for cohort, (department, code), places in groups(world):
        course = world.courses[world.versions[cohort["course_version_id"]]["course_id"]]["code"]
        row = rows.setdefault((cohort["starts_on"].year, department, code, course), [0, 0, 0, 0, 0])
        sessions = world.sessions_of[cohort["id"]]
        parts = (
            sum(1 for place in places if any(world.attended(place, one) for one in sessions)),
            sum(1 for place in places if world.papers(place, "certificado")),
            sum(1 for place in places if world.papers(place, "constancia")),
        )
        row[0] += 1
        row[1] += len(places)
        for number, part in enumerate(parts, 2):
            told = _safe(part, len(places))
            row[number] = None if row[number] is None or told is None else row[number] + told
    return rows


def open_data(checks, fetch, world):
    """The open data: the file row by row, and the sums of the page."""
    rows = published(world)
    printed = csv_rows(fetch.raw("/datos-abiertos/formacion.csv").text)
    file, found = File(OPEN, "/datos-abiertos/formacion.csv"), {}
    for row in printed[1:]:
        cells = dict(zip(printed[0], row))
        key = int(cells["anio"]), cells["departamento_codigo"], cells["municipio_codigo"], cells["curso_codigo"]
        found[key] = cells
    checks.length(file, "rows", "open data", len(found), len(rows))
    for key, figures in rows.items():
        names = ("cohortes", "inscritos", "asistentes", "certificados", "constancias")
        for name, number in zip(names, figures):
            expected = "" if number is None else str(number)
            checks.same(file, name, str(key), found.get(key, {}).get(name), expected)
    page = fetch.page("/datos-abiertos", OPEN)
    lead = next((one for one in page.main.all("p") if "actualización" in one.text()), None)
    if lead is not None and rows:
        number = re.search(r"([\d.]+) filas?", lead.text())
        checks.same(page, "rows", "open data", number and number.group(1), count(len(rows)))
    for caption, key, place in (("departamento", "Departamento", 1), ("año", "Año", 0)):
        table = next((one for one in page.tables if caption in one.caption and key in one.headings), None)
        sums = defaultdict(lambda: [0, 0])
        for row, figures in rows.items():
            name = str(row[0]) if place == 0 else world.departments.get(row[1], "Varios departamentos")
            sums[name][0] += 1
            sums[name][1] += figures[1]
        told = {row[key].text(): row for row in table.rows} if table else {}
        for name, (lines, people) in sums.items():
            row = told.get(name, {})
            checks.same(page, "Filas", name, row.get("Filas"), count(lines))
            checks.same(page, "Inscritos", name, row.get("Inscritos"), count(people))
    checks.leave(page)


def reports(checks, fetch, world, codes):
    """The list of departments with a report: reached, enrolled and certified, of all time."""
    page = fetch.page("/informes", "informes")
    if page is None:
        return
    rows = page.tables[0].by("Departamento") if page.tables else {}
    reached = world.ever_reached(world.now)
    # Who moved is of both departments; a certificate is of the one that its day found.
    counting = (row["id"] for row in world.cohorts.values() if world.counts(row))
    everywhere = [place for cohort in counting for place in world.places_of[cohort]]
    of_place = {place["id"]: place for place in everywhere}
    for code in codes:
        within = world.codes_of_department(code)
        places = [
            place
            for place in everywhere
            if place["municipality_code"] in within
            or any(span["municipality_code"] in within for span in world.spans[place["id"]])
        ]
        proven = {
            row["enrolment_id"]
            for row in world.certificates.values()
            if row["kind"] == "certificado"
            and row["state"] == "active"
            and row["enrolment_id"] in of_place
            and world.home(of_place[row["enrolment_id"]], row["issued_at"]) in within
        }
        figures = {
            "Municipios del departamento": len(within),
            "Con formación alguna vez": sum(1 for one in reached if one in within),
            "Inscritos": len(places),
            "Certificados": len(proven),
        }
        for heading, number in figures.items():
            cell = rows.get(world.departments[code], {}).get(heading)
            checks.same(page, heading, world.departments[code], cell, count(number))
    checks.leave(page)


def needs(checks, fetch, world, codes):
    """The list of needs: people asked for, with a cohort, certified there."""
    page = fetch.page("/necesidades", "necesidades")
    if page is None or not page.tables:
        return
    rows = {}
    for row in page.tables[0].rows:
        number = re.search(r"n\.º (\d+)", row["Municipio"].text())
        rows[int(number.group(1))] = row
    mine = [one for one in world.tables["need"] if codes is None or one["municipality_code"] in codes]
    for need in mine:
        row = rows.pop(need["id"], None)
        if row is None:
            continue
        matched, attended, _ = standing(world, need)
        row["Municipio"].compared()
        figures = {"Personas": need["people"], "Con cohorte": matched, "Atendidas": attended}
        figures["Sin cohorte"] = max(need["people"] - max(matched, attended), 0)
        for heading, number in figures.items():
            checks.same(page, heading, f"need {need['id']}", row.get(heading), count(number))
    for number in rows:
        checks.failure(page.name, f"a need {number} of another territory")
    checks.leave(page)
