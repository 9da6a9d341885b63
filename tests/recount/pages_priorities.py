"""The ranking of municipalities by what each criterion weighs (R7)."""

from collections import defaultdict
from fractions import Fraction

from needs import standing
from pages_results import folded
from peers import Peers
from words import NOTHING, count, decimal

FAMILY, ROWS = "prioridades", 50
# The field, the name and the first weight of each criterion, in the order of the page.
CRITERIA = (
    ("pdet", "PDET", 20),
    ("categoria", "Categoría", 10),
    ("mdm", "MDM total", 25),
    ("idf", "IDF", 15),
    ("poblacion", "Población", 10),
    ("nunca", "Nunca alcanzado", 20),
    ("demanda", "Demanda", 15),
)
WHOLES = {"mdm": ("MDM", "080010008"), "idf": ("IDF", "IDF")}


def exact(value, decimals=4):
    """«45,3», «1.207,5»: without the zeros at the end."""
    tail = f"{int(abs(value) * 10**decimals) % 10**decimals:0{decimals}d}".rstrip("0")
    return ("-" if value < 0 else "") + count(int(abs(value))) + (f",{tail}" if tail else "")


def steps(number, limits, points):
    """The points of the first step that a number is below."""
    return next((point for limit, point in zip(limits, points) if number < limit), points[-1])


class Candidates:
    """What is known of each municipality: field to (points, how the fact reads). Without points where the fact says
    nothing of them; nothing where it is unknown."""

    def __init__(self, world):
        self.world = world
        invented = {row["id"]: row["is_demo"] for row in world.tables["indicator_import"]}
        self.traits, self.peers = {}, {field: Peers(world, *whole) for field, whole in WHOLES.items()}
        in_time = lambda row: (row["year"], row["revision"])
        for row in sorted(world.tables["municipality_trait"], key=in_time):
            self.traits[row["municipality_code"], row["kind"]] = row["value"], invented[row["import_id"]]
        self.reached = world.ever_reached(world.now)

    def demand(self, codes, capacity):
        """People of needs without a cohort whose deadline has not passed, by municipality."""
        people = defaultdict(int)
        for need in self.world.tables["need"]:
            open_ = need["refused_at"] is None and need["deadline_on"] >= self.world.today
            if open_ and need["municipality_code"] in codes and capacity in ("", need["capacity_code"]):
                people[need["municipality_code"]] += max(need["people"] - standing(self.world, need)[0], 0)
        return {code: number for code, number in people.items() if number}

    def facts(self, code, asked):
        """The facts of one municipality, and whether any was invented."""
        known, is_demo = {}, False
        yes = lambda is_so: (100 if is_so else 0, "sí" if is_so else "no")
        known["pdet"] = yes(self.world.municipalities[code]["pdet_subregion"] is not None)
        known["nunca"] = yes(code not in self.reached)
        for field, peers in self.peers.items():
            if code in peers.latest:
                known[field], invented = _held_against(peers, code)
                is_demo = is_demo or invented
        category, invented = self.traits.get((code, "category"), (None, False))
        if category is not None:
            points = 0 if category == "ESP" else (int(category) - 1) * 20
            known["categoria"], is_demo = (points, "especial" if category == "ESP" else category), is_demo or invented
        people, invented = self.traits.get((code, "population"), (None, False))
        if people is not None:
            points = steps(int(people), (10_000, 20_000, 50_000, 100_000), (100, 75, 50, 25, 0))
            known["poblacion"], is_demo = (points, count(int(people))), is_demo or invented
        if asked:
            number = asked.get(code, 0)
            known["demanda"] = steps(number, (1, 10, 20, 40), (0, 25, 50, 75, 100)), count(number)
        return known, is_demo


def _held_against(peers, code):
    """Points by how far a value is behind the median of its own group, never of another; and whether any was invented."""
    year, value, invented = peers.latest[code]
    median, group, of_group = peers.median(code)
    told = f"{exact(value)} en {year}"
    if median is None:
        return (None, told), invented or of_group
    # Points have four decimals; the gap may have one more.
    gap = (value - median) * 10_000
    points = Fraction(500_000 - (int(abs(gap)) if gap >= 0 else -int(abs(gap))), 10_000)
    told += f"; mediana de su grupo, {group}: {exact(median, 5)}"
    return (min(max(points, 0), 100), told), invented or of_group


