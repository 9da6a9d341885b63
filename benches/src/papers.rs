//! Certificates as the database has them.

use std::time::Duration;

use formacion::certification::entity::{certificate, certificate_document};
use formacion::platform::db::Db;
use rocket::tokio;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, PaginatorTrait, QueryOrder,
};

/// Waits until the documents of all certificates are kept, and answers the certificates.
pub async fn rendered(db: &Db) -> Vec<certificate::Model> {
    let issued = certificate::Entity::find()
        .order_by_asc(certificate::Column::Id)
        .all(db.read())
        .await
        .expect("asks");
    for _ in 0..600 {
        let kept = certificate_document::Entity::find().count(db.read()).await.expect("asks");
        if kept >= issued.len() as u64 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    issued
}

/// Takes every kept document away, and keeps the product from writing them again until the
/// answer is dropped: a download then renders its own.
pub async fn forget_documents(db: &Db) -> DatabaseTransaction {
    let tx = db.begin().await.expect("begins");
    certificate_document::Entity::delete_many().exec(&tx).await.expect("the documents go");
    tx.commit().await.expect("commits");
    // On SQLite a write transaction is alone; on PostgreSQL the table is locked for writing.
    let tx = db.begin().await.expect("begins");
    if db.backend() == DbBackend::Postgres {
        tx.execute_unprepared("LOCK TABLE certificate_document IN EXCLUSIVE MODE")
            .await
            .expect("locks");
    }
    tx
}
