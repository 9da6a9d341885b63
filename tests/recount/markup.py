"""A page as the recount reads it: its tables, counts, cards and sentences, and which numerals were compared."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Fields to fill and drawings are not sentences of the page; a drawing's figures stand in the table beneath it.
SILENT = {"select", "option", "textarea", "script", "style", "button"}

DATES = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b|\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2}:\d{2}\b"
    r"|\b\d{1,2} de [a-z]+(?: de \d{4})?|\b[a-z]+ de \d{4}\b|\b(?:19|20)\d{2}\b"
)
NAMES = re.compile(r"\b[A-ZÑÁÉÍÓÚ]{2,}-\d+\b|\b\d{4}-[123456789]\b|\b\d{4}-T\d\b|N\.º|\b[A-Z]\. ?[A-Z]\. [\d.•*]+")
NUMERAL = re.compile(r"\d[\d.]*(?:,\d+)?")


class Node:
    """An element with its children; texts are strings in between."""

    __slots__ = ("tag", "attributes", "children", "parent", "seen")

    def __init__(self, tag, attributes=(), parent=None):
        self.tag = tag
        self.attributes = dict(attributes)
        self.children = []
        self.parent = parent
        self.seen = False

    def text(self):
        """Returns the visible words, with single spaces."""
        parts = []
        self._gather(parts)
        return re.sub(r"\s+", " ", "".join(parts)).strip()

    def _gather(self, parts):
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif child.tag not in SILENT and child.tag != "svg" and not child.has("unseen"):
                child._gather(parts)
                if child.tag in ("p", "li", "span", "td", "th", "dt", "dd", "div", "br", "h2", "h3", "strong"):
                    parts.append(" ")

    def all(self, *tags):
        """Returns the elements of these tags within, in their order."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    found.append(child)
                found.extend(child.all(*tags))
        return found

    def first(self, *tags):
        found = self.all(*tags)
        return found[0] if found else None

    def has(self, word):
        """Whether the element has a class."""
        return word in self.attributes.get("class", "").split()

    def compared(self):
        """Notes that the numerals within were compared."""
        self.seen = True

    def links(self):
        return [link.attributes.get("href", "") for link in self.all("a")]


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.here = self.root

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Node(tag, attrs, self.here))

    def handle_endtag(self, tag):
        node = self.here
        while node is not self.root and node.tag != tag:
            node = node.parent
        if node is not self.root:
            self.here = node.parent

    def handle_data(self, data):
        self.here.children.append(data)


class Table:
    """A table by its caption: rows as dictionaries from heading to cell."""

    def __init__(self, node):
        self.node = node
        caption = node.first("caption")
        self.caption = caption.text() if caption else ""
        head = node.first("thead")
        self.headings = [cell.text() for cell in head.all("th", "td")] if head else []
        self.rows = []
        for row in node.all("tr"):
            if _within(row, "thead"):
                continue
            cells = []
            for child in row.children:
                if isinstance(child, Node) and child.tag in ("td", "th"):
                    cells.extend([child] * int(child.attributes.get("colspan", "1")))
            self.rows.append(dict(zip(self.headings or range(len(cells)), cells)))

    def by(self, heading):
        """Returns the rows by the text of one of their cells."""
        return {row[heading].text(): row for row in self.rows if heading in row}


def _within(node, tag):
    while node is not None:
        if node.tag == tag:
            return True
        node = node.parent
    return False


def tiles(node):
    """Returns the counts in boxes within an element: label to (number, note)."""
    found = {}
    for item in node.all("li"):
        spans = {span.attributes.get("class"): span for span in item.all("span")}
        if "figure__number" in spans and "figure__label" in spans:
            found[spans["figure__label"].text()] = (spans["figure__number"], spans.get("figure__note"))
    return found


class Page:
    """The `<main>` of a page."""

    def __init__(self, path, text, family="", name=""):
        self.path = path
        self.family = family
        self.name = name or path
        builder = _Builder()
        builder.feed(text)
        self.main = builder.root.first("main") or builder.root
        self.tables = [Table(node) for node in self.main.all("table")]

    def table(self, words):
        """Returns the table whose caption begins with these words, or None."""
        return next((one for one in self.tables if one.caption.startswith(words)), None)

    def tiles(self):
        """Returns the counts in boxes: label to (number, note)."""
        return tiles(self.main)

    def section(self, identity):
        """Returns the section with a heading of this id, or None."""
        for section in self.main.all("section"):
            if section.attributes.get("aria-labelledby") == identity:
                return section
        return None

    def coverage(self):
        """Returns how many numerals were compared, are dates or names, and are neither."""
        counts = [0, 0, 0]
        left = []
        self._count(self.main, False, counts, left)
        return counts, left

    def _count(self, node, seen, counts, left):
        seen = seen or node.seen
        # How a figure is counted is told in words that do not change with it.
        if node.attributes.get("aria-labelledby") == "notas":
            return
        if node.tag in SILENT or node.tag == "svg":
            return
        for child in node.children:
            if isinstance(child, Node):
                self._count(child, seen, counts, left)
                continue
            if seen:
                counts[0] += len(NUMERAL.findall(child))
                continue
            rest, names = NAMES.subn(" ", child)
            rest, dates = DATES.subn(" ", rest)
            counts[1] += dates + names
            numerals = NUMERAL.findall(rest)
            counts[2] += len(numerals)
            if numerals:
                left.append(re.sub(r"\s+", " ", child).strip())
