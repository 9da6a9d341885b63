"""How a test did (R47), its attempts, and what each person reads of their own, from the points of every answer.

Of each person the first attempt counts that is over and has all its points.
"""

import json
from fractions import Fraction
from math import sqrt

from student import reach
from words import NOTHING, count, decimal, ratio, share

MILLION = 1_000_000
# Fewer people tell nothing of a test, and fewer answers nothing of a question.
OF_TEST, OF_QUESTION, ROWS = 5, 10, 50
HIDDEN = "Se muestra desde {} respuestas, para que nadie sea reconocible."
NO_VARIANCE = "Todos obtuvieron lo mismo: no hay diferencias que comparar."
DIFFERENT = "Las personas respondieron preguntas distintas: la cifra solo existe para una prueba igual para todos."
UNEQUAL = "Las pruebas de estas personas no valen lo mismo y sus totales no se comparan."
ALONE = "La prueba tiene una sola pregunta."


class Taken:
    """What was earned in one test: by person, the points of each version of a question."""

    def __init__(self, world, exam, scale):
        self.top = 1_000 if scale == "hundred" else 50
        self.attempts = [row for row in world.tables["attempt"] if row["exam_id"] == exam["id"]]
        over = [row for row in self.attempts if row["state"] != "open" and row["points"] is not None and row["number"] == 1]
        self.people = {row["id"]: row for row in over}
        codes = {row["id"]: row["code"] for row in world.tables["question"]}
        asked = {row["id"]: row for row in world.tables["question_version"]}
        scored_by = {row["id"]: row["question_version_id"] for row in world.tables["rescoring"]}
        items = [row for row in world.tables["attempt_item"] if row["attempt_id"] in self.people and row["earned"] is not None]
        code_of = lambda row: codes[asked[row["question_version_id"]]["question_id"]]
        items.sort(key=lambda row: (code_of(row), row["attempt_id"], row["position"]))
        self.people = {key: self.people[key] for key in sorted({row["attempt_id"] for row in items})}
        # A question that was taken out tells nothing; one that was corrected is its correction.
        self.codes, self.worth, self.points, self.places = {}, {}, {}, {}
        for row in items:
            version = row["question_version_id"] if row["rescoring_id"] is None else scored_by[row["rescoring_id"]]
            if version is not None:
                worth = self.worth.setdefault(version, row["points"] * MILLION)
                self.codes.setdefault(version, code_of(row))
                own = Fraction(row["earned"] * worth, row["points"] * MILLION)
                self.points.setdefault(version, {}).setdefault(row["attempt_id"], int(own))
                self.places.setdefault(version, {}).setdefault(row["attempt_id"], row["position"])
        self.taken_out = {row["id"] for row in world.tables["rescoring"] if row["question_version_id"] is None}
        self.bodies = {version: json.loads(asked[version]["body"])["kind"] for version in self.worth}
        self.marked = {}
        for row in sorted(world.tables["attempt_answer"], key=lambda row: row["sequence"]):
            if row["attempt_id"] in self.people:
                self.marked[row["attempt_id"], row["position"]] = json.loads(row["answer"])

    def grade(self, attempt):
        """In tenths, half up."""
        return int(Fraction(attempt["points"] * self.top, attempt["of"]) + Fraction(1, 2))

    def total(self, person, but=None):
        """The points of somebody on what tells anything, and what that is worth; of one question less."""
        mine = [version for version in self.worth if person in self.points[version]]
        points = sum(self.points[version][person] for version in mine if version != but)
        return points, sum(self.worth[version] for version in mine)


def result(taken, attempt):
    """«8 de 10 puntos, nota 4,0»."""
    if attempt["points"] is None:
        return "Por calificar"
    grade = decimal(Fraction(taken.grade(attempt), 10), 1)
    return f"{points(attempt['points'])} de {points(attempt['of'])} puntos, nota {grade}"


def points(millionths):
    """«7,33», with as many decimals as there are."""
    text = decimal(Fraction(millionths, MILLION))
    return text.rstrip("0").rstrip(",")


