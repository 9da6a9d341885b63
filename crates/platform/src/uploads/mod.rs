//! Forms that bring a file. Read whole and bounded, like every form, so that no bad upload is an
//! error of the framework: a file that is too large is told on its page.
//!
//! Nothing is read of whoever may not send ([`door`]), only what was typed by whoever has to sign in first
//! or in a form that says itself that it is too large, and never more at once than the instance has room
//! for ([`budget`]). A file is in memory once.

pub mod budget;
pub mod door;
mod parts;

use rocket::data::{DataStream, FromData, Outcome, ToByteUnit};
use rocket::http::Status;
use rocket::tokio::io::{copy, sink};
use rocket::{Data, Request};
use sha2::{Digest, Sha256};

use self::budget::{ByteBudget, ByteShare};
use self::parts::{Destination, Parts, ReadingError};
use super::forms::{Fields, FormError};
use super::typed;

/// Room for the other fields.
const ROOM: usize = 64 * 1024;
/// How much of an upload that is not kept is read and thrown away, so that the browser is still
/// connected when it gets the answer. The connection of a still larger upload is cut.
const DRAINED_MIB: usize = 48;
const MIB: usize = 1024 * 1024;

/// A file with the name that the person's machine gives it.
pub struct UploadedFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What a file of a form weighs at most, in megabytes, where its page says nothing else.
pub const USUAL_MEGABYTES: usize = 5;

/// A form with one file at most, of so many megabytes. It is empty when the route's card lets somebody
/// else in: the handler refuses them.
#[derive(Default)]
pub struct Upload<const MEGABYTES: usize = USUAL_MEGABYTES> {
    pub fields: Fields,
    /// Nothing when none was chosen.
    pub file: Option<UploadedFile>,
    pub too_large: bool,
    /// The bytes count as held until the handler is done with the form.
    _share: Option<ByteShare>,
}

/// A form whose file is not wanted, only what tells it from every other: it is looked at while it
/// comes, and no more than its beginning is kept, for as long as the request lasts.
#[derive(Default)]
pub struct Fingerprint<const MEGABYTES: usize> {
    /// SHA-256 of the bytes, hexadecimal, and how they begin; nothing when no file was chosen.
    pub file: Option<FileDigest>,
    pub too_large: bool,
}

/// What is known of a file that was only looked at.
pub struct FileDigest {
    pub sha256: String,
    /// The first bytes, [`BEGINNING`] at most.
    pub beginning: Vec<u8>,
    /// Whether there were more.
    is_longer: bool,
}

/// How much of a file that is only looked at is kept.
const BEGINNING: usize = 16 * 1024;

impl FileDigest {
    /// The whole file, when it is a short text.
    pub fn text(&self) -> Option<&str> {
        if self.is_longer {
            return None;
        }
        std::str::from_utf8(&self.beginning).ok()
    }
}

#[rocket::async_trait]
impl<'r, const MEGABYTES: usize> FromData<'r> for Upload<MEGABYTES> {
    type Error = FormError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let arrival = match Arrival::of(request, data, MEGABYTES) {
            Ok(arrival) => arrival,
            Err(obstacle) => {
                let form = |too_large| Self { too_large, ..Self::default() };
                return obstacle.told(request, form).await;
            }
        };
        let Some(budget) = request.rocket().state::<ByteBudget>() else {
            return Outcome::Error((Status::InternalServerError, FormError::NotAForm));
        };
        let mut share = budget.share(arrival.account);
        let announced = arrival.announced.unwrap_or_default().min(arrival.most);
        let bytes = Vec::with_capacity(announced);
        let (read, too_large) = match arrival.read(bytes, Some(&mut share)).await {
            Ok(read) => read,
            Err(error) => return Outcome::Error(error),
        };
        let file = read.file.map(|(name, bytes)| UploadedFile { name, bytes });
        let file = file.filter(|_| !too_large);
        let fields = Fields::of_pairs(read.texts);
        Outcome::Success(Self { fields, file, too_large, _share: Some(share) })
    }
}

#[rocket::async_trait]
impl<'r, const MEGABYTES: usize> FromData<'r> for Fingerprint<MEGABYTES> {
    type Error = FormError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let arrival = match Arrival::of(request, data, MEGABYTES) {
            Ok(arrival) => arrival,
            Err(obstacle) => {
                return obstacle.told(request, |too_large| Self { too_large, file: None }).await;
            }
        };
        let (read, too_large) = match arrival.read(Glance::default(), None).await {
            Ok(read) => read,
            Err(error) => return Outcome::Error(error),
        };
        let file = read.file.map(|(_, look)| FileDigest {
            sha256: data_encoding::HEXLOWER.encode(&look.hash.finalize()),
            beginning: look.beginning,
            is_longer: look.is_longer,
        });
        Outcome::Success(Self { file: file.filter(|_| !too_large), too_large })
    }
}

