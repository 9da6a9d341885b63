"""Pages and files as one visitor reads them."""

from markup import Page


class Fetch:
    """A visitor whose answers are kept in the account of a run."""

    def __init__(self, checks, visitor):
        self.checks, self.visitor = checks, visitor
        self.pages = 0

    def page(self, path, family):
        """Returns a page, or None where it does not open: that is told as a difference."""
        answer = self.visitor.get(path)
        self.pages += 1
        if answer.status != 200:
            self.checks.failure(path, f"{self.visitor.name} gets {answer.status}")
            return None
        return Page(path, answer.text, family, f"{path} ({self.visitor.name})")

    def raw(self, path):
        """Returns a file as it was answered."""
        answer = self.visitor.get(path)
        self.pages += 1
        if answer.status != 200:
            self.checks.failure(path, f"{self.visitor.name} gets {answer.status}")
        return answer
