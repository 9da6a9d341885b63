"""Judges files of a list on standard input, a line each: a profile (2a, 3a, ua1), a tab, a path.

Prints a line for each: how many rules were looked at, how many failed, which.
"""

import sys

import page

for line in sys.stdin:
    profile, path = line.rstrip("\n").split("\t")
    try:
        report = page.validate_pdf(path, profile=page.ValidationProfile(profile))
    except page.PageError as error:
        print(f"0\t1\t{type(error).__name__}: {error}".replace("\n", " "))
        continue
    failed = sorted({failure.rule_id for failure in report.failures})
    failures = max(report.rules.failed, 0 if report.is_compliant else 1)
    print(f"{report.rules.total}\t{failures}\t{' '.join(failed)}")
