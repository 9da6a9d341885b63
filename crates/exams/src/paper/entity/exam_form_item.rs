//! A question of a form, as it was printed.

use sea_orm::entity::prelude::*;

use assessment_model::bank::entity::question_version::QuestionVersionId;
use platform::relations::relations;

use super::exam_form::FormId;
use crate::entity::exam_line::LineId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exam_form_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub form_id: FormId,
    /// From 1, as it is numbered on the paper.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub line_id: LineId,
    pub question_version_id: QuestionVersionId,
    /// What it can earn.
    pub points: i32,
    /// JSON: the indices of its options in the order of their letters.
    pub shown: String,
}

relations! {}
