"""The first page of each role, and the lists that its counts open."""

from datetime import timedelta

from counts import territory
from facts import local
from needs import is_waiting
from pages_report import cards
from words import count, of

FAMILY = "inicio"
LIVING = ("tentative", "confirmed", "running")


def is_open(world, cohort):
    """Whether people may enrol by themselves today: until the last day of enrolment, or until it begins."""
    last = cohort["enrolment_closes_on"] or cohort["starts_on"]
    return cohort["stage"] in ("tentative", "confirmed") and last >= world.today


def without_list(world, cohorts, stages=("planned",)):
    """Sessions that are over and whose list was not taken, or not ended."""
    ids = {row["id"] for row in cohorts if row["stage"] in ("confirmed", "running")}
    return [
        one
        for one in world.sessions.values()
        if one["cohort_id"] in ids and one["stage"] in stages and one["ends_at"] < world.now
    ]


def enrolled_in(world, cohorts):
    return sum(len(world.places_of[row["id"]]) for row in cohorts)


def valid_papers(world, kinds, person=None):
    """Certificates that hold today: neither taken back nor past their last day."""
    return [
        row
        for row in world.certificates.values()
        if row["kind"] in kinds
        and row["state"] == "active"
        and (row["valid_until"] is None or row["valid_until"] >= world.today)
        and (person is None or row["person_id"] == person)
    ]


def _tiles(checks, page, expected):
    tiles = page.tiles()
    for label, number in expected.items():
        node, note = tiles.get(label, (None, None))
        # What is none is no count of a first page.
        checks.same(page, label, "counts", node, count(number) if number else None)
    for label in tiles.keys() - expected.keys():
        checks.failure(page.name, f"a count «{label}» that the recount does not know")
    return tiles


def _since(world, at):
    """The number that says since when something waits: none since yesterday, the day of the last week, or days."""
    days = (world.today - local(at)).days
    return [] if days < 2 else [local(at).day] if days < 7 else [days]


def arrived(world, ids):
    """How many marks of telephones and codes, and people off the list, wait in each cohort, and since when."""
    moments = {}
    marks = [
        row
        for row in world.tables["field_arrival"]
        if row["outcome"] in ("conflict", "review") and row["settled_at"] is None
    ]
    for row in marks + [row for row in world.tables["walk_in"] if row["outcome"] == "pending"]:
        cohort = world.sessions[row["session_id"]]["cohort_id"]
        if cohort in ids:
            moments.setdefault(f"/cohortes/{cohort}/por-revisar", []).append(row["arrived_at"])
    return {link: [len(rows), *_since(world, min(rows))] for link, rows in moments.items()}


def _arrived(checks, page, waiting):
    _waits(checks, page, {"revisar": sum(number for number, *_ in waiting.values())})
    if len(waiting) <= 12:
        _lines(checks, page, "revisar", "marks to review", waiting)


def _waits(checks, page, expected):
    """Compares how many of each kind wait: one of which none waits has no row."""
    for kind, number in expected.items():
        section = page.section(kind)
        if number == 0:
            checks.same(page, kind, "waits", None if section is None else section.first("h3"), None)
        else:
            checks.numbers(page, kind, "waits", section and section.first("h3"), [number])


def _lines(checks, page, section, figure, expected):
    """Compares the numbers of each line of a section, by the words of its link."""
    node = page.section(section)
    found = {}
    for item in node.all("li") if node else []:
        link, text = item.first("a"), item.all("p")
        if link is not None and text:
            found[link.attributes.get("href", "").replace("&#x3D;", "=")] = text[-1]
    # By their number: the address of an open course is another in every database.
    for number, (link, numbers) in enumerate(expected.items(), 1):
        checks.numbers(page, figure, f"{section}, line {number}", found.get(link), numbers)


def visitor(checks, fetch, world):
    page = fetch.page("/", FAMILY)
    opened = [row for row in world.cohorts.values() if is_open(world, row)]
    reached = world.ever_reached(world.now)
    _tiles(
        checks,
        page,
        {
            "Cursos con inscripción abierta": len(opened),
            "Municipios con formación": len(reached),
            "Certificados vigentes": len(valid_papers(world, ("certificado",))),
        },
    )
    checks.leave(page)


