"""Rows that are changed behind the product's back after they were read: the recount has to notice every time.

Each is something that the product adds up, freezes or reads apart from the rows that the recount reads. The changes
stay, so that only what differs for the first time is news.
"""

LAST_HELD = "(SELECT max(id) FROM session WHERE stage = 'held')"
ONE_PLACE = f"(SELECT min(enrolment_id) FROM attendance_summary WHERE state = 'present' AND session_id = {LAST_HELD})"
TEST = "(SELECT {which}(a.id) FROM activity a JOIN cohort c ON c.id = a.cohort_id WHERE c.stage = 'closed' AND a.kind = '{kind}')"
FIRST_TOLD = "(SELECT min(s.round_id) FROM survey_sheets s JOIN survey_round r ON r.id = s.round_id AND r.kind = 'satisfaction')"

# Marks of the last session with a list, of people one after the other.
NEXT_PLACE = f"(SELECT max(enrolment_id) FROM attendance_summary WHERE state = 'present' AND session_id = {LAST_HELD})"
ABSENT = (
    "UPDATE attendance_summary SET state = 'absent' WHERE state = 'present'"
    f" AND session_id = {LAST_HELD} AND enrolment_id = {NEXT_PLACE}"
)
FIRST_ROUND = "(SELECT min(id) FROM survey_round WHERE kind = 'satisfaction')"
LAST_PLANNED = (
    "(SELECT max(s.id) FROM session s JOIN cohort c ON c.id = s.cohort_id"
    " WHERE s.stage = 'planned' AND c.stage NOT IN ('draft', 'cancelled'))"
)
AIM = "(SELECT min(municipality_code) FROM cohort_municipality)"

# What is changed, what the address of a page that shows it has in it, and the statement.
CONTROLS = (
    (
        "a mark that its session's list does not say",
        "/informes/departamentos/",
        "UPDATE attendance_summary SET state = 'absent' WHERE state = 'present'"
        f" AND session_id = {LAST_HELD} AND enrolment_id = {ONE_PLACE}",
    ),
    (
        "one person too many in what is kept of a closed cohort",
        "/informes/departamentos/",
        "UPDATE cohort_tally_place SET attended = attended + 1 WHERE cohort_id = (SELECT max(cohort_id) FROM cohort_tally_place)",
    ),
    (
        "a certificate that nobody revoked",
        "/informes/ejecutivos/capacidad",
        "UPDATE certificate SET state = 'revoked', revoked_at = issued_at"
        " WHERE id = (SELECT min(id) FROM certificate WHERE state = 'active' AND kind = 'certificado')",
    ),
    (
        "last tests that nobody graded so",
        "/informes/ganancia",
        f"UPDATE grade SET tenths = 7 WHERE activity_id = {TEST.format(which='max', kind='post_test')}",
    ),
    (
        "first tests that nobody graded so",
        "/resultados",
        f"UPDATE grade SET tenths = 7 WHERE activity_id = {TEST.format(which='max', kind='pre_test')}",
    ),
    (
        "opinions that are gone",
        "/informes/ejecutivos/calidad",
        f"UPDATE survey_sheets SET sheets = '{{}}' WHERE round_id = {FIRST_TOLD}",
    ),
    (
        "a target that nobody set",
        "/tablero",
        "INSERT INTO coverage_target (capacity_code, municipality_code, people, since_on, reason, made_at, made_by)"
        " SELECT min(capacity_code), (SELECT min(municipality_code) FROM cohort_municipality), 7, '2020-01-01', 'control',"
        " '2020-01-01T00:00:00+00:00', (SELECT min(id) FROM account) FROM course_version_capacity",
    ),
    (
        "an official value that nobody published",
        "/prioridades",
        "UPDATE indicator_value SET value = CASE WHEN value > 500000 THEN 0 ELSE 1000000 END WHERE indicator_code = 'IDF'"
        " AND municipality_code = (SELECT min(municipality_code) FROM cohort_municipality)",
    ),
    (
        "a cut that says something else than when it was frozen",
        "/cortes",
        """UPDATE report_cut SET body = replace(body, '"attended":', '"attended":1') WHERE id = (SELECT max(id) FROM report_cut)""",
    ),
    ("a cut that is gone", "/cortes", "DELETE FROM report_cut WHERE id = (SELECT min(id) FROM report_cut)"),
    ("a mark of a cohort within its report", "/cohortes/", ABSENT),
    ("a mark of a workbook", "/asistencia/xlsx", ABSENT),
    ("a mark of one person's page", "/inscripciones/", ABSENT),
    (
        "a grade of a workbook",
        "/notas/xlsx",
        "UPDATE grade SET tenths = CASE WHEN tenths = 11 THEN 12 ELSE 11 END"
        " WHERE activity_id = (SELECT max(activity_id) FROM grade)",
    ),
    (
        "a ballot that was taken, or was not",
        "/encuestas",
        f"UPDATE survey_ticket SET is_used = NOT is_used WHERE round_id = {FIRST_ROUND}"
        f" AND enrolment_id = (SELECT min(enrolment_id) FROM survey_ticket WHERE round_id = {FIRST_ROUND})",
    ),
    (
        "an answer three months after that nobody gave",
        "/encuestas",
        "UPDATE survey_invitation SET answers = '{\"aplicacion\":1}', answered_at = asked_at WHERE id = (SELECT max(i.id)"
        " FROM survey_invitation i JOIN survey_round r ON r.id = i.round_id WHERE r.kind = 'months_3' AND i.answers IS NULL)",
    ),
    (
        "answers that earned something",
        "/prueba/resultados",
        # A page tells of questions that enough people answered.
        "UPDATE attempt_item SET earned = 0 WHERE question_version_id = (SELECT question_version_id FROM attempt_item"
        " WHERE earned > 0 GROUP BY question_version_id ORDER BY count(*) DESC, question_version_id LIMIT 1)",
    ),
    ("people that nobody asked for", "/necesidades/xlsx", "UPDATE need SET people = people + 1 WHERE id = (SELECT min(id) FROM need)"),
    (
        "a gap that no index says",
        "/brecha",
        "UPDATE indicator_value SET value = value + 1000 WHERE indicator_code = 'IDF'"
        f" AND municipality_code = {AIM}",
    ),
    (
        "a value that no index says",
        "/indicadores",
        "UPDATE indicator_value SET value = value + 1000 WHERE indicator_code <> 'IDF'"
        f" AND municipality_code = {AIM}",
    ),
    (
        "a change of a session that nobody made",
        "/calendario (cohort",
        f"UPDATE session SET sequence = sequence + 1 WHERE id = {LAST_PLANNED}",
    ),
    ("a session that nobody cancelled", "/calendario?mes=", f"UPDATE session SET stage = 'cancelled' WHERE id = {LAST_PLANNED}"),
)  # fmt: skip


def compare(checks, server, world, reports):
    """Changes one thing after the other, and says each time whether the pages that show it differ. `reports` compares
    the reports. Returns for each whether it was noticed."""
    seen, known = [], set()
    for what, where, statement in (("nothing", None, None), *CONTROLS):
        if statement is not None:
            world.database.run(statement)
        checks.differences.clear()
        reports(checks, server, world)
        news = set(checks.differences) - known
        known |= news
        if statement is not None:
            told = [one for one in news if where in one]
            seen.append(bool(told))
            print(f"control: {what}: {'noticed' if told else 'NOT NOTICED'}, {len(told)} figures differ at «{where}», {len(news)} in all")
    return seen
