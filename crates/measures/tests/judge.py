"""What the crate computes, computed a second time with Python's standard library alone, in exact
fractions where there are any. Reads data sets as JSON from standard input, prints what each one
gives; null is what has no value."""

import json
import math
import statistics
import sys
from fractions import Fraction


def gauss(n):
    """Nodes and weights of Gauss and Legendre on −1 to 1."""
    pairs = []
    for i in range(n):
        x = math.cos(math.pi * (i + 0.75) / (n + 0.5))
        for _ in range(100):
            before, now, derivative = 1.0, x, 0.0
            for k in range(2, n + 1):
                before, now = now, ((2 * k - 1) * x * now - (k - 1) * before) / k
            derivative = n * (x * now - before) / (x * x - 1)
            step = now / derivative
            x -= step
            if abs(step) < 1e-16:
                break
        pairs.append((x, 2 / ((1 - x * x) * derivative * derivative)))
    return pairs


NODES = gauss(24)


def integral(f, low, high, panels):
    wide = (high - low) / panels
    return math.fsum(
        f(low + wide * (panel + (node + 1) / 2)) * weight * wide / 2
        for panel in range(panels)
        for node, weight in NODES
    )


def t_quantile(share, freedom):
    """Newton on the integral of the density, which the crate never integrates."""

    def shape(x):
        return math.exp(-(freedom + 1) / 2 * math.log1p(x * x / freedom))

    if freedom <= 300:
        # Γ((ν+1)/2) / (√(νπ) Γ(ν/2)), from ν = 1 or 2 upwards by exact factors.
        factor = Fraction(1)
        start = 2 - freedom % 2
        for v in range(start, freedom, 2):
            factor *= Fraction(v + 1, v)
        base = 1 / math.pi if start == 1 else 0.5 / math.sqrt(2)
        norm = base * float(factor) * math.sqrt(start / freedom)
    else:
        norm = 1 / (2 * integral(shape, 0, 45, 60))
    if freedom == 1:
        return math.tan(math.pi * share / 2)
    t = statistics.NormalDist().inv_cdf((1 + share) / 2)
    for _ in range(200):
        off = 2 * norm * integral(shape, 0, t, max(6, int(t))) - share
        step = off / (2 * norm * shape(t))
        t -= max(-t, min(step, t / 2))
        if abs(step) < 1e-15 * t:
            break
    return t


QUANTILES = {}


def t_of(share, freedom):
    if (share, freedom) not in QUANTILES:
        QUANTILES[share, freedom] = t_quantile(share, freedom)
    return QUANTILES[share, freedom]


def root(fraction):
    """√ of a fraction, without rounding before the root."""
    return math.sqrt(fraction)


def deviation(values):
    values = [Fraction(value) for value in values]
    return root(statistics.variance(values))


def correlation(x, y):
    x, y = [Fraction(v) for v in x], [Fraction(v) for v in y]
    mean_x, mean_y = statistics.mean(x), statistics.mean(y)
    together = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y))
    of_x = sum((a - mean_x) ** 2 for a in x)
    of_y = sum((b - mean_y) ** 2 for b in y)
    if of_x == 0 or of_y == 0:
        return None
    sign = -1 if together < 0 else 1
    return sign * root(together * together / (of_x * of_y))


def ends(totals):
    """Shares of belonging to the upper and to the lower 27 %, by averaging over ties."""
    n = len(totals)
    people = max(1, math.floor(Fraction(27 * n, 100) + Fraction(1, 2)))

    def belonging(key):
        ranked = sorted(range(n), key=lambda i: key(totals[i]))
        parts = [Fraction(0)] * n
        for place, i in enumerate(ranked):
            if place < people:
                parts[i] = Fraction(1)
        for value in set(totals):
            same = [i for i in range(n) if totals[i] == value]
            mean = sum(parts[i] for i in same) / len(same)
            for i in same:
                parts[i] = mean
        return parts

    return people, belonging(lambda t: -t), belonging(lambda t: t)


def item(sheet, place):
    worth = sheet["worth"][place]
    asked = [row for row in sheet["rows"] if row[place] is not None]
    points = [row[place] for row in asked]
    totals = [sum(p for p in row if p is not None) for row in asked]
    people, upper, lower = ends(totals)
    share = lambda parts: sum(p * w for p, w in zip(points, parts)) / (worth * people)
    flat = len(set(totals)) == 1
    return {
        "difficulty": float(Fraction(sum(points), worth * len(points))),
        "discrimination": correlation(points, [t - p for t, p in zip(totals, points)]),
        "upper_lower": None if flat else [float(share(upper)), float(share(lower))],
    }


def alpha(sheet):
    columns = list(zip(*sheet["rows"]))
    totals = [sum(row) for row in sheet["rows"]]
    variance = statistics.pvariance([Fraction(t) for t in totals])
    if variance == 0:
        return None
    k = len(columns)
    of_items = sum(statistics.pvariance([Fraction(p) for p in column]) for column in columns)
    return float(Fraction(k, k - 1) * (1 - of_items / variance))


def mean_with_interval(values, share):
    n = len(values)
    mean, spread = statistics.mean(values), root(statistics.variance(values))
    reach = t_of(share, n - 1) * spread / math.sqrt(n)
    return [float(mean), spread, float(mean) - reach, float(mean) + reach]


def gains(data):
    share, top = data["share"], data["max"]
    paired = [(a, b) for a, b in data["people"] if a is not None and b is not None]
    gained = [Fraction(b - a, top - a) for a, b in paired if a < top]
    answer = {"n": [len(gained), len(paired)], "gain": None, "change": None}
    if len(gained) >= 3:
        answer["gain"] = mean_with_interval(gained, share)
    if len(paired) >= 3:
        by = [Fraction(b - a) for a, b in paired]
        spread = deviation(by)
        both = (deviation([a for a, _ in paired]) + deviation([b for _, b in paired])) / 2
        mean = float(statistics.mean(by))
        answer["change"] = mean_with_interval(by, share) + [
            mean / spread if spread else None,
            mean / both if both else None,
        ]
    return answer


def wilson(count, n, share):
    """The two proportions whose distance from the one seen is z of their own standard errors."""
    z = statistics.NormalDist().inv_cdf((1 + share) / 2)
    # (p − q)² = z² q (1 − q) / n, solved for q.
    p = count / n
    a, b, c = 1 + z * z / n, -(2 * p + z * z / n), p * p
    below = math.sqrt(max(0.0, b * b - 4 * a * c))
    return [p, max(0.0, (-b - below) / (2 * a)), min(1.0, (-b + below) / (2 * a))]


def ratings(data):
    values = data["ratings"]
    satisfied = sum(1 for value in values if value >= 4)
    return [statistics.fmean(values)] + wilson(satisfied, len(values), data["share"])


asked = json.load(sys.stdin)
json.dump(
    {
        "quantiles": [t_of(share, freedom) for share, freedom in asked["quantiles"]],
        "sheets": [
            {
                "items": [item(sheet, place) for place in range(len(sheet["worth"]))],
                "alpha": alpha(sheet) if sheet["whole"] else None,
            }
            for sheet in asked["sheets"]
        ],
        "gains": [gains(data) for data in asked["gains"]],
        "ratings": [ratings(data) for data in asked["ratings"]],
        "spreads": [
            [float(statistics.mean([Fraction(v) for v in values])), deviation(values)]
            for values in asked["spreads"]
        ],
        "means": [
            mean_with_interval([Fraction(v) for v in values], 0.95) if len(values) > 1 else None
            for values in asked["spreads"]
        ],
    },
    sys.stdout,
)
