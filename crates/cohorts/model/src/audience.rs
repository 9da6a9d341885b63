//! Whom a change of a published cohort is told to. `cohorts` asks, before the change; who knows
//! the people is a later capability, whose declaration gives Rocket the answer.

use std::pin::Pin;

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use notices_model::departure::Departure;
use platform::errors::AppError;
use platform::numbers::some;
use sign_in_model::desk::Desk;

use super::entity::cohort::{self, CohortId};
use super::entity::session_change;
use super::rules;

/// The people who would get a letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    pub people: u64,
    /// How many of `people` have no mail, so that no letter reaches them.
    pub without_mail: u64,
    /// How many people wait for a seat. They get a letter when the cohort is cancelled, and none
    /// when a session moves.
    pub waiting: u64,
    pub facilitators: u64,
}

impl Audience {
    /// Those of them whom a change is told to: a session has one facilitator, and who waits hears only that
    /// the cohort is cancelled.
    fn of(self, deed: AnnouncedChange) -> Self {
        match deed {
            AnnouncedChange::CancelCohort => self,
            AnnouncedChange::Change | AnnouncedChange::CancelSession => {
                Self { waiting: 0, facilitators: self.facilitators.min(1), ..self }
            }
        }
    }

    fn letters(self) -> u64 {
        self.people.saturating_sub(self.without_mail) + self.waiting + self.facilitators
    }
}

/// The future that a counter returns: the audience of one cohort.
pub type AudienceFuture<'a> = Pin<Box<dyn Future<Output = Result<Audience, DbErr>> + Send + 'a>>;

/// The function that counts the audience of a cohort. Rocket holds it as managed state, because the
/// capability that counts comes after this one.
pub struct AudienceCounter(pub for<'a> fn(&'a DatabaseConnection, CohortId) -> AudienceFuture<'a>);

/// A change that people will be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnouncedChange {
    /// Sessions get another time or place, or a new one is added.
    Change,
    CancelSession,
    CancelCohort,
}

/// Returns the sentence that tells a coordinator, before the change is made, whom it will be
/// announced to. `None` means that the cohort is not public or cannot change any more, so that
/// nobody is told.
pub async fn told(
    desk: &Desk<'_>,
    cohort: &cohort::Model,
    deed: AnnouncedChange,
) -> Result<Option<String>, AppError> {
    if !rules::is_public(cohort.stage) || rules::editable(cohort.stage).is_err() {
        return Ok(None);
    }
    let counter = desk.request().rocket().state::<AudienceCounter>();
    let Some(AudienceCounter(count)) = counter else { return Ok(None) };
    Ok(Some(sentence(count(desk.app.db.read(), cohort.id).await?, deed)))
}

/// Returns the sentence that tells a coordinator, once a change is saved, how many letters leave and when.
/// `None` means that nobody is to be told of anything.
pub async fn leaving(
    desk: &Desk<'_>,
    cohort: CohortId,
    deed: AnnouncedChange,
) -> Result<Option<String>, AppError> {
    let db = desk.app.db.read();
    let counter = desk.request().rocket().state::<AudienceCounter>();
    let Some(AudienceCounter(count)) = counter else { return Ok(None) };
    let untold = session_change::Entity::find()
        .filter(session_change::Column::CohortId.eq(cohort))
        .filter(session_change::Column::ToldAt.is_null())
        .count(db)
        .await?;
    if untold == 0 {
        return Ok(None);
    }
    let letters = count(db, cohort).await?.of(deed).letters();
    Ok((letters > 0).then(|| Departure::WhenQuiet.sentence(letters)))
}

fn sentence(audience: Audience, deed: AnnouncedChange) -> String {
    let audience = audience.of(deed);
    let letters = audience.letters();
    let Audience { people, without_mail, waiting, facilitators } = audience;
    let mut told = Vec::new();
    if people > without_mail {
        told.push(some(people - without_mail, "persona con cupo", "personas con cupo"));
    }
    if waiting > 0 {
        told.push(some(waiting, "en lista de espera", "en lista de espera"));
    }
    if facilitators > 0 {
        told.push(some(facilitators, "persona que facilita", "personas que facilitan"));
    }
    let start = match deed {
        AnnouncedChange::Change => "Si cambia la fecha, la hora, el lugar o el enlace",
        AnnouncedChange::CancelSession | AnnouncedChange::CancelCohort => "Al cancelar",
    };
    let mut text = match told.split_last() {
        None => format!("{start}, no hay a quién avisar por correo."),
        Some((last, [])) => format!("{start}, avisaremos por correo a {last}."),
        Some((last, first)) => {
            format!("{start}, avisaremos por correo a {} y {last}.", first.join(", "))
        }
    };
    if letters > 0 {
        let leave = Departure::WhenQuiet.sentence(letters);
        text.push_str(&format!(" El mensaje lleva el calendario al día. {leave}"));
    }
    if without_mail > 0 {
        let who = some(without_mail, "persona con cupo no tiene", "personas con cupo no tienen");
        let tell = if without_mail == 1 { "avísele" } else { "avíseles" };
        text.push_str(&format!(" {who} correo: {tell} por otro medio."));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_who_hears_of_it_and_who_does_not() {
        let all = Audience { people: 28, without_mail: 2, waiting: 3, facilitators: 1 };
        let text = sentence(all, AnnouncedChange::Change);
        assert!(text.contains("a 26 personas con cupo y 1 persona que facilita."), "{text}");
        assert!(text.contains("27 correos saldrán cuando pasen diez minutos"), "{text}");
        assert!(text.ends_with("2 personas con cupo no tienen correo: avíseles por otro medio."));
        let one = Audience { without_mail: 1, ..all };
        let text = sentence(one, AnnouncedChange::Change);
        assert!(text.ends_with("1 persona con cupo no tiene correo: avísele por otro medio."));
        let text = sentence(all, AnnouncedChange::CancelCohort);
        assert!(text.contains("26 personas con cupo, 3 en lista de espera y 1 persona"), "{text}");
        assert!(text.contains("30 correos saldrán"), "{text}");
        assert!(
            sentence(Audience::default(), AnnouncedChange::CancelSession)
                .contains("no hay a quién avisar")
        );
    }
}
