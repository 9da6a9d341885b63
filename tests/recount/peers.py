"""Who is compared with whom: the values of an index, and the median of each group of municipalities (R4)."""

from collections import defaultdict
from fractions import Fraction

# With fewer values a group has no median that says anything.
LEAST = 5


class Peers:
    """The values of one index, by municipality and year, and the groups that compare them."""

    def __init__(self, world, index, code):
        invented = {row["id"]: row["is_demo"] for row in world.tables["indicator_import"]}
        in_time = lambda row: (row["year"], row["revision"])
        self.values, self.latest = defaultdict(dict), {}
        for row in sorted(world.tables["indicator_value"], key=in_time):
            if (row["index_name"], row["indicator_code"]) == (index, code):
                known = Fraction(row["value"], 10_000), invented[row["import_id"]]
                self.values[row["year"]][row["municipality_code"]] = known
                self.latest[row["municipality_code"]] = (row["year"], *known)
        schemes = defaultdict(lambda: defaultdict(dict))
        for row in sorted(world.tables["municipality_trait"], key=in_time):
            if row["kind"] == "group":
                group = row["value"], invented[row["import_id"]]
                schemes[row["year"]][row["scheme"]][row["municipality_code"]] = group
        # The scheme that is named after the index, or else the first by name.
        self.groups = {}
        for year, named in schemes.items():
            own = [name for name in sorted(named) if name.lower().startswith(index.lower())]
            self.groups[year] = named[(own or sorted(named))[0]]
        self._medians = {}

    def median(self, municipality):
        """Returns the median of its group in the year of its last value, the group, and whether any of it was
        invented. Without a median: nothing, and nothing of the others."""
        year = self.latest[municipality][0]
        if municipality not in self.groups.get(year, ()):
            return None, "", False
        group = self.groups[year][municipality][0]
        median, is_demo = self.of(year, group)
        return (None, "", False) if median is None else (median, group, is_demo)

    def of(self, year, group):
        """Returns the median of a group in a year, and whether any of it was invented."""
        if (year, group) not in self._medians:
            self._medians[year, group] = self._counted(year, group)
        return self._medians[year, group]

    def _counted(self, year, group):
        members = [(code, is_demo) for code, (name, is_demo) in self.groups[year].items() if name == group]
        valued = [(self.values[year][code], is_demo) for code, is_demo in members if code in self.values[year]]
        numbers = sorted(value for (value, _), _ in valued)
        if len(numbers) < LEAST:
            return None, False
        middle = len(numbers) // 2
        median = numbers[middle] if len(numbers) % 2 else (numbers[middle - 1] + numbers[middle]) / 2
        return median, any(of_value or of_member for (_, of_value), of_member in valued)
