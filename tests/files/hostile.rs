//! P7, photos and PDF: files made to do harm do none to the server that takes them. What the process
//! apart may cost is another promise (`apart`); spreadsheets are read in `crates/sheets`.

use std::time::{Duration, Instant};

use formacion::platform::clock::Clock;
use image::{DynamicImage, ImageFormat, RgbImage};

use super::apart::{chunk, pdf, picture, repeated_offset, shell};
use super::in_flight::{Sending, memory, status};
use crate::support::class::Class;
use crate::support::figures::figure;
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::World;

const MOST_SECONDS: Duration = Duration::from_secs(2);
const MOST_MEGABYTES: f64 = 64.0;

/// Files by what they are; none of them is kept but the last.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let named = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    let mut files = vec![
        named("a page", b"<!doctype html><script>alert(1)</script>"),
        named("a program", b"MZ\x90\0\x03\0\0\0"),
        named("a drawing", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        named("entities", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        named("an archive", b"PK\x03\x04\x14\0\0\0\x08\0"),
        named("an animation", b"GIF89a\xFF\xFF\xFF\xFF\0\0\0;"),
        named("UTF-16", &"%PDF-1.7".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
        named("a giant line", &vec![b'x'; 3 * 1024 * 1024]),
        named("a PDF's name alone", b"%PDF-1.7"),
        named("a PDF that is a page", b"%PDF-1.7\n<html></html>\n%%EOF"),
    ];
    let nested = [b"[".repeat(20_000), b"]".repeat(20_000)].concat();
    let object = |text: &str| {
        let mut objects = shell();
        objects.push(text.as_bytes().to_vec());
        objects
    };
    let cycle = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_vec(),
    ];
    let mut deep = shell();
    deep.push(nested);
    files.extend([
        ("a tree that is its own branch".to_owned(), pdf(&cycle, 0)),
        ("brackets within brackets".to_owned(), pdf(&deep, 0)),
        (
            "a length that lies".to_owned(),
            pdf(&object("<< /Length 999999999 >>\nstream\nx\nendstream"), 0),
        ),
        ("a reference to itself".to_owned(), pdf(&object("3 0 R"), 0)),
        ("one object many times".to_owned(), repeated_offset(20, 2_000)),
        ("an action".to_owned(), pdf(&object("<< /S /JavaScript /JS (app.alert(1)) >>"), 0)),
    ]);
    // A header that promises 60,000 by 60,000 points.
    let header = [60_000_u32.to_be_bytes(), 60_000_u32.to_be_bytes()].concat();
    let header = [header.as_slice(), &[8, 2, 0, 0, 0]].concat();
    let start = b"\x89PNG\r\n\x1a\n";
    files.push((
        "a picture of 3.6 thousand million points".to_owned(),
        [start.as_slice(), &chunk(b"IHDR", &header), &chunk(b"IDAT", b"x"), &chunk(b"IEND", b"")]
            .concat(),
    ));
    let photo = DynamicImage::ImageRgb8(RgbImage::from_fn(120, 80, |x, y| {
        image::Rgb([x as u8, y as u8, (x ^ y) as u8])
    }));
    let document = pdf(&shell(), 0);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = picture(&photo, format);
        for part in 1..=8 {
            let cut = &whole[..whole.len() * part / 9];
            files.push((format!("{format:?} cut at {part} ninths"), cut.to_vec()));
        }
    }
    for part in 1..=8 {
        let mut spoilt = document.clone();
        let place = document.len() * part / 9;
        spoilt[place] ^= 0x5A;
        files.push((format!("PDF spoilt at {part} ninths"), spoilt));
        files.push((format!("PDF cut at {part} ninths"), document[..place].to_vec()));
    }
    files.push(("an honest photo".to_owned(), picture(&photo, ImageFormat::Jpeg)));
    files
}

#[rocket::async_test]
async fn hostile_photos_and_documents_do_the_server_no_harm() {
    let world = World::new("hostile files").await;
    let class = Class::running(&world, 1, &[0]).await;
    world.app.clock.travel_to(Clock::machine().now());
    let keeper = world.as_coordinator("MET").await;
    let mail = Smtp::start();
    let server = Server::with().database(world.database_url()).smtp(&mail.url()).start();
    let path = format!("/sesiones/{}/soportes", class.sessions[0]);
    let send = |bytes: &[u8]| {
        let begun = Instant::now();
        let mut sending = Sending::begin(&server, &path, Some(&keeper), bytes.len());
        sending.write(bytes);
        (sending.finish(), begun.elapsed())
    };
    let files = corpus();
    send(&files[0].1);
    let before = memory(server.pid());
    let (mut wrong, mut refused) = (Vec::new(), 0);
    let (mut most, mut longest) = (0.0_f64, Duration::ZERO);
    for (name, bytes) in &files {
        let (mut said, mut took) = send(bytes);
        if took > MOST_SECONDS {
            // Once more: a machine that is busy with something else is no slow file.
            (said, took) = send(bytes);
        }
        most = most.max(memory(server.pid()) - before);
        longest = longest.max(took);
        let has_reason = said.contains("id=\"archivo-error\"") || said.contains("class=\"error");
        match status(&said) {
            422 if has_reason => refused += 1,
            303 => {}
            other => wrong.push(format!("{name}: {other}")),
        }
        if took > MOST_SECONDS {
            wrong.push(format!("{name}: {took:?}"));
        }
    }
    let is_kept = status(&send(&files.last().unwrap().1).0);
    assert_eq!(
        is_kept, 422,
        "the honest photo was kept already, and another time is once too many"
    );
    let holds = wrong.is_empty() && most <= MOST_MEGABYTES && refused < files.len();
    figure(
        "P7-photos",
        most,
        "MB at most",
        holds,
        &format!(
            "memory of the server over {} hostile photos and PDF, {refused} refused with their reason; the \
             slowest {longest:.2?}; limits 2 s and 64 MB",
            files.len()
        ),
    );
    assert!(holds, "{most} MB, {wrong:?}");
    assert_eq!(server.status("/salud/lista"), Some(200));
    server.stop();
    world.finish().await;
}
