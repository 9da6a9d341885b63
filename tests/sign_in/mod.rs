//! Coming in, going out, and who is kept at the door.

mod devices;
mod enter;
mod housekeeping;
mod instances;
mod leave;
mod limits;
pub mod link;
mod own_sessions;
mod password;
mod race;
mod second_factor;
mod typed;

use formacion::notices::entity::outbox_message;
use formacion::sign_in::actor::{AccountId, Grant, Role};
use formacion::sign_in::commands::{NewAccount, create_account};
use formacion::sign_in::passwords;
use rocket::http::{ContentType, Cookie, Header};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::world::{Answered, World};

pub const PASSWORD: &str = "una frase larga de prueba";
pub const MAIL: &str = "rosa.yopo@pueblo.example";

/// An account with [`PASSWORD`], as it is after its one-time link.
pub async fn account(world: &World, mail: &str) -> AccountId {
    account_with(world, mail, Role::Facilitator, None).await
}

/// [`account`] with a role and the unit that it reaches.
pub async fn account_with(world: &World, mail: &str, role: Role, unit: Option<&str>) -> AccountId {
    let hash = passwords::hash(PASSWORD).await.unwrap();
    let new = NewAccount {
        email: mail.to_owned(),
        name: "Rosa Elvira Yopo".to_owned(),
        person: None,
        password_hash: Some(hash),
        grants: vec![Grant { role, unit: unit.map(str::to_owned), department: None, entity: None }],
    };
    let tx = world.app.db.begin().await.unwrap();
    let account = create_account(&tx, &world.app.clock, None, new).await.unwrap();
    tx.commit().await.unwrap();
    account
}

/// The letters of one kind.
pub async fn told(world: &World, kind: &str) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq(kind))
        .order_by_asc(outbox_message::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

/// A browser at a network address, with its cookie once it has one.
pub struct Visitor<'w> {
    pub world: &'w World,
    pub address: String,
    pub cookie: Option<Cookie<'static>>,
    /// The cookie of a sign-in whose code is still asked for.
    pub half: Option<Cookie<'static>>,
    /// The cookie by which accounts know it.
    pub device: Option<Cookie<'static>>,
    pub agent: &'static str,
}

/// What a browser of a telephone says of itself.
pub const TELEPHONE: &str = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
const COMPUTER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0";

impl<'w> Visitor<'w> {
    pub fn at(world: &'w World, address: &str) -> Self {
        let (cookie, half, device) = (None, None, None);
        Self { world, address: address.to_owned(), cookie, half, device, agent: COMPUTER }
    }

    /// Somebody who came in with the password.
    pub async fn signed_in(world: &'w World, mail: &str) -> Self {
        let mut visitor = Self::at(world, "192.0.2.7");
        visitor.enter(mail, PASSWORD).await.expect(303);
        visitor
    }

    /// The cookie that stands for the session, taken from an answer as a browser takes it.
    pub fn keep(&mut self, answered: &Answered) {
        let session = answered.cookies.iter().find(|cookie| cookie.name().ends_with("sesion"));
        if let Some(cookie) = session {
            self.cookie = Some(cookie.clone());
        }
        let half = answered.cookies.iter().find(|cookie| cookie.name().ends_with("paso"));
        if let Some(cookie) = half {
            self.half = Some(cookie.clone()).filter(|cookie| !cookie.value().is_empty());
        }
        let device = answered.cookies.iter().find(|cookie| cookie.name().ends_with("equipo"));
        if let Some(cookie) = device {
            self.device = Some(cookie.clone());
        }
    }

    async fn send(&self, request: rocket::local::asynchronous::LocalRequest<'_>) -> Answered {
        let address = self.address.parse().unwrap();
        let mut request = request.remote(std::net::SocketAddr::new(address, 40000));
        request = request.header(Header::new("User-Agent", self.agent));
        for cookie in [&self.cookie, &self.half, &self.device].into_iter().flatten() {
            request = request.cookie((cookie.name().to_owned(), cookie.value().to_owned()));
        }
        self.world.as_anyone().send(request).await
    }

    pub async fn get(&self, path: &str) -> Answered {
        self.send(self.world.client.get(path.to_owned())).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = self.world.client.post(path.to_owned());
        let request = request
            .header(ContentType::Form)
            .header(Header::new("Sec-Fetch-Site", "same-origin"))
            .body(body.finish());
        self.send(request).await
    }

    /// Comes in and says that others use the computer too.
    pub async fn enter_shared(&mut self, mail: &str) -> Answered {
        let fields = [("correo", mail), ("contrasena", PASSWORD), ("compartido", "si")];
        let answered = self.post("/ingresar", &fields).await;
        self.keep(&answered);
        answered
    }

    pub async fn enter(&mut self, mail: &str, password: &str) -> Answered {
        let fields = [("correo", mail), ("contrasena", password)];
        let answered = self.post("/ingresar", &fields).await;
        self.keep(&answered);
        answered
    }

    /// How many of these requests are taken as somebody signed in.
    pub async fn accepted(&self) -> u32 {
        let mut accepted = 0;
        for path in ["/contrasena", "/envios", "/cuentas"] {
            let answered = self.get(path).await;
            accepted += u32::from(answered.status != 303);
        }
        let fields = [
            ("contrasena_actual", PASSWORD),
            ("contrasena", "otra frase larga de prueba"),
            ("contrasena_otra_vez", "otra frase larga de prueba"),
        ];
        let answered = self.post("/contrasena", &fields).await;
        let to_sign_in = answered.location.as_deref().is_some_and(|to| to.starts_with("/ingresar"));
        accepted + u32::from(!to_sign_in)
    }
}
