//! Somebody who speaks HTTP with a world.

use formacion::sign_in::actor::{AccountId, Actor};
use formacion::sign_in::sessions;
use rocket::http::{ContentType, Header, Status};

use super::answer::Answered;
use super::world::World;

/// Somebody who opens pages and sends forms.
#[derive(Clone)]
pub struct Character<'w> {
    pub world: &'w World,
    pub(super) account: Option<AccountId>,
    pub(super) secret: Option<String>,
}

impl Character<'_> {
    pub fn account(&self) -> AccountId {
        self.account.expect("somebody with an account")
    }

    /// What a browser would send to the real binary, over plain HTTP.
    pub fn cookie(&self) -> String {
        let secret = self.secret.clone().expect("somebody who is signed in");
        format!("{}={secret}", sessions::cookie_name(false))
    }

    /// This character as policies see it.
    pub async fn actor(&self) -> Actor {
        Actor::load(self.world.app.db.read(), self.account(), self.world.app.clock.today())
            .await
            .expect("reads")
            .expect("is active")
    }

    /// Makes the account that of a person too (`person.id`), as of somebody of staff who takes part.
    pub async fn is_also(&self, person: i64) {
        use formacion::sign_in::entity::account;
        use sea_orm::ActiveValue::{Set, Unchanged};
        use sea_orm::{ActiveModelBehavior, ActiveModelTrait};
        let mut row = <account::ActiveModel as ActiveModelBehavior>::new();
        row.id = Unchanged(self.account());
        row.person_id = Set(Some(person));
        row.update(self.world.app.db.writer()).await.expect("the account is the person's");
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answered {
        self.send(self.world.client.get(path.to_owned())).await
    }

    /// Sends a form as our own page would; does not follow the redirect.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = self.world.client.post(path.to_owned());
        self.send(
            request
                .header(ContentType::Form)
                .header(Header::new("Sec-Fetch-Site", "same-origin"))
                .body(body.finish()),
        )
        .await
    }

    /// Sends a form with a file as our own page would; does not follow the redirect.
    pub async fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Answered {
        self.send_parts(path, &[], Some((name, bytes))).await
    }

    /// Sends a form that may bring a file beside its fields; does not follow the redirect.
    pub async fn send_parts(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &[u8])>,
    ) -> Answered {
        const EDGE: &str = "frontera-de-las-partes";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        if let Some((name, bytes)) = file {
            let part = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(part.into_bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{EDGE}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let request = self.world.client.post(path.to_owned());
        self.send(
            request
                .header(Header::new("Content-Type", kind))
                .header(Header::new("Sec-Fetch-Site", "same-origin"))
                .body(body),
        )
        .await
    }

    /// Sends a form and opens the page it leads to.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let answered = self.post(path, fields).await;
        match &answered.location {
            Some(location) if answered.status == Status::SeeOther.code => {
                let location = location.clone();
                let mut request = self.world.client.get(location);
                for cookie in &answered.cookies {
                    request = request.cookie(cookie.clone());
                }
                self.send(request).await
            }
            _ => answered,
        }
    }

    /// Sends any request as this character.
    pub async fn send(&self, request: rocket::local::asynchronous::LocalRequest<'_>) -> Answered {
        let request = match &self.secret {
            Some(secret) => {
                request.cookie(sessions::cookie(secret.clone(), self.world.app.config.https()))
            }
            None => request,
        };
        Answered::read(request.dispatch().await).await
    }
}
