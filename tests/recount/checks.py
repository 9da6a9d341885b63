"""What was printed beside what was recounted, and how much of each page was compared."""

import hashlib
from collections import defaultdict

from words import read


class Checks:
    """Every comparison of a run."""

    def __init__(self, name):
        self.name = name
        self.compared = defaultdict(int)
        self.differences = []
        self.lines = []
        self.numerals = defaultdict(lambda: [0, 0, 0])
        self.left = defaultdict(list)

    def same(self, page, figure, scope, cell, expected):
        """Compares one cell as it is printed. `cell` is an element of the page, a text or None."""
        printed = cell if isinstance(cell, (str, type(None))) else cell.text()
        if cell is not None and not isinstance(cell, str):
            cell.compared()
        self._note(page, figure, scope, printed, expected)

    def numbers(self, page, figure, scope, cell, expected):
        """Compares the numbers of a sentence, in their order."""
        if cell is None:
            self._note(page, figure, scope, None, expected)
            return
        text = cell if isinstance(cell, str) else cell.text()
        if not isinstance(cell, str):
            cell.compared()
        self._note(page, figure, scope, " ".join(map(str, read(text))), " ".join(map(str, expected)))

    def length(self, page, figure, scope, number, expected):
        """Compares how many rows a list has."""
        self._note(page, figure, scope, str(number), str(expected))

    def _note(self, page, figure, scope, printed, expected):
        self.compared[page.family] += 1
        self.lines.append(f"{page.name}|{figure}|{scope}|{printed}")
        if printed != expected:
            self.differences.append(
                f"{self.name} {page.name}: «{figure}» of {scope}: printed {printed!r}, recounted {expected!r}"
            )

    def failure(self, where, what):
        """Something that could not be read at all is a difference too."""
        self.differences.append(f"{self.name} {where}: {what}")

    def digest(self):
        """Returns a digest of everything printed, in whatever order it was compared."""
        return hashlib.sha256("\n".join(sorted(self.lines)).encode()).hexdigest()

    def leave(self, page):
        """Adds up how much of a page was compared."""
        counts, left = page.coverage()
        for place, number in enumerate(counts):
            self.numerals[page.family][place] += number
        self.left[page.family].extend(f"{page.name}: {one}" for one in left)