class Ranking:
    """The municipalities in their order, with the rank of each."""

    def __init__(self, candidates, codes, capacity, weights):
        world, asked = candidates.world, candidates.demand(codes, capacity)
        self.facts = {code: candidates.facts(code, asked) for code in codes}
        # What is known of nobody counts for nobody.
        self.counted = {
            field: weights[field]
            for field, _, _ in CRITERIA
            if weights[field] and any(self._points(known, field) is not None for known, _ in self.facts.values())
        }
        self.left_out = [name for field, name, _ in CRITERIA if weights[field] and field not in self.counted]
        self.alike = [
            name
            for field, name, _ in CRITERIA
            if field in self.counted and len(codes) > 1 and self._same([known for known, _ in self.facts.values()], field)
        ]
        by_name = sorted(codes, key=lambda code: (folded(world.municipalities[code]["name"]), code))
        self.order = sorted(by_name, key=self._before)
        self.places = {}
        for at, code in enumerate(self.order, 1):
            if self.is_whole(code):
                before = self.order[at - 2] if at > 1 else None
                same = before is not None and self.score(before) == self.score(code)
                self.places[code] = self.places[before] if same else at
        moved = {
            row["municipality_code"]: row["direction"]
            for row in world.tables["priority_override"]
            if row["capacity_code"] == capacity and row["withdrawn_at"] is None
        }
        self.moved = moved
        self.shown = sorted(self.order, key=lambda code: {"lift": 0, "lower": 2}.get(moved.get(code), 1))

    @staticmethod
    def _points(known, field):
        return known[field][0] if field in known else None

    def _same(self, facts, field):
        return len({self._points(known, field) for known in facts}) == 1

    def parts(self, code):
        known = self.facts[code][0]
        return [(field, *known[field], weight) for field, weight in self.counted.items() if self._points(known, field) is not None]

    def unknown(self, code):
        return [field for field in self.counted if self._points(self.facts[code][0], field) is None]

    def score(self, code):
        """The mean of the points by their weights."""
        parts = self.parts(code)
        weight = sum(one[-1] for one in parts)
        return Fraction(sum(points * own for _, points, _, own in parts)) / weight if weight else None

    def is_whole(self, code):
        return not self.unknown(code) and self.score(code) is not None

    def _before(self, code):
        """Those of whom all is known first, by their score; the others have none, and stay in the order of names."""
        return (False, -self.score(code)) if self.is_whole(code) else (True, 0)

    def account(self, code):
        """Each line of a score's account, and the score; without all that weighs there is no score."""
        names, parts = {field: name for field, name, _ in CRITERIA}, self.parts(code)
        is_whole, total = self.is_whole(code), sum(one[-1] for one in parts)
        lines = []
        for field, points, told, weight in parts:
            line = f"{names[field]} ({told}): {exact(points)} × {weight} = {exact(points * weight)}"
            if is_whole:
                line += f"; {decimal(Fraction(points * weight) / total)} del puntaje"
            lines.append(line)
        for field in self.unknown(code):
            _, told = self.facts[code][0].get(field, (None, ""))
            why = f" ({told}): su grupo no tiene mediana" if told else ": sin dato"
            lines.append(f"{names[field]}{why}, no cuenta")
        if not is_whole:
            return lines, NOTHING
        shown = decimal(self.score(code))
        summed = sum(points * own for _, points, _, own in parts)
        return lines + [f"{exact(summed)} ÷ {total} = {shown}"], shown


def check(checks, fetch, candidates, codes, department="", capacity="", weights=None, pages=(1,)):
    """Compares some pages of the ranking of a reader who answers for these municipalities."""
    asked = {field: first for field, _, first in CRITERIA} | (weights or {})
    ranking = Ranking(candidates, codes, capacity, asked)
    query = f"departamento={department}&capacidad={capacity}"
    query += "".join(f"&{field}={weight}" for field, weight in (weights or {}).items())
    for number in pages:
        page = fetch.page(f"/prioridades?{query}&pagina={number}", FAMILY)
        if page is None:
            return
        note = next((one for one in page.main.all("p") if "los que cuentan suman" in one.text()), None)
        checks.numbers(page, "weights", "ranking", note, [0, 100, sum(ranking.counted.values())])
        said = [one.text().split(":")[0] for one in page.main.all("p") if "no cuenta para nadie" in one.text()]
        checks.same(page, "left out", "ranking", ", ".join(said), ", ".join(ranking.left_out))
        said = [one.text().split(":")[0] for one in page.main.all("p") if "no distingue aquí" in one.text()]
        checks.same(page, "alike", "ranking", ", ".join(said), ", ".join(ranking.alike))
        shown = ranking.shown[ROWS * (number - 1) : ROWS * number]
        _rows(checks, page, ranking, shown)
        checks.leave(page)


def _rows(checks, page, ranking, shown):
    apart = [code for code in shown if not ranking.is_whole(code) and code not in ranking.moved]
    ranked = [code for code in shown if code not in apart]
    printed = []
    for caption, codes in (("Municipios por puntaje", ranked), ("Sin datos suficientes", apart)):
        table = page.table(caption)
        checks.length(page, "rows", caption, len(table.rows) if table else 0, len(codes))
        printed += list(zip(table.rows if table else (), codes))
    for row, code in printed:
        name = row["Municipio"].first("label", "a")
        place = count(ranking.places[code]) if code in ranking.places else NOTHING
        lines, score = ranking.account(code)
        box = row["Municipio"].first("input")
        link = row["Municipio"].links()
        found = box.attributes.get("value") if box else link[0].rsplit("/", 1)[-1] if link else None
        checks.same(page, "municipality", f"place {place}, {name.text()}", found, code)
        checks.same(page, "place", code, row["Puesto calculado"], place)
        checks.same(page, "score", code, row["Puntaje"], score)
        told = row["Por qué"].all("li")
        checks.same(page, "account", code, " | ".join(one.text() for one in told), " | ".join(lines))
        for one in told:
            one.compared()
        tags = [one.text() for one in row["Por qué"].all("span") if one.has("tag")]
        missing = len(ranking.unknown(code))
        expected = ["Falta 1 dato" if missing == 1 else f"Faltan {missing} datos"] if missing else []
        expected += ["Demostración"] if ranking.facts[code][1] else []
        expected += {"lift": ["Subido"], "lower": ["Bajado"]}.get(ranking.moved.get(code), [])
        checks.same(page, "tags", code, ", ".join(tags), ", ".join(expected))
