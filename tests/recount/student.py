"""Student's t, from its definition: how far the mean of so many people may be from what it estimates."""

from functools import lru_cache
from math import exp, lgamma, log, sqrt


def _tail(t, freedom):
    """The chance of a value beyond ±t: the incomplete beta function, by its continued fraction (Lentz)."""
    x, a, b = freedom / (freedom + t * t), freedom / 2, 0.5
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x, a, b):
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d or tiny)
    value = d
    for m in range(1, 500):
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + top * d) or tiny)
            c = (1 + top / c) or tiny
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


@lru_cache(maxsize=None)
def quantile(freedom):
    """The t beyond which five of a hundred lie, either side together."""
    low, high = 0.0001, 1000.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail(middle, freedom) > 0.05 else (low, middle)
    return (low + high) / 2


def reach(variance, n):
    """Half of the interval of 95 % of the mean of n people."""
    return quantile(n - 1) * sqrt(variance / n)
