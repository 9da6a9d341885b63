//! The parts of a form with a file, read as they come.

use std::io;

use multer::Multipart;
use rocket::futures::stream::try_unfold;
use rocket::tokio::io::{AsyncRead, AsyncReadExt};
use rocket::tokio::task::yield_now;

use super::budget::{ByteShare, NoRoom};

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// Fields of a form; what comes after them is passed by.
const MOST_TEXTS: usize = 200;

/// Where the bytes of a file go.
pub trait Destination {
    fn take(&mut self, bytes: &[u8]);
}

/// What a form holds: its texts, and the first file with its name.
pub struct Parts<D> {
    pub texts: Vec<(String, String)>,
    pub file: Option<(String, D)>,
    /// The name of the control that the file was chosen with, also when none was.
    pub control: Option<String>,
    destination: Option<D>,
}

/// Why a form is not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum ReadingError {
    #[error("larger than allowed")]
    TooLarge,
    #[error(transparent)]
    NoRoom(#[from] NoRoom),
    /// It breaks off, or is no form.
    #[error("not a form")]
    Broken,
}

impl From<io::Error> for ReadingError {
    fn from(_: io::Error) -> Self {
        Self::Broken
    }
}

impl From<multer::Error> for ReadingError {
    fn from(error: multer::Error) -> Self {
        match error {
            multer::Error::StreamReadFailed(why) => {
                why.downcast::<ReadingError>().map_or(Self::Broken, |cut| *cut)
            }
            _ => Self::Broken,
        }
    }
}

impl<D: Destination> Parts<D> {
    pub fn new(file: D) -> Self {
        Self { texts: Vec::new(), file: None, control: None, destination: Some(file) }
    }

    /// Reads to the end of the form: at most so many bytes of the file and so many around it, its texts
    /// among them. With a share, every byte is counted in before it is kept.
    pub async fn fill(
        &mut self,
        body: &mut (impl AsyncRead + Unpin + Send),
        boundary: String,
        (most, room): (usize, usize),
        share: Option<&mut ByteShare>,
    ) -> Result<(), ReadingError> {
        let chunks = try_unfold((body, share, 0), |(body, mut share, before)| async move {
            // The reader of parts takes what there is before it looks at any of it: one chunk at a time
            // is there, so that a fast sender's file is not in memory twice.
            if before > 0 {
                yield_now().await;
            }
            let mut chunk = Vec::with_capacity(CHUNK);
            let read = body.read_buf(&mut chunk).await.map_err(ReadingError::from)?;
            let all: usize = before + read;
            if all > most + room {
                return Err(ReadingError::TooLarge);
            }
            if let Some(share) = &mut share {
                share.grow(read).map_err(ReadingError::from)?;
            }
            Ok((read > 0).then_some((chunk, (body, share, all))))
        });
        let mut parts = Multipart::new(chunks, boundary);
        let mut typed = 0;
        while let Some(mut part) = parts.next_field().await? {
            let Some(file_name) = part.file_name().map(bare) else {
                let name = part.name().unwrap_or_default().to_owned();
                if self.texts.len() < MOST_TEXTS {
                    let mut text = Vec::new();
                    while let Some(chunk) = part.chunk().await? {
                        typed += chunk.len();
                        if typed > room {
                            return Err(ReadingError::TooLarge);
                        }
                        text.extend_from_slice(&chunk);
                    }
                    self.texts.push((name, String::from_utf8_lossy(&text).into_owned()));
                }
                continue;
            };
            if self.control.is_none() {
                self.control = part.name().map(str::to_owned);
            }
            let Some(mut destination) = self.destination.take() else { continue };
            let mut bytes = 0;
            while let Some(chunk) = part.chunk().await? {
                bytes += chunk.len();
                if bytes > most {
                    return Err(ReadingError::TooLarge);
                }
                destination.take(&chunk);
            }
            // A browser sends an empty part when nothing was chosen.
            if file_name.is_empty() && bytes == 0 {
                self.destination = Some(destination);
            } else {
                self.file = Some((file_name, destination));
            }
        }
        Ok(())
    }
}

/// The last part of a path, in readable letters.
fn bare(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).collect();
    clean.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::budget::{ByteBudget, MOST_OF_ONE};
    use super::*;

    async fn read(mut body: &[u8], most: usize) -> (Parts<Vec<u8>>, Result<(), ReadingError>) {
        let mut parts = Parts::new(Vec::new());
        let done = parts.fill(&mut body, "x".to_owned(), (most, 1_000), None).await;
        (parts, done)
    }

    const FORM: &[u8] = b"--x\r\nContent-Disposition: form-data; name=\"hoja\"\r\n\r\n 2 \r\n--x\r\n\
        Content-Disposition: form-data; name=\"archivo\"; filename=\"C:\\\\a\\\\lista.csv\"\r\n\r\n1;2\r\n--x--\r\n";

    #[rocket::async_test]
    async fn a_form_with_a_file_is_read_whole() {
        let (parts, done) = read(FORM, 3).await;
        assert!(done.is_ok());
        assert_eq!(parts.texts, [("hoja".to_owned(), " 2 ".to_owned())]);
        let (name, bytes) = parts.file.expect("is there");
        assert_eq!((name.as_str(), bytes.as_slice()), ("lista.csv", b"1;2".as_slice()));
        assert_eq!(parts.control.as_deref(), Some("archivo"));
    }

    #[rocket::async_test]
    async fn a_file_larger_than_allowed_is_cut_and_what_was_typed_before_it_stays() {
        let (parts, done) = read(FORM, 2).await;
        assert!(matches!(done, Err(ReadingError::TooLarge)));
        assert_eq!(parts.texts.len(), 1);
        assert!(parts.file.is_none());
        let long = [FORM, [b'x'; 2_000].as_slice()].concat();
        let (_, done) = read(&long, 3).await;
        assert!(
            matches!(done, Err(ReadingError::TooLarge)),
            "what comes behind the file counts too"
        );
    }

    #[rocket::async_test]
    async fn texts_have_the_room_around_a_file_however_large_that_may_be() {
        let text = "a".repeat(1_001);
        let form = format!(
            "--x\r\nContent-Disposition: form-data; name=\"texto\"\r\n\r\n{text}\r\n--x--\r\n"
        );
        let (parts, done) = read(form.as_bytes(), 100_000).await;
        assert!(matches!(done, Err(ReadingError::TooLarge)));
        assert!(parts.texts.is_empty() && parts.control.is_none());
    }

    #[rocket::async_test]
    async fn a_form_without_its_end_is_no_form() {
        let (_, done) =
            read(b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", 9).await;
        assert!(matches!(done, Err(ReadingError::Broken)));
    }

    #[rocket::async_test]
    async fn a_form_that_finds_no_room_is_cut() {
        let budget = ByteBudget::default();
        let mut other = budget.share(Some(1));
        other.grow(MOST_OF_ONE - 10).expect("has room");
        let mut share = budget.share(Some(1));
        let mut parts = Parts::new(Vec::new());
        let mut body = FORM;
        let done = parts.fill(&mut body, "x".to_owned(), (9, 1_000), Some(&mut share)).await;
        assert!(matches!(done, Err(ReadingError::NoRoom(_))));
        drop(other);
        let mut body = FORM;
        let done = parts.fill(&mut body, "x".to_owned(), (9, 1_000), Some(&mut share)).await;
        assert!(done.is_ok());
        assert_eq!(budget.held(), FORM.len());
    }
}
