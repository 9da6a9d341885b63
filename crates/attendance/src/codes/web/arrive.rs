//! Where a code is typed: by somebody signed in, or with the address of a person's letter. Opening the
//! page changes nothing, whatever its address holds.

use rocket::http::{Cookie, Status};
use rocket::time::Duration;
use rocket::{State as Managed, get, post};

use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::links;
use people_model::entity::person::{self, PersonId};
use people_model::rules::masked_document;
use platform::assets::href;
use platform::cookies;
use platform::headers::allow_camera;
use platform::limits::RetryAfter;
use platform::texts::{Refusal, say, sentence};
use platform::{dates, secrets};
use sign_in_model::prelude::*;

use crate::codes::commands::{self, CheckIn, CheckInOrigin};
use crate::codes::guesses::Guesses;
use crate::codes::policy::{self, Come, comer};
use crate::codes::queries::{self, RoomMark, TitledRoom};
use crate::codes::refusals::CodeRefusal;
use crate::codes::rules::{Code, Room, astray, lead};
use crate::codes::views::{ArrivalLinkGonePage, ArrivePage, CheckedIn, StandingLine};
use crate::entity::attendance_mark::Method;
use crate::labels::{enough, missing};
use crate::rules::was_there;

/// The cookie that tells one browser from another for half a day.
const BROWSER: &str = "llegada";
/// The cookie that leads a person who opened their letter once back to their own page.
const LETTER: &str = "llegada_enlace";
/// The pages that get both.
const PATH: &str = "/llegada";
const HALF_A_DAY: Duration = Duration::hours(12);
/// The longest text that is put back into the field.
const LONGEST: usize = 40;

/// What this page may do beyond every other: its own module reads the square with the camera.
fn headers(desk: &Desk<'_>) -> Vec<(&'static str, String)> {
    allow_camera(desk.request());
    vec![("X-Robots-Tag", "noindex".to_owned())]
}

/// The person who types, and the enrolment that the address of a letter names.
struct Typist {
    person: Option<PersonId>,
    linked: Option<EnrolmentId>,
    /// «Ana, CC ***456».
    who: Option<String>,
    action: String,
}

impl Typist {
    fn signed_in(desk: &Desk<'_>) -> Result<Self, AppError> {
        let person = comer(desk.actor()?);
        Ok(Self { person, linked: None, who: None, action: "/llegada".to_owned() })
    }

    fn of_letter(token: &str, enrolment: &enrolment::Model, person: &person::Model) -> Self {
        let document = masked_document(person.document_type, &person.document_number);
        Self {
            person: Some(person.id),
            linked: Some(enrolment.id),
            who: Some(format!("{}, {document}", person.first_name)),
            action: format!("/llegada/{token}"),
        }
    }

    async fn rooms(&self, desk: &Desk<'_>) -> Result<Vec<TitledRoom>, AppError> {
        let (db, now) = (desk.app.db.read(), desk.app.clock.now());
        Ok(match (self.linked, self.person) {
            (Some(enrolment), _) => queries::rooms_of_enrolment(db, enrolment, now).await?,
            (None, Some(person)) => queries::rooms_of(db, person, now).await?,
            (None, None) => Vec::new(),
        })
    }

    fn permit(&self, desk: &Desk<'_>, room: &Room) -> Result<Come, Denial> {
        match self.linked {
            Some(enrolment) => policy::may_come_by_link(desk.request_id(), enrolment, room),
            None => policy::may_come(desk.actor().map_err(|_| Denial)?, room),
        }
    }

    async fn page(&self, desk: &Desk<'_>, form: FormState) -> Result<ArrivePage, AppError> {
        let now = desk.app.clock.now();
        let rooms = self.rooms(desk).await?;
        let here = |named: &&TitledRoom| named.room.is_today(now);
        let rooms: Vec<&TitledRoom> = rooms.iter().filter(here).collect();
        let pairs: Vec<_> =
            rooms.iter().map(|named| (named.room.session, named.room.enrolment)).collect();
        let stands = queries::standing(desk.app.db.read(), &pairs).await?;
        let standing = rooms.iter().filter_map(|named| {
            let stands = stands.iter().find(|stands| stands.session == named.room.session)?;
            let by_code = stands.method == Method::Code;
            let how = if by_code { "por código" } else { "por quien facilita" };
            Some(StandingLine {
                title: named.title.clone(),
                tone: stands.state.code(),
                state: stands.state.label(),
                text: sentence(&format!("{how}, {}", dates::time(stands.at))),
            })
        });
        let standing: Vec<StandingLine> = standing.collect();
        let ahead = rooms.iter().find(|named| {
            let said = stands.iter().any(|stands| stands.session == named.room.session);
            !said && named.room.ends_at >= now
        });
        let done = match ahead {
            None if !form.has_errors() => self.done(desk, &rooms, &stands).await?,
            _ => None,
        };
        Ok(ArrivePage {
            already: None,
            form,
            done,
            action: self.action.clone(),
            who: self.who.clone(),
            stranger: self.who.is_some(),
            standing,
            next: ahead.map(|named| {
                let hours = dates::span(named.room.starts_at, named.room.ends_at);
                sentence(&format!("Hoy: {}, {hours}", named.title))
            }),
            script: href("camara.js"),
        })
    }