def _spread(numbers):
    """The sum of the squares of the distances to the mean, times how many they are."""
    return len(numbers) * sum(one * one for one in numbers) - sum(numbers) ** 2


def check(checks, fetch, world, cohort):
    """The results and the attempts of each test of a cohort."""
    activities = {row["id"] for row in world.tables["activity"] if row["cohort_id"] == cohort["id"]}
    for exam in world.tables["exam"]:
        if exam["activity_id"] in activities:
            taken = Taken(world, exam, cohort["scale"])
            _results(checks, fetch, exam, taken)
            _attempts(checks, fetch, exam, taken)


def _summary(page):
    found = {}
    for one in page.main.all("dl"):
        found |= dict(zip((term.text() for term in one.all("dt")), one.all("dd")))
    return found


def _results(checks, fetch, exam, taken):
    page = fetch.page(f"/actividades/{exam['activity_id']}/prueba/resultados", "pruebas/resultados")
    if page is None:
        return
    facts, scope = _summary(page), f"test {exam['id']}"
    if taken.people:
        checks.same(page, "mean", scope, facts.get("Nota media"), _mean(taken))
        checks.same(page, "alpha", scope, facts.get("Confiabilidad (alfa de Cronbach)"), _alpha(taken))
    _bars(checks, page, taken, scope)
    table = page.table("Preguntas de la prueba")
    rows = {row["Pregunta"].text().split()[0]: row for row in table.rows} if table else {}
    checks.length(page, "questions", scope, len(rows), len(taken.worth))
    for version, code in taken.codes.items():
        for heading, text in _question(taken, version).items():
            checks.same(page, heading, f"{code} of {scope}", rows.get(code, {}).get(heading), text)
        if code in rows:
            rows[code]["Pregunta"].compared()
        _options(checks, page, taken, version, f"{code} of {scope}")
    checks.leave(page)


def _mean(taken):
    grades = [Fraction(taken.grade(one), 10) for one in taken.people.values()]
    n = len(grades)
    if n < OF_TEST:
        return HIDDEN.format(OF_TEST)
    mean, half = sum(grades) / n, reach(Fraction(_spread(grades), n * (n - 1)), n)
    low, high = (decimal(Fraction(float(mean) + side * half), 1) for side in (-1, 1))
    return f"{decimal(mean, 1)}, con 95 % de confianza de {low} a {high} (n = {n})"


def _alpha(taken):
    people, versions = list(taken.people), list(taken.worth)
    if len(people) < OF_QUESTION:
        return HIDDEN.format(OF_QUESTION)
    if len(versions) < 2:
        return ALONE
    if any(person not in taken.points[version] for version in versions for person in people):
        return DIFFERENT
    whole = _spread([taken.total(person)[0] for person in people])
    if whole == 0:
        return NO_VARIANCE
    apart = sum(_spread(list(taken.points[version].values())) for version in versions)
    alpha, k = 1 - Fraction(apart, whole), len(versions)
    alpha *= Fraction(k, k - 1)
    judged = "Menos de 0,50: las preguntas miden cosas distintas, son pocas, o alguna está mal."
    if alpha >= Fraction(7, 10):
        judged = "Desde 0,70 las preguntas miden juntas lo mismo."
    elif alpha >= Fraction(1, 2):
        judged = "Entre 0,50 y 0,70: sirve para comparar grupos con cuidado, no personas."
    return f"{decimal(alpha)} (n = {len(people)}). {judged}"


def _bars(checks, page, taken, scope):
    table, grades = page.table("Personas por nota"), [taken.grade(one) for one in taken.people.values()]
    rows, step = table.rows if table else [], taken.top // 5
    checks.length(page, "bars", scope, len(rows), 5 if len(grades) >= OF_TEST else 0)
    for number, row in enumerate(rows):
        low, last = number * step, number == 4
        high = taken.top if last else low + step - 1
        inside = sum(1 for one in grades if low <= one <= high)
        told = [decimal(Fraction(one, 10), 1) for one in (low, high)]
        figures = {"Nota": f"De {told[0]} a {told[1]}", "Personas": count(inside), "%": share(ratio(inside, len(grades)))}
        for heading, text in figures.items():
            checks.same(page, heading, f"bar {number} of {scope}", row.get(heading), text)


