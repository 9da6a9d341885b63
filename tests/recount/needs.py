"""What municipalities asked for, and how much of it has a cohort."""


def standing(world, need):
    """How many people of a need have a cohort, and how many were certified there for the municipality."""
    capacity, matched, attended = need["capacity_code"], 0, set()
    for match in world.tables["need_match"]:
        if match["need_id"] == need["id"] and world.cohorts[match["cohort_id"]]["stage"] != "cancelled":
            matched += match["people"]
            for place in world.places_of[match["cohort_id"]]:
                if place["municipality_code"] == need["municipality_code"] and world.papers(place, "certificado"):
                    attended.add(place["person_id"])
    return matched, len(attended), capacity


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
