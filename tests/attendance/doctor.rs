//! What the doctor finds when a hand has been in the tables: each rule, broken on purpose.

use sea_orm::ConnectionTrait;

use super::paper::{Typed, printed, review, save};
use crate::support::class::Class;
use crate::support::world::World;

#[rocket::async_test]
async fn each_rule_about_marks_and_sheets_is_noticed_when_it_is_broken() {
    let world = World::new("attendance doctor").await;
    let class = Class::running(&world, 3, &[-1, -2]).await;
    let path = printed(&class, 0).await;
    let typed: Typed<'_> = vec![("modo", "menos"), ("otras", "Luz Ñáñez")];
    let page = review(&class.facilitator, &path, &typed).await.expect(200).body();
    save(&class.facilitator, &path, &typed, &page, &vec![]).await.expect(303);
    let (person, taken, other) = (class.people[0], class.sessions[0], class.sessions[1]);
    let breaks = [
        (
            "the summary is not its mark",
            format!("UPDATE attendance_summary SET state = 'absent' WHERE enrolment_id = {person}"),
            format!(
                "UPDATE attendance_summary SET state = 'present' WHERE enrolment_id = {person}"
            ),
        ),
        (
            "planned, and somebody has a mark in it",
            format!("UPDATE session SET stage = 'planned' WHERE id = {taken}"),
            format!("UPDATE session SET stage = 'held' WHERE id = {taken}"),
        ),
        (
            "held or closed, and nobody has a mark in it",
            format!("UPDATE session SET stage = 'held' WHERE id = {other}"),
            format!("UPDATE session SET stage = 'planned' WHERE id = {other}"),
        ),
        (
            "written after the closing of a session that is not closed",
            "UPDATE attendance_mark SET after_closing = TRUE".to_owned(),
            "UPDATE attendance_mark SET after_closing = FALSE".to_owned(),
        ),
        (
            "the row is not on the paper",
            "UPDATE sheet SET row_count = row_count - 5".to_owned(),
            "UPDATE sheet SET row_count = row_count + 5".to_owned(),
        ),
        (
            "on the row of somebody listed",
            "UPDATE walk_in SET number = number - 3".to_owned(),
            "UPDATE walk_in SET number = number + 3".to_owned(),
        ),
        (
            "the sheet is of another session",
            format!("UPDATE walk_in SET session_id = {other}"),
            format!("UPDATE walk_in SET session_id = {taken}"),
        ),
        (
            "matched, and has no mark",
            format!(
                "UPDATE walk_in SET outcome = 'matched', enrolment_id = {person}, \
                 settled_at = arrived_at"
            ),
            "UPDATE walk_in SET outcome = 'pending', enrolment_id = NULL, settled_at = NULL"
                .to_owned(),
        ),
    ];
    let db = world.app.db.writer();
    for (sentence, harm, mend) in breaks {
        db.execute_unprepared(&harm).await.unwrap();
        let findings = formacion::doctor::examine(&world.app).await.unwrap();
        let told = findings.iter().any(|finding| finding.to_string().contains(sentence));
        assert!(told, "«{sentence}» went unnoticed: {findings:?}");
        db.execute_unprepared(&mend).await.unwrap();
    }
    world.finish().await;
}

#[rocket::async_test]
async fn marks_of_oneself_are_a_notice_before_the_rule_and_a_finding_after_it() {
    use crate::access::oneself::person_of;
    use formacion::platform::doctor::Level;
    use sea_orm::{ConnectionTrait, Statement};
    let world = World::new("doctor oneself").await;
    let class = Class::running(&world, 1, &[-1]).await;
    class.mark(0, &[(0, "presente")]).await;
    // A mark of before the rule: the facilitator turns out to be the person.
    class.facilitator.is_also(person_of(&world, class.people[0]).await.0).await;
    let levels = async || -> Vec<Level> {
        let all = formacion::doctor::everything(&world.app).await.unwrap();
        let own = all.iter().filter(|one| one.text.contains("the author is the person"));
        own.map(|one| one.level).collect()
    };
    let rule = async |at: i64| {
        let db = world.app.db.writer();
        let sql = format!(
            "UPDATE seaql_migrations SET applied_at = {at} WHERE version = 'm0111_second_person'"
        );
        let sql = Statement::from_string(db.get_database_backend(), sql);
        db.execute_raw(sql).await.unwrap();
    };
    let now = world.app.clock.now().timestamp();
    rule(now + 60).await;
    assert_eq!(levels().await, [Level::Notice]);
    rule(now - 60).await;
    assert_eq!(levels().await, [Level::Defect]);
    rule(now + 60).await;
    let staff = formacion::doctor::everything(&world.app).await.unwrap();
    assert!(staff.iter().any(|one| one.text.contains("tied to no person")));
    world.finish().await;
}
