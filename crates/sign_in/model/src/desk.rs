//! The desk every handler sits at: the application, who is asking, and how to answer.

use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest, Request};
use rocket::response::{Redirect, Responder};

use platform::app::App;
use platform::assets::href;
use platform::db::is_busy;
use platform::errors::AppError;
use platform::flash::{self, RedirectWithNotice};
use platform::pages::{Notice, Page, Place, Shell, View, frame_cell, place_cell};
use platform::uploads::door::introduce;
use platform::{asker, logs};

use super::actor::{Actor, Role};
use super::card::{as_the_card_says, sender};
use super::factor::rules::FactorDuty;
use super::menu::frame;
use super::sessions;

/// The result of a handler.
pub type Answer = Result<Reply, AppError>;

#[derive(Responder)]
pub enum Reply {
    Page(Page),
    Go(Redirect),
    Told(RedirectWithNotice),
    File(FileReply),
    Stream(FileStream),
    Unlisted(UnlistedPage),
    Headed(PageWithHeaders),
}

/// A page with headers of its own.
pub struct PageWithHeaders {
    page: Page,
    headers: Vec<(&'static str, String)>,
}

impl<'r> Responder<'r, 'static> for PageWithHeaders {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        let mut response = self.page.respond_to(request)?;
        for (name, value) in self.headers {
            response.set_raw_header(name, value);
        }
        Ok(response)
    }
}

/// Seconds until a page of something under way is asked for again.
const AGAIN: u32 = 3;

/// A page that search engines are asked not to keep.
pub struct UnlistedPage(Page);

impl<'r> Responder<'r, 'static> for UnlistedPage {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        rocket::Response::build_from(self.0.respond_to(request)?)
            .raw_header("X-Robots-Tag", "noindex")
            .ok()
    }
}

/// A download with its name.
pub struct FileReply {
    pub name: String,
    pub content_type: rocket::http::ContentType,
    pub bytes: Vec<u8>,
    /// Shown in the browser instead of saved (PDF).
    pub inline: bool,
}

impl<'r> Responder<'r, 'static> for FileReply {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        let how = if self.inline { "inline" } else { "attachment" };
        rocket::Response::build_from(self.bytes.respond_to(request)?)
            .header(self.content_type)
            .raw_header("Content-Disposition", disposition(how, &self.name))
            .ok()
    }
}

/// A download that is read from a file while it is sent.
pub struct FileStream {
    pub name: String,
    pub content_type: rocket::http::ContentType,
    pub file: std::fs::File,
}

impl<'r> Responder<'r, 'static> for FileStream {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        let file = rocket::tokio::fs::File::from_std(self.file);
        rocket::Response::build_from(file.respond_to(request)?)
            .header(self.content_type)
            .raw_header("Content-Disposition", disposition("attachment", &self.name))
            .ok()
    }
}

/// How a file reaches whoever asked for it. Names are made by us from codes and ASCII words, never from
/// what people typed.
fn disposition(how: &str, name: &str) -> String {
    let name: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    format!("{how}; filename=\"{name}\"")
}

/// The guard of every page. It opens for anybody: [`Desk::actor`] is the door.
pub struct Desk<'r> {
    pub app: &'r App,
    request: &'r Request<'r>,
    reader: Option<SignedReader>,
    notice: Option<Notice>,
}

/// Who is signed in, and what they owe of their second factor (R79).
pub struct SignedReader {
    pub(super) actor: Actor,
    pub(super) duty: FactorDuty,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Desk<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let Some(app) = request.rocket().state::<App>() else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        let reader = match know_reader(app, request).await {
            Ok(reader) => reader,
            Err(status) => return Outcome::Error((status, ())),
        };
        let reader = reader.map(|SignedReader { actor, duty }| SignedReader {
            actor: as_the_card_says(request, actor),
            duty,
        });
        let notice = flash::take(request);
        Outcome::Success(Self { app, request, reader, notice })
    }
}

/// Finds out who is asking and draws their frame, on error pages too.
///
/// # Errors
/// The session could not be read; the log says so, and the status whether it is worth asking
/// again.
pub async fn know_reader(app: &App, request: &Request<'_>) -> Result<Option<SignedReader>, Status> {
    let cookies = request.cookies();
    let secret = cookies.get(&sessions::cookie_name(app.config.https()));
    let grace = app.config.second_factor_days.into();
    let found = match secret.map(|cookie| cookie.value().to_owned()) {
        Some(secret) => sessions::actor(app.db.read(), &secret, app.clock.now(), grace).await,
        None => Ok(None),
    };
    let found = found.map_err(|error| {
        tracing::error!(request = logs::request_id(request), "the session could not be read");
        if is_busy(&error) { Status::ServiceUnavailable } else { Status::InternalServerError }
    })?;
    if let Some((_, last_use, _)) = &found {
        last_use.renew(app).await;
    }
    let reader = found.map(|(mut actor, _, duty)| {
        actor.request = Some(logs::request_id(request).to_owned());
        // The accounts of the demonstration are everybody's: nobody's telephone closes them.
        SignedReader { actor, duty: if app.demo { FactorDuty::Settled } else { duty } }
    });
    let _ = frame_cell(request).0.set(frame(reader.as_ref()));
    if let Some(reader) = &reader {
        asker::know(reader.actor.account.0);
    }
    let opening = reader.as_ref().filter(|reader| reader.duty != FactorDuty::Overdue);
    introduce(request, opening.map(|reader| sender(&reader.actor)).unwrap_or_default());
    Ok(reader)
}

