//! Why a template was not kept or published.

use platform::texts::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateRefusal {
    #[error("the template lacks something or says too much: {0}")]
    Faulty(String),
    #[error("there is no draft")]
    NoDraft,
    #[error("the draft says what is published")]
    Same,
}

impl Refusal for TemplateRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Faulty(_) => "certification.template_faulty",
            Self::NoDraft => "certification.template_no_draft",
            Self::Same => "certification.template_same",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Faulty(why) => vec![("why", why.clone())],
            _ => Vec::new(),
        }
    }
}