    /// What the page says once there is nothing more to do: how the person stands in the last session of
    /// today where they are, and in the course. Three statements.
    async fn done(
        &self,
        desk: &Desk<'_>,
        rooms: &[&TitledRoom],
        stands: &[RoomMark],
    ) -> Result<Option<CheckedIn>, AppError> {
        let there = |named: &&&TitledRoom| {
            let said = stands.iter().find(|stands| stands.session == named.room.session);
            said.is_some_and(|stands| was_there(stands.state))
        };
        let Some(named) = rooms.iter().rev().find(there) else { return Ok(None) };
        let Some(mark) = stands.iter().find(|stands| stands.session == named.room.session) else {
            return Ok(None);
        };
        let (db, now) = (desk.app.db.read(), desk.app.clock.now());
        let so_far = queries::so_far(db, named.room.cohort, named.room.enrolment, now).await?;
        let facts = [("state", mark.state.label().to_owned()), ("time", dates::time(mark.at))];
        Ok(Some(CheckedIn {
            title: say("attendance.arrived", &facts),
            session: named.title.clone(),
            so_far: so_far.map(|(totals, minimum)| {
                let all = totals.held + totals.remaining + totals.unlisted;
                let sessions = numbers::some(all, "sesión", "sesiones");
                let attended = totals.attended;
                match enough(&totals, minimum) {
                    Some(enough) => format!("{attended} de {sessions} · {enough}"),
                    None => format!("{attended} de {sessions}. {}", missing(&totals, minimum)),
                }
            }),
            course: self
                .linked
                .is_none()
                .then(|| format!("/inscripciones/{}", named.room.enrolment)),
        }))
    }

    async fn show(&self, desk: &Desk<'_>, code: Option<&str>) -> Answer {
        let form = match code {
            Some(code) => FormState::default().with("codigo", short(code)),
            None => FormState::default(),
        };
        desk.show_headed(Status::Ok, &self.page(desk, form).await?, headers(desk))
    }

    async fn arrive(&self, desk: &Desk<'_>, fields: &Fields, guesses: &Guesses) -> Answer {
        let refusal = match self.attempt(desk, fields, guesses).await {
            Ok(came) => {
                let state = came.state.label();
                let text =
                    format!("Su llegada quedó registrada: {state}, {}", dates::time(came.at));
                return desk.done(self.action.clone(), sentence(&text));
            }
            Err(failure) => match failure.refusal()? {
                // They are there: that is no error.
                refusal @ CodeRefusal::AlreadyThere { .. } => {
                    let mut page = self.page(desk, FormState::default()).await?;
                    page.already = Some(refusal.sentence());
                    return desk.show_headed(Status::Ok, &page, headers(desk));
                }
                refusal => refusal,
            },
        };
        let mut form = FormState::default().with("codigo", short(fields.first("codigo")));
        form.refuse("codigo", refusal.sentence());
        let mut headers = headers(desk);
        let status = match refusal {
            CodeRefusal::Wait { seconds } => {
                headers.push(("Retry-After", seconds.to_string()));
                Status::TooManyRequests
            }
            _ => Status::UnprocessableEntity,
        };
        desk.show_headed(status, &self.page(desk, form).await?, headers)
    }

