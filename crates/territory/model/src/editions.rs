//! The municipalities of the country, which change with an edition of the reference files and not between two.

use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::reference_load;
use super::queries::{NamedMunicipality, places};

/// The reference files that say which municipalities there are and what they are called.
const OF_PLACES: [&str; 3] = ["departments.csv", "municipalities.csv", "pdet.csv"];

/// An edition of the reference files, by the digests of their contents, with its municipalities.
type Edition = (Vec<String>, Arc<Vec<NamedMunicipality>>);

/// All municipalities in the order of [`places`]. One statement says which edition of them is loaded, and they
/// are read once for each.
pub async fn country(db: &impl ConnectionTrait) -> Result<Arc<Vec<NamedMunicipality>>, DbErr> {
    static KEPT: Mutex<Option<Edition>> = Mutex::new(None);
    let kept = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let loaded: Vec<String> = reference_load::Entity::find()
        .select_only()
        .column(reference_load::Column::ContentHash)
        .filter(reference_load::Column::Name.is_in(OF_PLACES))
        .order_by_asc(reference_load::Column::Name)
        .into_tuple()
        .all(db)
        .await?;
    let known =
        kept().as_ref().filter(|(edition, _)| *edition == loaded).map(|(_, all)| all.clone());
    if let Some(all) = known {
        return Ok(all);
    }
    let all = Arc::new(places().into_model().all(db).await?);
    if loaded.len() == OF_PLACES.len() {
        *kept() = Some((loaded, Arc::clone(&all)));
    }
    Ok(all)
}
