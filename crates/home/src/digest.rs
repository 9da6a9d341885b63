//! What waits for a coordinator, by mail on the morning of each working day: the rows of their
//! home page, and nothing on a day when nothing waits.

use std::time::Duration;

use chrono::{DateTime, Datelike, NaiveTime, Utc, Weekday};
use sea_orm::{ColumnTrait, QueryOrder};

use notices_model::commands::keys_known;
use notices_model::letters::{Letter, LetterSample, MailAction, Recipient, samples_of};
use platform::holidays::is_holiday;
use platform::workers::{Round, Worker};
use sign_in_model::actor::{Actor, Role};
use sign_in_model::entity::{account, role_grant};
use sign_in_model::prelude::*;
use sign_in_model::queries::{held_on, open_accounts};
use sign_in_model::work::Work;

use super::pages;
use super::views::Decision;

/// How often the loop looks; the letter of a day is written in its first hours.
const PAUSE: Duration = Duration::from_secs(10 * 60);

/// Sent from seven to ten in the morning, Monday to Friday, and on no holiday: who starts the
/// product at noon needs no letter about the morning.
fn is_morning(now: DateTime<Utc>) -> bool {
    let day = dates::bogota_date(now);
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).map(|time| dates::from_bogota(day, time));
    let works = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day);
    works && at(7).is_some_and(|from| now >= from) && at(10).is_some_and(|to| now < to)
}

/// What waits for a coordinator today.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Digest {
    /// «lunes 23 de noviembre de 2026».
    pub day: String,
    /// «Responder 2 reclamos. Lo más antiguo espera desde el martes 17.».
    pub lines: Vec<String>,
}

impl Digest {
    /// Returns `None` when nothing waits.
    fn of(lines: Vec<String>, day: String) -> Option<Self> {
        (!lines.is_empty()).then_some(Self { day, lines })
    }
}

impl Letter for Digest {
    const TEMPLATE: &'static str = "emails/home/digest";

    fn subject(&self) -> String {
        format!("Lo que sigue: {}", self.day)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Abrir el inicio", "/"))
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<Digest>()
}

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("digest", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Writes the letters of this morning that are missing.
pub async fn round(app: &App) -> Result<Round, AppError> {
    if !is_morning(app.clock.now()) {
        return Ok(Round::Idle);
    }
    let coordinating =
        held_on(app.clock.today()).add(role_grant::Column::Role.eq(Role::Coordinator));
    let accounts = open_accounts(coordinating).order_by_asc(account::Column::Id);
    let accounts = accounts.all(app.db.read()).await?;
    for account in accounts {
        tell(app, account).await?;
    }
    Ok(Round::Idle)
}

async fn tell(app: &App, account: account::Model) -> Result<(), AppError> {
    let today = app.clock.today();
    let key = format!("home/digest/{today}/{}", account.id);
    if !keys_known(app.db.read(), [key.as_str()]).await?.is_empty() {
        return Ok(());
    }
    let Some(actor) = Actor::load(app.db.read(), account.id, today).await? else { return Ok(()) };
    let work = pages::coordinator(app, &actor).await?.work.unwrap_or_default();
    let lines = work.decisions.into_iter().map(Decision::line).collect();
    let Some(letter) = Digest::of(lines, dates::with_weekday(today)) else { return Ok(()) };
    let to = Recipient {
        email: account.email,
        name: account.display_name,
        person: account.person_id,
        account: Some(account.id.0),
    };
    let work = Work::of_product(app).await?;
    work.write_to(to, key, &letter).await?;
    work.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: u32) -> DateTime<Utc> {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, day).expect("a day");
        dates::from_bogota(day, NaiveTime::from_hms_opt(hour, 30, 0).expect("a time"))
    }

    #[test]
    fn it_goes_out_on_the_mornings_of_working_days() {
        assert!(is_morning(at(20, 7)));
        assert!(is_morning(at(20, 9)));
        assert!(!is_morning(at(20, 6)));
        assert!(!is_morning(at(20, 10)), "too late to be the morning's");
        assert!(!is_morning(at(21, 8)), "Saturday");
        assert!(!is_morning(at(16, 8)), "Independencia de Cartagena");
    }

    #[test]
    fn a_day_without_anything_waiting_has_no_letter() {
        assert!(Digest::of(Vec::new(), String::new()).is_none());
        let some = vec!["Cerrar 2 cohortes".to_owned()];
        assert_eq!(Digest::of(some, String::new()).map(|digest| digest.lines.len()), Some(1));
    }
}