def _question(taken, version):
    """How many answered a question, its difficulty, its discrimination, and what is to be looked at."""
    mine = taken.points[version]
    if len(mine) < OF_QUESTION:
        return {"n": NOTHING, "Dificultad": NOTHING, "Discriminación": NOTHING, "Nota": HIDDEN.format(OF_QUESTION)}
    got, why = Fraction(sum(mine.values()), len(mine) * taken.worth[version]), ""
    own, rest = list(mine.values()), [taken.total(person, version)[0] for person in mine]
    tells = None
    if len({taken.total(person)[1] for person in mine}) > 1:
        why = UNEQUAL
    elif _spread(own) == 0 or _spread(rest) == 0:
        why = NO_VARIANCE
    else:
        together = len(own) * sum(a * b for a, b in zip(own, rest)) - sum(own) * sum(rest)
        tells = together / sqrt(_spread(own)) / sqrt(_spread(rest))
    if tells is not None and tells < 0:
        why = "La aciertan más quienes menos saben: revise la clave y la redacción."
    elif got > Fraction(95, 100):
        why = "Casi todas las personas la aciertan."
    elif got < Fraction(1, 5):
        why = "Casi nadie la acierta: revise la clave y la redacción."
    told = NOTHING if tells is None else decimal(Fraction(tells))
    return {"n": count(len(mine)), "Dificultad": share(got), "Discriminación": told, "Nota": why}


def _chosen(taken, version, person):
    """The places of the options that somebody marked in the end."""
    said = taken.marked.get((person, taken.places[version][person]), {})
    (kind, value), = said.items() or [("nothing", None)]
    if value is None:
        return set()
    if kind == "multiple":
        return set(value)
    return {0 if value else 1} if kind == "true_false" else {value}


