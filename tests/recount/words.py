"""Figures as Colombia prints them, written without looking at the product's own printing."""

from fractions import Fraction

MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
)  # fmt: skip
NOTHING = "—"


def count(number):
    """«1.122»."""
    return f"{number:,}".replace(",", ".")


def of(part, whole):
    """«8 de 1.122»."""
    return f"{count(part)} de {count(whole)}"


def whole_percent(ratio):
    """Rounds half up; what is not all is never 100, and what is not nothing never 0."""
    if ratio is None:
        return None
    nearest = int(Fraction(ratio) * 100 + Fraction(1, 2))
    return min(max(nearest, 1), 99) if 0 < ratio < 1 else nearest


def share(ratio):
    """«86 %» of a group; a dash where there is nothing to divide."""
    return NOTHING if ratio is None else f"{whole_percent(ratio)} %"


def ratio(part, whole):
    return None if whole == 0 else Fraction(part, whole)


def cut(part, whole):
    """«66 %» of one person, which is held against a minimum: never rounded up."""
    return NOTHING if whole == 0 else f"{int(Fraction(part) * 100 / whole)} %"


def decimal(value, places=2):
    """«1.234,50», a half away from zero."""
    if value is None:
        return NOTHING
    value = Fraction(value)
    scaled = int(abs(value) * 10**places + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**places)
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{count(whole)},{rest:0{places}d}" if places else f"{sign}{count(whole)}"


def hours(minutes):
    return decimal(Fraction(minutes, 60))


def short(day):
    """«25/11/2026»."""
    return NOTHING if day is None else f"{day:%d/%m/%Y}"


def month(year, number):
    """«junio de 2026»."""
    return f"{MONTHS[number - 1]} de {year}"


def read(text):
    """Reads every number of a sentence: «1.114 nunca» is 1114."""
    import re

    found = re.findall(r"\d[\d.]*", text)
    return [int(one.rstrip(".").replace(".", "")) for one in found]
