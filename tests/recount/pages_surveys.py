"""What a cohort thought of its course: how many answered, and each answer of a scale (R45)."""

import json
import re
from fractions import Fraction

from words import count, decimal, ratio, share

# With fewer answers a question is not shown.
LEAST = 5


def satisfaction(checks, fetch, world, cohort):
    """The survey of satisfaction of a cohort: who answered, and what, once it is over."""
    rounds = [row for row in world.tables["survey_round"] if row["cohort_id"] == cohort["id"] and row["kind"] == "satisfaction"]
    if not rounds:
        return
    page = fetch.page(f"/cohortes/{cohort['id']}/encuestas", "cohortes/encuestas")
    if page is None:
        return
    section = page.section("satisfaccion")
    last, scope = rounds[-1], f"cohort {cohort['id']}"
    tickets = [row for row in world.tables["survey_ticket"] if row["round_id"] == last["id"]]
    used = sum(1 for row in tickets if row["is_used"])
    tile = page.tiles().get("papeletas tomadas", (None, None))
    checks.same(page, "papeletas tomadas", scope, tile[0], count(used))
    checks.numbers(page, "people", scope, tile[1], [len(tickets)])
    if last["closes_at"] > world.now:
        checks.leave(page)
        return
    kept = [row["sheets"] for row in world.tables["survey_sheets"] if row["round_id"] == last["id"]]
    sheets = [one for text in kept for one in json.loads(text).values()]
    version = next(row for row in world.tables["survey_version"] if row["id"] == last["version_id"])
    means = iter(one for one in section.all("p") if re.match(r"[\d.]+ respuestas, promedio", one.text()))
    scales = [one for one in json.loads(version["body"])["question"] if one["asks"] == "scale"]
    for code, text in ((one["key"], one["text"]) for one in scales):
        given = [sheet[code] for sheet in sheets if type(sheet.get(code)) is int]
        table = next((one for one in page.tables if one.caption == text), None)
        if len(given) < LEAST:
            checks.same(page, "too few to show", f"{code} of {scope}", str(table is None), "True")
            continue
        mean = decimal(Fraction(sum(given), len(given)), 1)
        told = f"{count(len(given))} respuestas, promedio {mean} de 5"
        checks.same(page, "mean", f"{code} of {scope}", next(means, None), told)
        for row in table.rows if table else ():
            value = int(row["Respuesta"].text()[0])
            row["Respuesta"].compared()
            number = given.count(value)
            checks.same(page, f"answer {value}", f"{code} of {scope}", row.get("Personas"), count(number))
            checks.same(page, f"share of {value}", f"{code} of {scope}", row.get("%"), share(ratio(number, len(given))))
        checks.length(page, "answers", f"{code} of {scope}", len(table.rows) if table else 0, 5)
    checks.leave(page)
