"""Who is certified in a capacity and in post in a municipality on a day (R31, R63)."""

from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta

from facts import local


def months_on(day, months):
    """The same day some months later, or the last one of a month that has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Holdings:
    """The posts and certificates of people, each person once whatever their records."""

    def __init__(self, world):
        self.world = world
        self.posts, self.proofs = defaultdict(list), defaultdict(list)
        self.capacities = defaultdict(set)
        for row in world.tables["course_version_capacity"]:
            self.capacities[row["course_version_id"]].add(row["capacity_code"])
        for post in world.posts.values():
            self.posts[self.whole(post["person_id"])].append(post)
        for row in world.certificates.values():
            if row["kind"] == "certificado":
                self.proofs[self.whole(row["person_id"])].append((row, *self._days(row)))
        self.codes = defaultdict(set)
        for person in self.proofs:
            for post in self.posts[person]:
                self.codes[post["municipality_code"]].add(person)

    def whole(self, person):
        """The person that a record was merged into."""
        while self.world.people[person]["merged_into"]:
            person = self.world.people[person]["merged_into"]
        return person

    def _days(self, row):
        """The first and the last day on which a certificate holds; no last day means that it still does."""
        first, last = local(row["issued_at"]), row["valid_until"]
        taken = None
        if row["state"] == "revoked":
            taken = local(row["revoked_at"])
        elif row["state"] == "replaced":
            after = [one for one in self.world.papers_of[row["enrolment_id"]] if one["id"] > row["id"]]
            taken = local(min(after, key=lambda one: one["id"])["issued_at"]) if after else first
        if taken is not None:
            last = min(filter(None, (last, taken - timedelta(days=1))))
        return first, last

    def is_in_post(self, person, code, day):
        """Whether somebody works in a municipality on a day: «confirmed», «unconfirmed» or nothing."""
        told = None
        for post in self.posts[person]:
            if post["municipality_code"] != code or not self._lasts(post, day):
                continue
            said = max(filter(None, (post["confirmed_on"], post["starts_on"], local(post["created_at"]))))
            if said > months_on(day, -12):
                return "confirmed"
            told = "unconfirmed"
        return told

    def _lasts(self, post, day):
        return post["starts_on"] <= day and (post["ends_on"] is None or post["ends_on"] >= day)

    def _built(self, row, capacity):
        """Which capacities a certificate is of, among those asked for: one, several, or (None) any."""
        built = self.capacities[self.world.cohorts[row["cohort_id"]]["course_version_id"]]
        return built if capacity is None else built & ({capacity} if isinstance(capacity, str) else capacity)

    def is_certified(self, person, capacity, day):
        """Whether a certificate of a capacity (None: of any) holds on a day."""
        for row, first, last in self.proofs[person]:
            if self._built(row, capacity) and first <= day and (last is None or last >= day):
                return True
        return False

    def stayed(self, codes, capacity, day, months):
        """Of those certified while in post, so many months ago or more: how many counted that long after, and how
        many they are. Who came already certified is not among them (R63)."""
        stayed = known = 0
        for person in set().union(*(self.codes.get(code, ()) for code in codes)):
            first = self._certified_here(person, codes, capacity)
            then = first and months_on(first, months)
            if then is None or then > day:
                continue
            known += 1
            stayed += self.is_certified(person, capacity, then) and bool(self._anywhere(person, codes, then) - {None})
        return stayed, known

    def _certified_here(self, person, codes, capacity):
        """The first day on which somebody in post there was certified for a capacity and was not the day before."""
        days = []
        for row, first, last in self.proofs[person]:
            for one in self._built(row, capacity):
                for post in self.posts[person]:
                    begins = max(first, post["starts_on"])
                    ends = min(filter(None, (last, post["ends_on"], date.max)))
                    before = begins - timedelta(days=1)
                    if post["municipality_code"] in codes and begins <= ends and not self.is_certified(person, one, before):
                        days.append(begins)
        return min(days, default=None)

    def count(self, codes, capacity, day):
        """How many people count in these municipalities: confirmed, unconfirmed, and no longer."""
        confirmed = unconfirmed = left = 0
        for person in set().union(*(self.codes.get(code, ()) for code in codes)):
            told = self._anywhere(person, codes, day)
            if self.is_certified(person, capacity, day) and told - {None}:
                confirmed += "confirmed" in told
                unconfirmed += "confirmed" not in told
            elif self._ever(person, codes, capacity, day):
                left += 1
        return confirmed, unconfirmed, left

    def _anywhere(self, person, codes, day):
        mine = {post["municipality_code"] for post in self.posts[person]} & set(codes)
        return {self.is_in_post(person, code, day) for code in mine}

    def _ever(self, person, codes, capacity, day):
        """Whether somebody counted on some day until this one."""
        for row, first, last in self.proofs[person]:
            if not self._built(row, capacity):
                continue
            for post in self.posts[person]:
                begins = max(first, post["starts_on"])
                ends = min(filter(None, (last, post["ends_on"], day)))
                if post["municipality_code"] in codes and begins <= ends:
                    return True
        return False

    def spans(self, person, code, capacity=None):
        """The days between which somebody counts for a municipality, by each certificate and post."""
        found = []
        for row, first, last in self.proofs[person]:
            for post in self.posts[person] if self._built(row, capacity) else ():
                begins, ends = max(first, post["starts_on"]), min(filter(None, (last, post["ends_on"], date.max)))
                if post["municipality_code"] == code and begins <= ends:
                    found.append((begins, ends))
        return found

    def counted_between(self, code, capacity, first, last):
        """Whether anybody counted for a municipality on some day between two."""
        people = self.codes.get(code, ())
        return any(begins <= last and ends >= first for one in people for begins, ends in self.spans(one, code, capacity))

    def in_post(self, code, day):
        """How many people have a post in a municipality on a day, certified or not."""
        return len(
            {
                self.whole(post["person_id"])
                for post in self.world.posts.values()
                if post["municipality_code"] == code and self._lasts(post, day)
            }
        )
