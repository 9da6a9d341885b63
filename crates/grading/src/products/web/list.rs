//! The products of a cohort.

use cohorts_model::place::CohortTab;
use enrolment_model as enrolment;
use enrolment_model::queries::roll;
use sign_in_model::prelude::*;

use crate::entity::activity::ActivityId;
use crate::products::entity::submission::{Model as Submission, SubmissionId};
use crate::products::policy::may_ask_for;
use crate::products::rules::ProductGradeState;
use crate::products::views::{ProductListPage, ProductListRow};
use crate::products::{labels, queries};

#[get("/actividades/<product>/entregas")]
pub async fn show(desk: Desk<'_>, product: ActivityId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (activity, head) = queries::of_staff(db, actor, product).await?;
    let asked = queries::assignment(db, activity.id).await?;
    let people = roll(db, head.cohort.id, enrolment::policy::scope(actor)).await?;
    head.enter(&desk, CohortTab::Evaluation).await?;
    let latest = queries::latest(db, activity.id).await?;
    let ids: Vec<SubmissionId> = latest.values().map(|version| version.id).collect();
    let verdicts = queries::verdicts(db, ids).await?;
    let (mut handed, mut waiting, mut disputed, mut graded) = (0, 0, 0, 0);
    let mut rows = Vec::new();
    for person in &people {
        let name = person.listed_name();
        let found = latest.get(&person.enrolment).zip(asked.as_ref());
        let Some((version, asked)) = found else {
            rows.push(ProductListRow {
                name,
                href: None,
                version: "—".to_owned(),
                late: None,
                tone: "info",
                state: "Sin entregar".to_owned(),
            });
            continue;
        };
        handed += 1;
        let grading = verdicts.grading(&asked.product, version);
        let returned = verdicts.is_returned(version.id);
        let (tone, state) = labels::version(grading, returned);
        match grading {
            _ if returned => {}
            ProductGradeState::Waiting { .. } => waiting += 1,
            ProductGradeState::Disputed { .. } => disputed += 1,
            ProductGradeState::Settled { .. } => graded += 1,
        }
        rows.push(ProductListRow {
            name,
            href: Some(format!("/entregas/{}", version.id)),
            version: told(version),
            late: labels::days_late(version.days_late),
            tone,
            state,
        });
    }
    let mut figures = vec![
        Figure::new(format!("{handed} de {}", people.len()), "entregas"),
        Figure::new(waiting, "por calificar"),
        Figure::new(graded, "con nota"),
    ];
    if disputed > 0 {
        figures.push(Figure::new(disputed, "por decidir"));
    }
    desk.show(&ProductListPage {
        name: activity.name.clone(),
        cohort_href: format!("/cohortes/{}", head.cohort.id),
        product_href: format!("/actividades/{}/producto", activity.id),
        unasked: asked.is_none(),
        may_ask: may_ask_for(actor, &head.access, activity.id).is_ok(),
        figures,
        rows,
        title: head.title,
    })
}

/// «Versión 2, 24 de noviembre de 2026, 8:15 a. m.».
pub fn told(version: &Submission) -> String {
    format!("Versión {}, {}", version.number, dates::long_with_time(version.handed_at))
}