/// A file of which only the digest and the beginning stay.
#[derive(Default)]
struct Glance {
    hash: Sha256,
    beginning: Vec<u8>,
    is_longer: bool,
}

impl Destination for Glance {
    fn take(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        let missing = BEGINNING.saturating_sub(self.beginning.len());
        self.is_longer |= bytes.len() > missing;
        self.beginning.extend(bytes.iter().take(missing));
    }
}

/// A file of which nothing stays.
struct Nowhere;

impl Destination for Nowhere {
    fn take(&mut self, _: &[u8]) {}
}

impl Destination for Vec<u8> {
    fn take(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// A form with a file that may be read.
struct Arrival<'r> {
    body: DataStream<'r>,
    boundary: String,
    /// The most bytes of the file; none when the form says itself that it is too large.
    most: usize,
    /// The bytes of the whole form, as its sender says.
    announced: Option<usize>,
    account: Option<i64>,
}

/// A form that is not read.
enum Obstacle<'r> {
    /// Something else than a form with files has no file: the page asks for it.
    NoForm,
    /// Who sends it may not; the handler says so.
    NotAllowed(Box<Arrival<'r>>),
    /// So large that nobody waits for it to pass by.
    TooLarge,
}

impl<'r> Obstacle<'r> {
    /// Reads away what a browser must get rid of before it listens, and answers an empty form.
    async fn told<F>(
        self,
        request: &Request<'_>,
        form: impl FnOnce(bool) -> F,
    ) -> Outcome<'r, F, FormError> {
        let too_large = matches!(self, Self::TooLarge);
        match self {
            Self::NotAllowed(arrival) if door::is_strangers(request) => {
                arrival.pass_by(request).await;
            }
            Self::NotAllowed(arrival) => drain(arrival.body).await,
            Self::NoForm | Self::TooLarge => {}
        }
        Outcome::Success(form(too_large))
    }
}

async fn drain(mut body: DataStream<'_>) {
    let _ = copy(&mut body, &mut sink()).await;
}

impl<'r> Arrival<'r> {
    fn of(
        request: &'r Request<'_>,
        data: Data<'r>,
        megabytes: usize,
    ) -> Result<Self, Obstacle<'r>> {
        let kind = request.content_type().map(ToString::to_string).unwrap_or_default();
        let Ok(boundary) = multer::parse_boundary(kind) else { return Err(Obstacle::NoForm) };
        let announced = request.headers().get_one("Content-Length");
        let announced = announced.map(|text| text.parse().unwrap_or(usize::MAX));
        let account = door::opened(request);
        if announced.is_some_and(|bytes| bytes > DRAINED_MIB * MIB) {
            // The card's answer goes before the size's.
            return Err(match account {
                Some(_) => Obstacle::TooLarge,
                None => Obstacle::NoForm,
            });
        }
        let body = data.open(DRAINED_MIB.mebibytes());
        // Of a file that will not do nothing is kept, but what was typed before it comes back.
        let most = match door::most(request).min(megabytes * MIB) {
            most if announced.is_some_and(|bytes| bytes > most + ROOM) => 0,
            most => most,
        };
        let is_allowed = account.is_some();
        let account = account.flatten();
        let arrival = Self { body, boundary, most, announced, account };
        match is_allowed {
            true => Ok(arrival),
            false => Err(Obstacle::NotAllowed(Box::new(arrival))),
        }
    }

    /// Reads the form away and remembers its texts, for when somebody has signed in.
    async fn pass_by(mut self, request: &Request<'_>) {
        let mut parts = Parts::new(Nowhere);
        let read = parts.fill(&mut self.body, self.boundary, (self.most, ROOM), None).await;
        drain(self.body).await;
        let is_form = matches!(read, Ok(()) | Err(ReadingError::TooLarge));
        if let Some(control) = parts.control.filter(|_| is_form) {
            typed::remember(request, Fields::of_pairs(parts.texts), control);
        }
    }

    /// Reads the form; the bool says that the file was too large, in which case it is not whole.
    async fn read<D: Destination>(
        mut self,
        file: D,
        share: Option<&mut ByteShare>,
    ) -> Result<(Parts<D>, bool), (Status, FormError)> {
        let mut parts = Parts::new(file);
        let read = parts.fill(&mut self.body, self.boundary, (self.most, ROOM), share).await;
        match read {
            Ok(()) => Ok((parts, false)),
            Err(ReadingError::TooLarge) => {
                drain(self.body).await;
                Ok((parts, true))
            }
            Err(ReadingError::NoRoom(_)) => {
                drain(self.body).await;
                Err((Status::ServiceUnavailable, FormError::NoRoom))
            }
            Err(ReadingError::Broken) => Err((Status::BadRequest, FormError::NotAForm)),
        }
    }
}