impl<'r> Desk<'r> {
    /// Returns the signed-in actor; the error leads to the sign-in page, or to the one where an overdue
    /// second factor is set up.
    pub fn actor(&self) -> Result<&Actor, AppError> {
        match self.visitor() {
            Some(actor) => Ok(actor),
            None if self.reader.is_some() => Err(AppError::FactorFirst),
            None => Err(AppError::SignInFirst),
        }
    }

    /// Returns the actor on pages that are open to everyone; `None` means a visitor who is not
    /// signed in, or whose second factor is overdue: such a session opens nothing.
    pub fn visitor(&self) -> Option<&Actor> {
        let reader = self.reader.as_ref();
        reader.filter(|reader| reader.duty != FactorDuty::Overdue).map(|reader| &reader.actor)
    }

    /// Returns whoever is signed in, with an overdue second factor too: for setting it up and for
    /// leaving, and for nothing else.
    pub fn account_holder(&self) -> Result<&Actor, AppError> {
        self.reader.as_ref().map(|reader| &reader.actor).ok_or(AppError::SignInFirst)
    }

    /// Returns what the reader owes of their second factor; nothing when nobody is signed in.
    pub fn factor_duty(&self) -> FactorDuty {
        self.reader.as_ref().map_or(FactorDuty::Settled, |reader| reader.duty)
    }

    /// Returns the actor if they have one of these roles. The error is a refusal.
    pub fn actor_as(&self, roles: &[Role]) -> Result<&Actor, AppError> {
        let actor = self.actor()?;
        if actor.has_any(roles) { Ok(actor) } else { Err(AppError::Forbidden) }
    }

    pub fn request_id(&self) -> &str {
        logs::request_id(self.request)
    }

    pub fn request(&self) -> &'r Request<'r> {
        self.request
    }

    /// Shows a page.
    pub fn show<V: View>(&self, view: &V) -> Answer {
        self.answer(Status::Ok, view)
    }

    /// Shows a form again after a refusal: 422, and the title says «Error».
    pub fn refuse<V: View>(&self, view: &V) -> Answer {
        self.answer(Status::UnprocessableEntity, view)
    }

    /// Shows a page that names somebody to whoever has its address, with a status of its own.
    pub fn show_unlisted<V: View>(&self, status: Status, view: &V) -> Answer {
        Ok(Reply::Unlisted(UnlistedPage(self.page(status, view)?)))
    }

    /// Shows a page of something under way, which comes again by itself until it is another one.
    pub fn show_waiting<V: View>(&self, view: &V) -> Answer {
        self.show_again(view, AGAIN)
    }

    /// Shows a page that the browser asks for again by itself, with a script only while there is a network.
    pub fn show_again<V: View>(&self, view: &V, seconds: u32) -> Answer {
        Ok(Reply::Page(self.page_again(Status::Ok, view, Some(seconds))?))
    }

    /// Shows a page with headers of its own.
    pub fn show_headed<V: View>(
        &self,
        status: Status,
        view: &V,
        headers: Vec<(&'static str, String)>,
    ) -> Answer {
        Ok(Reply::Headed(PageWithHeaders { page: self.page(status, view)?, headers }))
    }

    fn answer<V: View>(&self, status: Status, view: &V) -> Answer {
        Ok(Reply::Page(self.page(status, view)?))
    }

    fn page<V: View>(&self, status: Status, view: &V) -> Result<Page, AppError> {
        self.page_again(status, view, None)
    }

    fn page_again<V: View>(
        &self,
        status: Status,
        view: &V,
        again: Option<u32>,
    ) -> Result<Page, AppError> {
        let mut shell = Shell::of(self.request, &view.title());
        shell.again = again;
        shell.breadcrumbs = view.crumbs();
        if let Some(place) = place_cell(self.request).0.get().cloned() {
            shell.breadcrumbs = place.way(shell.breadcrumbs);
            shell.place = Some(Place { is_heading: V::BEGINS_PLACE, ..place });
        }
        shell.sheet = V::SHEET.map(href);
        shell.has_errors = status == Status::UnprocessableEntity || view.has_errors();
        shell.notice = self.notice.clone();
        let html = self
            .app
            .views
            .render(V::TEMPLATE, &shell, view)
            .map_err(|error| AppError::Internal(error.to_string()))?;
        Ok(Page { status, html })
    }

    /// Says of which place the page is that will be shown. Whoever says it knows that the reader may see
    /// the place.
    pub fn stand_in(&self, place: Place) {
        let _ = place_cell(self.request).0.set(place);
    }

    /// Goes on to a page that tells what was done.
    pub fn done(&self, to: impl Into<String>, text: impl Into<String>) -> Answer {
        Ok(Reply::Told(RedirectWithNotice::new(to.into(), "success", text.into())))
    }

    /// Goes on to a page that warns.
    pub fn warned(&self, to: impl Into<String>, text: impl Into<String>) -> Answer {
        Ok(Reply::Told(RedirectWithNotice::new(to.into(), "warning", text.into())))
    }

    pub fn go(&self, to: impl Into<String>) -> Answer {
        Ok(Reply::Go(Redirect::to(to.into())))
    }

    /// Goes on with the form that was sent: the browser sends it there once more, as it is.
    pub fn go_with_form(&self, to: &'static str) -> Answer {
        Ok(Reply::Go(Redirect::temporary(to)))
    }

    pub fn file(&self, file: FileReply) -> Answer {
        Ok(Reply::File(file))
    }

    pub fn stream(&self, file: FileStream) -> Answer {
        Ok(Reply::Stream(file))
    }
}
