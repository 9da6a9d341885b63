//! What happens when two records of a person are merged (R28): what was shared stays shared, and the
//! surviving record may end it. A letter's link stays with the record it was written for and opens nothing
//! while that record is another name of the survivor: whoever needs it asks for a new one.

use std::collections::HashSet;

use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QuerySelect,
    RelationTrait,
};

use people_model::references::{
    MovedRows, PersonQuery, PersonReference, ReferenceDeclaration, ReferenceRule,
};

use super::entity::{wallet_share, wallet_share_certificate};
use crate::entity::certificate;

const LETTER: &str = "a letter's address of some days, which opens nothing while its record is \
                      another one's name";

const PERSON_REFERENCES: &[PersonReference] = &[
    PersonReference {
        table: "wallet_share",
        column: "person_id",
        rule: ReferenceRule::Move,
        label: "enlaces para compartir certificados",
    },
    PersonReference {
        table: "wallet_link",
        column: "person_id",
        rule: ReferenceRule::Stay(LETTER),
        label: "",
    },
];

pub fn declaration() -> ReferenceDeclaration {
    ReferenceDeclaration {
        references: PERSON_REFERENCES,
        undo_objections: Some(undo_objections),
        ..ReferenceDeclaration::default()
    }
}

/// An open address shows certificates of one person, also after undoing.
fn undo_objections<'a>(
    tx: &'a DatabaseTransaction,
    moved: &'a MovedRows,
) -> PersonQuery<'a, Vec<String>> {
    Box::pin(async move {
        let back: HashSet<i64> = moved.of("certificate").iter().copied().collect();
        let shares: HashSet<i64> = moved.of("wallet_share").iter().copied().collect();
        let chosen: Vec<(i64, i64, i64)> = wallet_share_certificate::Entity::find()
            .select_only()
            .column(wallet_share_certificate::Column::ShareId)
            .column(wallet_share_certificate::Column::CertificateId)
            .column(certificate::Column::PersonId)
            .join(JoinType::InnerJoin, wallet_share_certificate::Relation::Share.def())
            .join(JoinType::InnerJoin, wallet_share_certificate::Relation::Certificate.def())
            .filter(wallet_share::Column::PersonId.eq(moved.survivor))
            .filter(wallet_share::Column::EndedAt.is_null())
            .into_tuple()
            .all(tx)
            .await?;
        let apart = chosen.iter().any(|(share, certificate, holder)| {
            let goes_back = back.contains(certificate) || *holder == moved.absorbed.0;
            goes_back != shares.contains(share)
        });
        let sentence = "Después de la unión se compartieron en un mismo enlace certificados de los \
                        dos registros: la persona debe terminar ese enlace primero.";
        Ok(apart.then(|| sentence.to_owned()).into_iter().collect())
    })
}
