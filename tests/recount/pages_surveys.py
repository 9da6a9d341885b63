"""What a cohort answered: to its anonymous survey, and to those of three and of six months after (R45, R49, R50, R81)."""

import json
import re
import unicodedata
from collections import defaultdict
from fractions import Fraction

from learning import Learning
from markup import Node, Table, tiles
from words import count, decimal, ratio, share

# With fewer answers a question is not shown; of a survey months after, this is so in each municipality.
LEAST = 5
SECTIONS = {"satisfaction": "satisfaccion", "months_3": "tres-meses", "months_6": "seis-meses"}
HIDDEN = "Se muestra desde 5 respuestas, para que nadie sea reconocible."


def check(checks, fetch, world, cohort):
    """The page of a cohort's surveys, as its coordination reads it."""
    rounds = [row for row in world.tables["survey_round"] if row["cohort_id"] == cohort["id"]]
    if not rounds:
        return
    page = fetch.page(f"/cohortes/{cohort['id']}/encuestas", "cohortes/encuestas")
    if page is None:
        return
    asked = 0
    for row in rounds:
        if row["kind"] == "satisfaction":
            asked += 1
            _satisfaction(checks, page, world, row)
            continue
        for respondent, version in (("person", row["version_id"]), ("supervisor", row["supervisor_version_id"])):
            mine = [one for one in world.tables["survey_invitation"] if one["round_id"] == row["id"]]
            mine = [one for one in mine if one["respondent"] == respondent]
            if mine and version is not None:
                asked += 1
                _months_after(checks, page, world, row, respondent, version, mine)
    told = page.main.all("section")
    checks.length(page, "surveys", f"cohort {cohort['id']}", sum(1 for one in told if _is_survey(one)), asked)
    checks.leave(page)


def _is_survey(section):
    return section.attributes.get("aria-labelledby", "").removesuffix("-supervision") in SECTIONS.values()


def _satisfaction(checks, page, world, row):
    """Who took a ballot, and what the sheets say once the survey is over."""
    section, scope = page.section(SECTIONS["satisfaction"]), f"survey {row['kind']}"
    tickets = [one for one in world.tables["survey_ticket"] if one["round_id"] == row["id"]]
    number, note = _tile(section, "papeletas tomadas")
    checks.same(page, "papeletas tomadas", scope, number, count(sum(1 for one in tickets if one["is_used"])))
    checks.numbers(page, "people", scope, note, [len(tickets)])
    if row["closes_at"] <= world.now:
        kept = [one["sheets"] for one in world.tables["survey_sheets"] if one["round_id"] == row["id"]]
        sheets = [one for text in kept for one in _read(text).values()]
        _questions(checks, page, section, _version(world, row["version_id"]), [sheets], scope, len(sheets) >= LEAST)


def _months_after(checks, page, world, row, respondent, version, mine):
    """How many answered, and what they said in those municipalities of which five did."""
    name = SECTIONS[row["kind"]] + ("-supervision" if respondent == "supervisor" else "")
    section, scope = page.section(name), f"survey {row['kind']} of each {respondent}"
    groups, place_at = defaultdict(list), Learning(world).place_at
    for one in mine:
        if one["answers"] is not None:
            code = place_at(world.enrolments[one["enrolment_id"]], row["closes_at"])
            groups[code].append(_read(one["answers"]))
    number, note = _tile(section, "respondieron")
    checks.same(page, "respondieron", scope, number, count(sum(map(len, groups.values()))))
    checks.numbers(page, "people", scope, note, [len(mine)])
    if row["closes_at"] > world.now:
        return
    small = sum(1 for group in groups.values() if len(group) < LEAST)
    told = next((one for one in (section.all("p") if section else ()) if "con menos de cinco respuestas" in one.text()), None)
    if told is not None or small:
        checks.numbers(page, "municipalities left out", scope, told, [small])
    _questions(checks, page, section, _version(world, version), list(groups.values()), scope, True)


def _tile(section, label):
    return (tiles(section) if section else {}).get(label, (None, None))


def _read(kept):
    """What a column keeps as text, or as the database read it."""
    return json.loads(kept) if isinstance(kept, str) else kept


def _version(world, number):
    return next(_read(row["body"])["question"] for row in world.tables["survey_version"] if row["id"] == number)


def _blocks(section):
    """The elements below the heading of each question, by its text."""
    found, here = {}, None
    for child in section.children if section else ():
        if isinstance(child, Node) and child.tag == "h3":
            here = found.setdefault(child.text(), [])
        elif isinstance(child, Node) and here is not None:
            here.append(child)
    return found


def _within(block, *tags):
    return [one for node in block for one in ([node] if node.tag in tags else node.all(*tags))]


def _questions(checks, page, section, questions, groups, survey, shows_words):
    """Each question: how many gave which answer, of groups of which five or more gave any."""
    blocks = _blocks(section)
    checks.length(page, "questions", survey, len(blocks), len(questions))
    for question in questions:
        key, scope = question["key"], f"{question['key']} of {survey}"
        block = blocks.get(question["text"], [])
        said = " ".join(one.text() for one in _within(block, "p"))
        if question["asks"] == "words":
            written = [one[key] for group in groups for one in group if isinstance(one.get(key), str)]
            written = [" ".join(text.split()) for text in written]
            expected = sorted(written, key=lambda text: (_plain(text), text)) if shows_words else []
            printed = _within(block, "li")
            checks.same(page, "sentences", scope, " | ".join(one.text() for one in printed), " | ".join(expected))
            checks.same(page, "too few to show", scope, str(HIDDEN in said), str(not shows_words))
            for one in printed:
                one.compared()
            continue
        given = [[one[key] for one in group if key in one] for group in groups]
        given = [answer for group in given if len(group) >= LEAST for answer in group]
        checks.same(page, "too few to show", scope, str(HIDDEN in said), str(not given))
        if given:
            _answers(checks, page, block, question, given, scope)


def _plain(text):
    letters = unicodedata.normalize("NFKD", text)
    return "".join(one for one in letters if not unicodedata.combining(one)).lower()


def _choices(question):
    """The answers of a question in their order: what is kept, and what is printed."""
    if question["asks"] == "scale":
        ends = {1: f" {question['low']}", 5: f" {question['high']}"}
        return [(number, f"{number}{ends.get(number, '')}") for number in range(1, 6)]
    if question["asks"] == "yes_no":
        return [(True, "Sí"), (False, "No")]
    return [(one, one) for one in question["options"]]


def _answers(checks, page, block, question, given, scope):
    """How many answered, the mean of a scale, and each answer with its share."""
    mean = f", promedio {decimal(Fraction(sum(given), len(given)), 1)} de 5" if question["asks"] == "scale" else ""
    line = next((one for one in _within(block, "p") if re.match(r"[\d.]+ respuestas", one.text())), None)
    checks.same(page, "answers", scope, line, f"{count(len(given))} respuestas{mean}")
    tables, choices = _within(block, "table"), _choices(question)
    rows = Table(tables[0]).rows if tables else []
    checks.length(page, "choices", scope, len(rows), len(choices))
    for row, (value, label) in zip(rows, choices):
        number = sum(1 for one in given if type(one) is type(value) and one == value)
        figures = {"Respuesta": label, "Personas": count(number), "%": share(ratio(number, len(given)))}
        for heading, text in figures.items():
            checks.same(page, heading, f"{label}, {scope}", row.get(heading), text)
