//! A participant's pages on a slow network: what is painted waits for the page and its stylesheet, and for
//! nothing else.

use std::time::Duration;

use rocket::tokio;
use serde_json::{Value, json};

use super::{Ground, end};
use crate::support::browser::{Browser, Way};
use crate::support::figures::figure;

/// Bytes a millisecond, of 400 kbit a second.
const BANDWIDTH: f64 = 50.0;

/// Milliseconds before each answer.
const LATENCY: f64 = 400.0;

/// Milliseconds that drawing may take beside what the network takes; a third journey would take more.
const DRAWING: f64 = 300.0;

/// Most visits of a page, of which the fastest counts: other tests work meanwhile.
const VISITS: usize = 10;

const SERVANT: &str = "Héctor Yarumo Cañabrava";

/// The first paint in milliseconds, the bytes on the way until then, and how many files it waited for.
const PAINT: &str = r#"
const painted = performance.getEntriesByName('first-contentful-paint')[0];
if (!painted) return null;
const [page] = performance.getEntriesByType('navigation');
const files = performance.getEntriesByType('resource');
const blocking = files.filter(file => file.renderBlockingStatus === 'blocking');
// The module comes beside the stylesheet and takes its share of the line.
const beside = files.filter(file => file.initiatorType === 'link' || file.initiatorType === 'script');
return [painted.startTime, [page, ...beside].reduce((sum, one) => sum + one.transferSize, 0), blocking.length];
"#;

/// What the network lets through and how late, or everything at once.
async fn network(browser: &Browser, is_slow: bool) {
    let (latency, rate) = if is_slow { (LATENCY, BANDWIDTH * 1000.0) } else { (0.0, -1.0) };
    let conditions = json!({ "offline": false, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate });
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.emulateNetworkConditions", conditions).await;
}

/// Opens a page; answers when it was painted, and how much of that the network took on `journeys`.
async fn paint(browser: &Browser, url: &str, journeys: f64) -> (f64, f64) {
    browser.goto("about:blank").await.unwrap();
    browser.visit(url).await;
    let mut seen = Value::Null;
    for _ in 0..100 {
        seen = browser.script(PAINT, vec![]).await;
        if !seen.is_null() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let number = |index: usize| seen[index].as_f64().expect("a number");
    assert!(number(2) <= 1.0, "{url} waits for more than its stylesheet");
    (number(0), journeys * LATENCY + number(1) / BANDWIDTH)
}

#[rocket::async_test]
async fn a_page_is_painted_after_two_journeys_and_again_after_one() {
    let ground = Ground::new("journey slow").await;
    let browser = Browser::open_at(Way::Mouse, 360).await;
    let mut most = [0.0_f64; 2];
    for (name, pages) in [("", ["/", "/oferta"]), (SERVANT, ["/", "/mis-inscripciones"])] {
        if !name.is_empty() {
            ground.enter(&browser, name).await;
        }
        network(&browser, true).await;
        for page in pages {
            let mut least = [f64::INFINITY; 2];
            for _ in 0..VISITS {
                browser.devtools("Network.clearBrowserCache", json!({})).await;
                for (journeys, least) in [2.0, 1.0].into_iter().zip(&mut least) {
                    let (painted, network) = paint(&browser, &ground.url(page), journeys).await;
                    *least = least.min(painted - network);
                }
                if least.iter().all(|one| *one <= DRAWING / 2.0) {
                    break;
                }
            }
            for (most, least) in most.iter_mut().zip(least) {
                *most = most.max(least);
            }
        }
        network(&browser, false).await;
    }
    let [first, again] = most;
    let holds = first <= DRAWING && again <= DRAWING;
    figure(
        "first-paint",
        first.round(),
        "ms beside the network",
        holds,
        &format!(
            "four pages of a participant at 400 kbit/s and 400 ms: the page and its stylesheet, no third journey; again {again:.0} ms beside one journey; at most {DRAWING}"
        ),
    );
    assert!(holds, "{first} ms at first and {again} ms again");
    end(browser).await;
    ground.stop().await;
}
