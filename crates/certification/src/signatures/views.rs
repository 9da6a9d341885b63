//! The page instead of documents that wait for their signature.

use rocket::http::Status;

use cohorts_model::entity::cohort::CohortId;
use platform::numbers::some;
use platform::texts;
use sign_in_model::prelude::*;

/// The page comes again after so many seconds.
const AGAIN: &str = "5";

#[derive(Serialize, Example)]
pub struct AwaitedPage {
    /// «El documento se está firmando…»
    pub title: String,
    pub text: String,
    /// The address of the documents that are ready; `None` means that none is.
    pub ready: Option<String>,
    pub back: Crumb,
}

impl AwaitedPage {
    /// Builds the page that stands for one document; `back` is the page of its certificate.
    pub fn one(back: Crumb) -> Self {
        let say = |name| texts::say(name, &[]);
        Self {
            title: say("certification.awaited"),
            text: say("certification.awaited_why"),
            ready: None,
            back,
        }
    }

    /// Builds the page that stands for all documents of a cohort.
    pub fn many(cohort: CohortId, ready: u64, awaited: u64) -> Self {
        let documents =
            |n| some(usize::try_from(n).unwrap_or(usize::MAX), "documento", "documentos");
        let counts = [("awaited", documents(awaited)), ("ready", documents(ready))];
        let said = match ready {
            0 => "certification.awaited_none",
            _ => "certification.awaited_count",
        };
        let address = format!("/cohortes/{cohort}/certificados");
        Self {
            title: texts::say("certification.awaited_many", &[]),
            text: texts::say(said, &counts),
            ready: (ready > 0).then(|| format!("{address}/zip?listos=si")),
            back: Crumb::to("Certificados de la cohorte", format!("{address}?vista=expedidos")),
        }
    }

    /// Programs are told that it is no document; browsers come again by themselves.
    pub fn show(&self, desk: &Desk<'_>) -> Answer {
        let headers = vec![("Refresh", AGAIN.to_owned()), ("Retry-After", AGAIN.to_owned())];
        desk.show_headed(Status::ServiceUnavailable, self, headers)
    }
}

impl View for AwaitedPage {
    const TEMPLATE: &'static str = "pages/certification/awaited";
    fn title(&self) -> String {
        self.title.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), self.back.clone(), Crumb::here("Firma")]
    }
}
