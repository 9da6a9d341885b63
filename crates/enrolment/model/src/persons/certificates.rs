//! The certificates on the page of a person. `enrolment` asks; who issues them, and who may see them, is of a
//! later capability, whose declaration gives Rocket the answer.

use std::pin::Pin;

use people_model::entity::person::PersonId;
use sign_in_model::prelude::*;

/// A certificate, as a line of the page says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct PersonCertificate {
    /// «Certificado».
    pub kind: &'static str,
    /// As it is printed.
    pub number: String,
    pub course: String,
    /// The day of its issue.
    pub issued: String,
    /// What it is worth today: the code of its tag, and the word.
    #[example("active")]
    pub tag: &'static str,
    pub worth: &'static str,
    /// Its page, as far as the reader opens it.
    pub href: String,
}

/// The future that a reader returns: the certificates of the person that the actor sees, the latest first.
pub type CertificatesFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Vec<PersonCertificate>, AppError>> + Send + 'a>>;

/// The function that reads them. Rocket holds it as managed state.
pub struct CertificatesReader(
    pub for<'a> fn(&'a App, &'a Actor, PersonId) -> CertificatesFuture<'a>,
);

/// Returns the certificates of a person that the reader sees; none where no later capability answers.
pub async fn of(desk: &Desk<'_>, person: PersonId) -> Result<Vec<PersonCertificate>, AppError> {
    match desk.request().rocket().state::<CertificatesReader>() {
        Some(CertificatesReader(read)) => read(desk.app, desk.actor()?, person).await,
        None => Ok(Vec::new()),
    }
}
