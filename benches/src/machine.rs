//! The database of a run, and the limit that it sets: one commit.

use std::path::PathBuf;
use std::time::Instant;

use formacion::platform::db::Db;
use formacion::platform::entity::setting;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};

use crate::Engine;
use crate::measure::Spread;
use crate::support::postgres;

/// A throw-away database and a folder for it.
pub struct Database {
    url: String,
    pub folder: PathBuf,
}

impl Database {
    pub async fn new(engine: Engine) -> Self {
        let own = std::env::current_exe().expect("this program has a path");
        let target = own.ancestors().nth(2).expect("it lies in target/release");
        // It lies beside the build and not in memory: commits must reach a disk.
        let folder = target.join(format!("tmp/product-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the run");
        let url = match engine {
            Engine::Sqlite => {
                format!("sqlite://{}?mode=rwc", folder.join("product.sqlite").display())
            }
            Engine::Postgres => postgres::empty_database("product").await,
        };
        Self { url, folder }
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.url.starts_with("postgres") {
            postgres::forget_database(&self.url);
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Measures transactions that write one row, one after another. No change can take less.
pub async fn commits(db: &Db) -> Spread {
    let mut took = Vec::new();
    for round in 0..150 {
        let began = Instant::now();
        commit(db, &round.to_string()).await;
        took.push(began.elapsed());
    }
    Spread::of(took)
}

/// Commits one transaction that writes one row.
pub async fn commit(db: &Db, value: &str) {
    let tx = db.begin().await.expect("begins");
    let row = setting::ActiveModel { key: Set("benches".to_owned()), value: Set(value.to_owned()) };
    setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(setting::Column::Key)
                .update_column(setting::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(&tx)
        .await
        .expect("writes");
    tx.commit().await.expect("commits");
}