def administrator(checks, fetch, world):
    page = fetch.page("/", FAMILY)
    cohorts = list(world.cohorts.values())
    at = lambda stage: [row for row in cohorts if row["stage"] == stage]
    # Signing in may write a letter: these are read anew.
    letters = [row["state"] for row in world.database.table("outbox_message")]
    expected = {
        "Cohortes en curso": len(at("running")),
        "Publicadas por confirmar": len(at("tentative")),
        "Inscritos": enrolled_in(world, [row for row in cohorts if world.counts(row)]),
    }
    _tiles(checks, page, expected)
    _waits(checks, page, {"asistencia": len(without_list(world, cohorts)), "correos": letters.count("failed")})
    failed = page.section("correos")
    if failed and letters.count("queued"):
        checks.numbers(page, "letters queued", "correos", failed.first("p"), [letters.count("queued")])
    units = {}
    for unit in sorted({row["unit_code"] for row in cohorts}):
        mine = [row for row in cohorts if row["unit_code"] == unit and row["stage"] in LIVING]
        late = without_list(world, mine)
        running = [row for row in mine if row["stage"] == "running"]
        numbers = [len(mine), len(running), enrolled_in(world, mine)]
        units[f"/cohortes?unidad={unit}"] = numbers + ([len(late)] if late else [])
    _lines(checks, page, "territoriales", "unit", units)
    checks.leave(page)


def _cohorts(checks, page, world):
    """Compares the cohorts with what the page of each says: seats, sessions, and who is below the minimum."""
    # That page is compared by a module that reads this one.
    from pages_cohort import Standing

    table = next((one for one in page.tables if "Lo que sigue" in one.headings), None)
    for row in table.rows if table else []:
        identity = int(row["Cohorte"].first("a").attributes.get("href", "").rsplit("/", 1)[-1])
        cohort, scope = world.cohorts[identity], f"cohort {identity}"
        taken = [
            one
            for one in world.enrolments.values()
            if one["cohort_id"] == identity and one["stage"] in ("confirmed", "offered")
        ]
        draft = cohort["stage"] == "draft"
        checks.same(page, "Cupos", scope, row["Cupos"], count(cohort["seats"]) if draft else of(len(taken), cohort["seats"]))
        sessions = [one for one in world.sessions_of[identity] if one["stage"] != "cancelled"]
        if sessions:
            held = sum(1 for one in sessions if world.was_held(one))
            said = next((one for one in row["Sesiones"].all("span") if "dictadas" in one.text()), None)
            checks.numbers(page, "Sesiones", scope, said, [held, len(sessions)])
        if row["En riesgo"].text():
            labels = [Standing(world, place).label() for place in world.places_of[identity]]
            below = len(labels) - labels.count("fine")
            checks.same(page, "En riesgo", scope, row["En riesgo"], count(below) if below else "Nadie")


def coordinator(checks, fetch, world, unit):
    page = fetch.page("/", FAMILY)
    cohorts = [row for row in world.cohorts.values() if row["unit_code"] == unit]
    ids = {row["id"] for row in cohorts}
    at = lambda stage: [row for row in cohorts if row["stage"] == stage]
    waiting = [
        row
        for row in world.enrolments.values()
        if row["stage"] == "waiting" and row["cohort_id"] in ids and world.cohorts[row["cohort_id"]]["stage"] in LIVING
    ]
    planned = {
        one["cohort_id"]
        for one in world.sessions.values()
        if one["stage"] == "planned" or (one["stage"] == "held" and one["ends_at"] > world.now)
    }
    asked = [
        row
        for row in world.tables["attendance_request"]
        if row["state"] == "open" and world.sessions[row["session_id"]]["cohort_id"] in ids
    ]
    cohort_of = {row["id"]: row["cohort_id"] for row in world.tables["activity"]}
    appeals = [
        row for row in world.tables["grade_appeal"] if row["state"] == "open" and cohort_of[row["activity_id"]] in ids
    ]
    needs = [
        row
        for row in world.tables["need"]
        if world.unit_of[row["municipality_code"]] == unit and is_waiting(world, row)
    ]
    tentative = at("tentative")
    # Those below their minimum stand in a row of their own.
    below = page.section("minimo")
    below = len(below.all("li")) if below else 0
    expected = {
        "publicar": len(at("draft")),
        "iniciar": sum(1 for row in at("confirmed") if row["starts_on"] <= world.today),
        "cerrar": sum(1 for row in at("running") if row["id"] not in planned),
        "espera": len(waiting),
        "asistencia": len(without_list(world, cohorts)),
        "solicitudes": len(asked),
        "reclamos": len(appeals),
        "necesidades": len(needs),
    }
    if below == 0:
        expected["confirmar"] = len(tentative)
    # These have no row in a demonstration or in a programme of the generator.
    if not world.tables["certificate_review"]:
        expected["cambios"] = 0
    _waits(checks, page, expected)
    _arrived(checks, page, arrived(world, ids))
    _cohorts(checks, page, world)
    lists = {}
    for row in waiting:
        link = f"/cohortes/{row['cohort_id']}/inscritos?lista=espera"
        lists[link] = [lists.get(link, [0])[0] + 1]
    if len(lists) <= 12:
        _lines(checks, page, "espera", "people waiting", lists)
    checks.leave(page)


