//! Why a template was not kept or published.

use platform::texts::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("certification.template_")]
pub enum TemplateRefusal {
    #[error("the template lacks something or says too much: {0}")]
    #[facts(why = _0)]
    Faulty(String),
    #[error("there is no draft")]
    NoDraft,
    #[error("the draft says what is published")]
    Same,
}
