"""What municipalities asked for, and how much of it has a cohort."""


def standing(world, need):
    """How many people of a need have a cohort, and how many were certified there for the municipality: no more than
    have it. Of several needs that wait for the same people, the earlier match comes first."""
    matched = attended = 0
    for match in _matches(world):
        if match["need_id"] == need["id"]:
            matched += match["people"]
            attended += min(max(_certified(world, match, need) - _before(world, match, need), 0), match["people"])
    return matched, attended, need["capacity_code"]


def _matches(world):
    """The matches with cohorts that were not cancelled."""
    return [row for row in world.tables["need_match"] if world.cohorts[row["cohort_id"]]["stage"] != "cancelled"]


def _certified(world, match, need):
    """The people with a certificate of the cohort who counted for the municipality on its day of issue; a constancia is
    none (R82)."""
    certified = set()
    for place in world.places_of[match["cohort_id"]]:
        homes = {world.home(place, paper["issued_at"]) for paper in world.papers(place, "certificado")}
        if need["municipality_code"] in homes:
            certified.add(place["person_id"])
    return len(certified)


def _before(world, match, need):
    """How many of these people earlier matches have."""
    needs = {row["id"]: row for row in world.tables["need"]}
    asked = need["municipality_code"], need["capacity_code"]
    return sum(
        row["people"]
        for row in _matches(world)
        if row["cohort_id"] == match["cohort_id"]
        and row["id"] < match["id"]
        and (needs[row["need_id"]]["municipality_code"], needs[row["need_id"]]["capacity_code"]) == asked
    )


def is_waiting(world, need):
    """Not refused, and not everybody has a cohort."""
    return need["refused_at"] is None and standing(world, need)[0] < need["people"]


def waiting(world, codes):
    """How many needs of a territory have no cohort."""
    return sum(
        1
        for need in world.tables["need"]
        if (codes is None or need["municipality_code"] in codes) and is_waiting(world, need)
    )