def gobernacion(checks, fetch, world, department, period):
    page = fetch.page("/", FAMILY)
    whole = territory(world, world.codes_of_department(department), period)
    cards(checks, page, whole, with_none=False)
    _waits(checks, page, {"nunca": list(whole.reach().values()).count("never")})
    checks.leave(page)


def facilitator(checks, fetch, world, account):
    page = fetch.page("/", FAMILY)
    mine = [
        one
        for one in world.sessions.values()
        if one["facilitator_account_id"] == account
        and world.cohorts[one["cohort_id"]]["stage"] in ("confirmed", "running")
    ]
    over = [one for one in mine if one["stage"] in ("planned", "held") and one["ends_at"] < world.now]
    taught = {one["cohort_id"] for one in world.sessions.values() if one["facilitator_account_id"] == account}
    missing = 0
    for row in world.cohorts.values():
        if row["id"] in taught and row["stage"] == "running" and row["ends_on"] <= world.today:
            activities = {one["id"] for one in world.tables["activity"] if one["cohort_id"] == row["id"]}
            places = {place["id"] for place in world.places_of[row["id"]]}
            given = [
                one
                for one in world.tables["grade"]
                if one["activity_id"] in activities and one["enrolment_id"] in places
            ]
            missing += len(activities) * len(places) - len(given)
    _waits(checks, page, {"asistencia": len(over), "notas": missing})
    _arrived(checks, page, arrived(world, taught))
    checks.leave(page)


def focal_point(checks, fetch, world, entity):
    page = fetch.page("/", FAMILY)
    code = world.entities[entity]["municipality_code"]
    opened = [row for row in world.cohorts.values() if is_open(world, row) and code in world.aims[row["id"]]]
    seats = {}
    for place in (one for places in world.places_of.values() for one in places):
        cohort = world.cohorts[place["cohort_id"]]
        post = world.posts.get(place["post_id"])
        if post is None or post["entity_id"] != entity or cohort["stage"] == "cancelled":
            continue
        if cohort["ends_on"] >= world.today - timedelta(days=365):
            link = f"/oferta/{cohort['public_code']}"
            seats[link] = [seats.get(link, [0])[0] + 1]
    total = sum(numbers[0] for numbers in seats.values())
    _tiles(checks, page, {"Cupos de su entidad": total})
    _waits(checks, page, {"abiertos": len(opened)})
    if len(seats) <= 12:
        _lines(checks, page, "inscritos", "seats of the entity", seats)
    checks.leave(page)


def participant(checks, fetch, world, person):
    page = fetch.page("/", FAMILY)
    mine = [
        row
        for row in world.enrolments.values()
        if row["person_id"] == person
        and row["stage"] != "withdrawn"
        and world.cohorts[row["cohort_id"]]["stage"] in LIVING
    ]
    held = valid_papers(world, ("certificado", "constancia"), person)
    # A constancia is no certificate (R82).
    proven = [row for row in held if row["kind"] == "certificado"]
    _tiles(checks, page, {"Cursos en marcha": len(mine), "Certificados vigentes": len(proven)})
    checks.leave(page)


def check(checks, visitors, world, period):
    """Compares the first page of everybody who has a role. `visitors` gives a visitor for an account."""
    visitor(checks, visitors(None), world)
    done = set()
    for grant in world.tables["role_grant"]:
        account, role = grant["account_id"], grant["role"]
        if account in done:
            continue
        done.add(account)
        fetch = visitors(account)
        if fetch is None:
            continue
        if role == "national_administrator":
            administrator(checks, fetch, world)
        elif role == "coordinator":
            coordinator(checks, fetch, world, grant["unit_code"])
        elif role == "gobernacion":
            gobernacion(checks, fetch, world, grant["department_code"], period)
        elif role == "facilitator":
            facilitator(checks, fetch, world, account)
        elif role == "focal_point":
            focal_point(checks, fetch, world, grant["entity_id"])
        elif role == "participant":
            person = next(row["person_id"] for row in world.tables["account"] if row["id"] == account)
            participant(checks, fetch, world, person)
