//! Forms that bring a file. Read whole and bounded, like every form, so that no bad upload is an
//! error of the framework: a file that is too large is told on its page.

use multer::Multipart;
use rocket::data::{FromData, Outcome, ToByteUnit};
use rocket::http::Status;
use rocket::tokio::io::{AsyncReadExt, copy, sink};
use rocket::{Data, Request};

use super::forms::{Fields, FormError};

/// Room for the other fields.
const ROOM: usize = 64 * 1024;
/// How much of a larger upload is read and thrown away, so that the browser is still connected when
/// it gets the refusal. The connection of a still larger upload is cut.
const DRAINED_MIB: u64 = 48;

/// A file with the name that the person's machine gives it.
pub struct UploadedFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What a file of a form weighs at most, in megabytes, where its page says nothing else.
pub const USUAL_MEGABYTES: usize = 5;

/// A form with one file at most, of so many megabytes.
#[derive(Default)]
pub struct Upload<const MEGABYTES: usize = USUAL_MEGABYTES> {
    pub fields: Fields,
    /// Nothing when none was chosen.
    pub file: Option<UploadedFile>,
    pub too_large: bool,
}

#[rocket::async_trait]
impl<'r, const MEGABYTES: usize> FromData<'r> for Upload<MEGABYTES> {
    type Error = FormError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let kind = request.content_type().map(ToString::to_string).unwrap_or_default();
        // Something else than a form with files has no file: the page asks for it.
        let Ok(boundary) = multer::parse_boundary(kind) else {
            return Outcome::Success(Self::default());
        };
        let mut stream = data.open(DRAINED_MIB.mebibytes());
        let mut body = Vec::new();
        let most = (MEGABYTES * 1024 * 1024 + ROOM) as u64;
        let read = (&mut stream).take(most + 1).read_to_end(&mut body).await;
        if read.is_err() {
            return Outcome::Error((Status::BadRequest, FormError::NotAForm));
        }
        if body.len() as u64 > most {
            let _ = copy(&mut stream, &mut sink()).await;
            return Outcome::Success(Self { too_large: true, ..Self::default() });
        }
        match parse(body, boundary).await {
            Ok(upload) => Outcome::Success(upload),
            Err(_) => Outcome::Error((Status::BadRequest, FormError::NotAForm)),
        }
    }
}

async fn parse<const MEGABYTES: usize>(
    body: Vec<u8>,
    boundary: String,
) -> Result<Upload<MEGABYTES>, multer::Error> {
    let mut parts = Multipart::with_reader(body.as_slice(), boundary);
    let mut upload = Upload::<MEGABYTES>::default();
    let mut texts: Vec<(String, String)> = Vec::new();
    while let Some(part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file_name) => {
                let bytes = part.bytes().await?;
                // A browser sends an empty part when nothing was chosen.
                if upload.file.is_none() && !(file_name.is_empty() && bytes.is_empty()) {
                    upload.too_large = bytes.len() > MEGABYTES * 1024 * 1024;
                    upload.file =
                        Some(UploadedFile { name: bare(&file_name), bytes: bytes.to_vec() });
                }
            }
            None if texts.len() < 200 => texts.push((name, part.text().await?)),
            None => {}
        }
    }
    upload.fields = Fields::of_pairs(texts);
    Ok(upload)
}

/// The last part of a path, in readable letters.
fn bare(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).collect();
    clean.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rocket::async_test]
    async fn a_form_with_a_file_is_read_whole() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"hoja\"\r\n\r\n 2 \r\n--x\r\n\
            Content-Disposition: form-data; name=\"archivo\"; filename=\"C:\\\\a\\\\lista.csv\"\r\n\r\n1;2\r\n--x--\r\n";
        let upload = parse::<5>(body.to_vec(), "x".to_owned()).await.expect("reads");
        assert_eq!(upload.fields.first("hoja"), "2");
        let file = upload.file.expect("is there");
        assert_eq!((file.name.as_str(), file.bytes.as_slice()), ("lista.csv", b"1;2".as_slice()));
    }

    #[rocket::async_test]
    async fn a_form_without_its_end_is_no_form() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1".to_vec();
        assert!(parse::<5>(body, "x".to_owned()).await.is_err());
    }
}