def _end(totals, sign):
    """How much of each person is of the 27 % with the highest totals, or with the lowest: who have the same total share."""
    size, order = max((27 * len(totals) + 50) // 100, 1), sorted((sign * one for one in totals.values()), reverse=True)
    edge = order[size - 1]
    above, on = sum(1 for one in order if one > edge), order.count(edge)
    part = lambda one: 1 if one > edge else Fraction(size - above, on) if one == edge else 0
    if order[0] == order[-1]:
        return {person: Fraction(1, len(totals)) for person in totals}
    return {person: Fraction(part(sign * one)) / size for person, one in totals.items()}


def _options(checks, page, taken, version, scope):
    """How often each option was chosen, by all, by the best and by the weakest."""
    (kind, body), = taken.bodies[version].items()
    mine, table = list(taken.points[version]), page.table(f"Opciones de {taken.codes[version]}")
    if kind not in ("single", "multiple", "true_false") or len(mine) < OF_QUESTION:
        checks.same(page, "no options", scope, str(table is None), "True")
        return
    right = [one["weight"] > 0 for one in body] if kind != "true_false" else [body["right"], not body["right"]]
    totals = {person: taken.people[person]["points"] for person in mine}
    best, weakest = _end(totals, 1), _end(totals, -1)
    rows = table.rows if table else []
    checks.length(page, "options", scope, len(rows), len(right))
    for place, row in enumerate(rows[: len(right)]):
        those = [person for person in mine if place in _chosen(taken, version, person)]
        upper, lower = sum(best[one] for one in those), sum(weakest[one] for one in those)
        note = ""
        if not right[place] and not those:
            note = "Nadie la elige: no distrae."
        elif not right[place] and upper > lower:
            note = "La eligen más quienes más saben: puede estar mal redactada o ser correcta."
        figures = {"Personas": count(len(those)), "%": share(ratio(len(those), len(mine))), "Mejor 27 %": share(Fraction(upper))}
        figures |= {"Peor 27 %": share(Fraction(lower)), "Nota": note}
        checks.same(page, "right", f"option {place} of {scope}", str("Correcta" in row["Opción"].text()), str(right[place]))
        row["Opción"].compared()
        for heading, text in figures.items():
            checks.same(page, heading, f"option {place} of {scope}", row.get(heading), text)


def _attempts(checks, fetch, exam, taken):
    """Who began, who waits, and each attempt with its result."""
    page = fetch.page(f"/actividades/{exam['activity_id']}/prueba/intentos", "pruebas/intentos")
    if page is None:
        return
    known, scope = {row["id"]: row for row in taken.attempts}, f"test {exam['id']}"
    told = {
        "la emp": len({row["enrolment_id"] for row in known.values()}),
        "respondiendo": sum(1 for row in known.values() if row["state"] == "open"),
        "por calificar": sum(1 for row in known.values() if row["state"] != "open" and row["points"] is None),
    }
    tiles = page.tiles()
    for words, number in told.items():
        label = next((one for one in tiles if words in one), "")
        checks.same(page, words, scope, tiles.get(label, (None, None))[0], count(number))
    table = page.table("Intentos")
    rows = table.rows if table else []
    checks.length(page, "attempts", scope, len(rows), min(len(known), ROWS))
    for row in rows:
        attempt = known[int(row["Persona"].links()[0].rsplit("/", 1)[-1])]
        state = {"submitted": "Entregado", "expired": "Terminó el tiempo", "open": "En curso"}[attempt["state"]]
        waits = attempt["state"] != "open" and attempt["points"] is None
        figures = {"Intento": count(attempt["number"]), "Estado": "Por calificar" if waits else state}
        figures["Resultado"] = NOTHING if attempt["state"] == "open" else result(taken, attempt)
        for heading, text in figures.items():
            checks.same(page, heading, f"attempt {attempt['id']}", row.get(heading), text)
    checks.leave(page)


def own(checks, fetch, world, person):
    """What somebody reads of each of their attempts that are over, once the test is closed."""
    mine = {row["id"]: row for row in world.enrolments.values() if row["person_id"] == person and row["stage"] == "confirmed"}
    exams = {row["id"]: row for row in world.tables["exam"]}
    for attempt in world.tables["attempt"]:
        if attempt["enrolment_id"] not in mine or attempt["state"] == "open":
            continue
        exam, scope = exams[attempt["exam_id"]], f"attempt {attempt['id']}"
        page = fetch.page(f"/pruebas/{exam['id']}/intentos/{attempt['number']}", "pruebas/propias")
        if page is None:
            continue
        taken = Taken(world, exam, world.cohorts[mine[attempt["enrolment_id"]]["cohort_id"]]["scale"])
        checks.same(page, "Resultado", scope, _summary(page).get("Resultado"), result(taken, attempt))
        drawn = next((one for one in page.main.all("span") if one.has("bar")), None)
        if drawn is not None:
            checks.same(page, "drawn", scope, drawn, result(taken, attempt))
        items = [row for row in world.tables["attempt_item"] if row["attempt_id"] == attempt["id"]]
        items.sort(key=lambda row: row["position"])
        cards = [one for one in page.main.all("section") if one.has("card")]
        checks.length(page, "questions", scope, len(cards), len(items) if exam["closes_at"] <= world.now else 0)
        for item, card in zip(items, cards):
            obtained = dict(zip((term.text() for term in card.all("dt")), card.all("dd"))).get("Obtuvo")
            most = "1 punto" if item["points"] == 1 else f"{count(item['points'])} puntos"
            told = "Por calificar" if item["earned"] is None else f"{points(item['earned'])} de {most}"
            # What was taken out has no right answer.
            is_right = item["earned"] == item["points"] * MILLION and item["rescoring_id"] not in taken.taken_out
            checks.same(page, "Obtuvo", f"question {item['position']} of {scope}", obtained, told)
            heading = card.all("h2")[0].text()
            checks.same(page, "right", f"question {item['position']} of {scope}", str(heading.endswith(" Correcta")), str(is_right))
        checks.leave(page)
