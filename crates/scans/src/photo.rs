//! A photo: decoded within limits, turned as it was held, written anew.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use crate::{CleanFile, Kind, MOST_PIXELS, ScanRefusal};

/// No side is longer: a letter page at 300 dots an inch, with some room.
const LONGEST: u32 = 3_600;
const SIDE: u32 = 16_000;
/// What a decoder may ask for: the pixels, and as much to work with.
const MEMORY: u64 = 4 * 2 * MOST_PIXELS;
const QUALITY: u8 = 82;

pub(crate) fn clean(bytes: &[u8], format: ImageFormat) -> Result<CleanFile, ScanRefusal> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (wide, high) = decoder.dimensions();
    if u64::from(wide) * u64::from(high) > MOST_PIXELS {
        return Err(ScanRefusal::TooManyPixels);
    }
    let held = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    if wide.max(high) > LONGEST {
        picture = picture.thumbnail(LONGEST, LONGEST);
    }
    picture.apply_orientation(held);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&on_white(picture))
        .map_err(|_| ScanRefusal::BrokenPhoto)?;
    Ok(CleanFile { kind: Kind::Jpeg, bytes, pages: 1 })
}

/// What is seen through becomes paper.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b, a] = picture.get_pixel(x, y).0.map(u16::from);
        Rgb([r, g, b].map(|part| ((part * a + 255 * (255 - a)) / 255) as u8))
    })
}

fn refused(error: image::ImageError) -> ScanRefusal {
    match error {
        image::ImageError::Limits(_) => ScanRefusal::TooManyPixels,
        _ => ScanRefusal::BrokenPhoto,
    }
}