    async fn attempt(
        &self,
        desk: &Desk<'_>,
        fields: &Fields,
        guesses: &Guesses,
    ) -> Result<CheckIn, Failure<CodeRefusal>> {
        let refused = |refusal| Err(Failure::Refused(refusal));
        let at = desk.app.clock.now();
        let typed = fields.first("codigo");
        if typed.is_empty() {
            return refused(CodeRefusal::Empty);
        }
        let Some(code) = Code::read(typed) else { return refused(CodeRefusal::Unreadable) };
        let Some(person) = self.person else { return refused(CodeRefusal::NotEnrolled) };
        if let Err(RetryAfter(seconds)) = guesses.take(person, at) {
            return refused(CodeRefusal::Wait { seconds });
        }
        let rooms: Vec<Room> =
            self.rooms(desk).await?.into_iter().map(|named| named.room).collect();
        let wrong = || guesses.wrong(person, rooms.iter().map(|room| room.session), at);
        match lead(code, &rooms, at) {
            Ok(Some(door)) => {
                guesses.right(person);
                let permit = self.permit(desk, door.room).map_err(AppError::from)?;
                commands::come(desk.app, permit, door.opening, &known(desk, at)).await
            }
            Ok(None) => {
                let sessions: Vec<_> = rooms.iter().map(|room| room.session).collect();
                let others = queries::secrets_but(desk.app.db.read(), &sessions, at).await?;
                wrong();
                refused(astray(code, &rooms, &others, at))
            }
            Err(refusal) => {
                wrong();
                refused(refusal)
            }
        }
    }
}

fn short(typed: &str) -> String {
    typed.chars().take(LONGEST).collect()
}

/// What is known of the browser that asks; it gets a cookie if it has none.
fn known(desk: &Desk<'_>, at: DateTime<Utc>) -> CheckInOrigin {
    let request = desk.request();
    let (jar, https) = (request.cookies(), desk.app.config.https());
    let browser = cookies::read(jar, https, BROWSER, PATH).or_else(|| {
        let word = secrets::token().ok()?;
        jar.add(cookie(desk, BROWSER, word.clone()));
        Some(word)
    });
    let network = request.client_ip().map(|address| address.to_string());
    CheckInOrigin { at, network, browser }
}

fn cookie(desk: &Desk<'_>, name: &'static str, value: String) -> Cookie<'static> {
    let https = desk.app.config.https();
    cookies::build(https, name, PATH, value, Some(HALF_A_DAY))
}

#[get("/llegada?<c>")]
pub async fn form(desk: Desk<'_>, c: Option<&str>) -> Answer {
    if desk.visitor().is_none() {
        // The square leads here; whoever has their letter goes on to their own page.
        let (jar, https) = (desk.request().cookies(), desk.app.config.https());
        let letter = cookies::read(jar, https, LETTER, PATH);
        let letter = letter.filter(|token| token.chars().all(|c| c.is_ascii_alphanumeric()));
        if let Some(token) = letter {
            let code = c.and_then(Code::read);
            let code = code.map(|code| format!("?c={code}")).unwrap_or_default();
            return desk.go(format!("/llegada/{token}{code}"));
        }
    }
    Typist::signed_in(&desk)?.show(&desk, c).await
}

#[post("/llegada", data = "<fields>")]
pub async fn arrive(desk: Desk<'_>, fields: Fields, guesses: &Managed<Guesses>) -> Answer {
    Typist::signed_in(&desk)?.arrive(&desk, &fields, guesses).await
}

#[get("/llegada/<token>?<c>")]
pub async fn form_by_link(desk: Desk<'_>, token: &str, c: Option<&str>) -> Answer {
    let now = desk.app.clock.now();
    let Some((enrolment, person)) = links::whose(desk.app.db.read(), token, now).await? else {
        // One that was good once leads nowhere from now on.
        cookies::forget(desk.request().cookies(), desk.app.config.https(), LETTER, PATH);
        return desk.show_unlisted(Status::Ok, &ArrivalLinkGonePage {});
    };
    desk.request().cookies().add(cookie(&desk, LETTER, token.to_owned()));
    Typist::of_letter(token, &enrolment, &person).show(&desk, c).await
}

#[post("/llegada/<token>", data = "<fields>")]
pub async fn arrive_by_link(
    desk: Desk<'_>,
    token: &str,
    fields: Fields,
    guesses: &Managed<Guesses>,
) -> Answer {
    let now = desk.app.clock.now();
    let Some((enrolment, person)) = links::whose(desk.app.db.read(), token, now).await? else {
        return desk.show_unlisted(Status::UnprocessableEntity, &ArrivalLinkGonePage {});
    };
    Typist::of_letter(token, &enrolment, &person).arrive(&desk, &fields, guesses).await
}
