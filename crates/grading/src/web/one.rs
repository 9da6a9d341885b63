//! One grade of one person: from where, by whom, why.

use cohorts_model::place::CohortTab;
use enrolment_model::entity::enrolment::EnrolmentId;
use sign_in_model::prelude::*;

use crate::entity::activity::{ActivityId, Kind};
use crate::entity::grade_entry::Origin;
use crate::queries::{self, StoryEntry};
use crate::views::{EntryLine, GradePage, WorkLink};

/// «4,2», or that there is none.
fn grade(tenths: Option<i32>) -> String {
    tenths.map_or_else(|| "sin nota".to_owned(), numbers::tenths)
}

/// What was written once.
pub fn line(entry: StoryEntry) -> EntryLine {
    EntryLine {
        when: dates::short_with_time(entry.at),
        who: entry.author,
        origin: entry.origin.label(),
        change: format!("{} → {}", grade(entry.previous), grade(entry.tenths)),
        reason: entry.reason,
    }
}

#[get("/actividades/<graded>/notas/<enrolment>")]
pub async fn show(desk: Desk<'_>, graded: ActivityId, enrolment: EnrolmentId) -> Answer {
    let actor = desk.actor()?;
    let one = queries::one(desk.app.db.read(), actor, (graded, enrolment)).await?;
    one.head.enter(&desk, CohortTab::Evaluation).await?;
    let mut facts = vec![Fact::new("Nota", grade(one.tenths()))];
    facts.extend(one.story.first().map(|entry| Fact::new("Viene de", entry.origin.label())));
    facts.push(Fact::new("Peso", format!("{} %", one.activity.weight)));
    let came_by = |origin| one.story.iter().any(|entry| entry.origin == origin);
    let work = if one.activity.kind == Kind::Product {
        Some(("entregas", "Entregas"))
    } else if came_by(Origin::Test) {
        Some(("prueba/intentos", "Intentos de la prueba"))
    } else {
        None
    };
    desk.show(&GradePage {
        name: one.activity.name,
        person: one.person,
        title: one.head.title,
        cohort_href: format!("/cohortes/{}", one.head.cohort.id),
        facts,
        work: work
            .map(|(page, label)| WorkLink { href: format!("/actividades/{graded}/{page}"), label }),
        entries: one.story.into_iter().map(line).collect(),
    })
}
