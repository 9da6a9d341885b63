//! What the product answers to a character, and what tests expect of it.

use rocket::http::Cookie;
use rocket::local::asynchronous::LocalResponse;

/// What came back.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub location: Option<String>,
    pub headers: Vec<(String, String)>,
    pub cookies: Vec<Cookie<'static>>,
    pub bytes: Vec<u8>,
}

impl Answered {
    /// Takes the whole answer, so that it can be looked at as often as a test wants.
    pub(super) async fn read(response: LocalResponse<'_>) -> Self {
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|header| (header.name().to_string(), header.value().to_owned()))
            .collect();
        Self {
            status: response.status().code,
            location: response.headers().get_one("Location").map(str::to_owned),
            cookies: response.cookies().iter().map(|cookie| cookie.clone().into_owned()).collect(),
            headers,
            bytes: response.into_bytes().await.unwrap_or_default(),
        }
    }

    pub fn body(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body with the signs of addresses as a browser reads them.
    pub fn addresses(&self) -> String {
        self.body().replace("&#x3D;", "=").replace("&amp;", "&")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The page in words: tags, entities and runs of space gone.
    pub fn words(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for character in self.body().chars() {
            match character {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    text.push(' ');
                }
                _ if !inside => text.push(character),
                _ => {}
            }
        }
        let text = text
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.words());
        self
    }

    #[track_caller]
    pub fn expect_text(self, text: &str) -> Self {
        assert!(self.words().contains(text), "«{text}» is not on the page: {}", self.words());
        self
    }

    #[track_caller]
    pub fn expect_no_text(self, text: &str) -> Self {
        assert!(!self.words().contains(text), "«{text}» is on the page: {}", self.words());
        self
    }

    /// The body without the number of the request, to compare two answers byte by byte.
    pub fn body_without_request_id(&self) -> String {
        let body = self.body();
        match self.header("X-Request-Id") {
            Some(id) => body.replace(id, "REQUEST"),
            None => body,
        }
    }
}
