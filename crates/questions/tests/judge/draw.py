"""The draw of a test, written a second time from its description: ChaCha with 8 rounds (D. J.
Bernstein; key, 64-bit counter, 64-bit stream), two 32-bit words a number, what is past the last
whole multiple thrown again, Fisher and Yates from the end. Reads draws as JSON from standard input
and prints what each one takes."""

import json
import sys

MASK = 0xFFFFFFFF


def rotate(value, by):
    return ((value << by) | (value >> (32 - by))) & MASK


def quarter(s, a, b, c, d):
    s[a] = (s[a] + s[b]) & MASK
    s[d] = rotate(s[d] ^ s[a], 16)
    s[c] = (s[c] + s[d]) & MASK
    s[b] = rotate(s[b] ^ s[c], 12)
    s[a] = (s[a] + s[b]) & MASK
    s[d] = rotate(s[d] ^ s[a], 8)
    s[c] = (s[c] + s[d]) & MASK
    s[b] = rotate(s[b] ^ s[c], 7)


def words(key, stream):
    counter = 0
    while True:
        state = [int.from_bytes(part, "little") for part in (b"expa", b"nd 3", b"2-by", b"te k")]
        state += [int.from_bytes(key[i : i + 4], "little") for i in range(0, 32, 4)]
        state += [counter & MASK, counter >> 32, stream & MASK, stream >> 32]
        mixed = state[:]
        for _ in range(4):
            quarter(mixed, 0, 4, 8, 12)
            quarter(mixed, 1, 5, 9, 13)
            quarter(mixed, 2, 6, 10, 14)
            quarter(mixed, 3, 7, 11, 15)
            quarter(mixed, 0, 5, 10, 15)
            quarter(mixed, 1, 6, 11, 12)
            quarter(mixed, 2, 7, 8, 13)
            quarter(mixed, 3, 4, 9, 14)
        for word, before in zip(mixed, state):
            yield (word + before) & MASK
        counter += 1


class Chance:
    def __init__(self, seed, stream):
        key = seed.to_bytes(8, "little") + b"formacion: draw of a test"[:24]
        self.words = words(key, stream)

    def below(self, sides):
        top = 2**64 - 1
        most = top - top % sides
        while True:
            thrown = next(self.words) | next(self.words) << 32
            if thrown < most:
                return thrown % sides

    def shuffle(self, items):
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]


def draw(asked):
    chance = Chance(asked["seed"], 0)
    pool = sorted(asked["pool"])
    taken, drawn = set(), {}
    parts = list(enumerate(asked["parts"]))
    for place, (capacity, difficulty, count) in sorted(
        parts, key=lambda part: (part[1][1] is None, part[0])
    ):
        fit = [
            number
            for number, of, hard in pool
            if of == capacity and difficulty in (None, hard) and number not in taken
        ]
        chance.shuffle(fit)
        drawn[place] = fit[:count]
        taken.update(drawn[place])
    test = [number for place in sorted(drawn) for number in drawn[place]]
    if asked["mixed"]:
        chance.shuffle(test)
    return test


def shown(asked):
    places = list(range(asked["options"]))
    Chance(asked["seed"], asked["id"]).shuffle(places)
    return places


asked = json.load(sys.stdin)
json.dump(
    {"draws": [draw(one) for one in asked["draws"]], "shown": [shown(one) for one in asked["shown"]]},
    sys.stdout,
)
