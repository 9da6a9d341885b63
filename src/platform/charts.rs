//! Bars drawn by the server (`partials/distribution`), and the numbers of the table that says the same.

use serde::Serialize;

use super::numbers;

/// Units of the picture from one bar to the next, and of the longest bar.
const STEP: usize = 40;
const WIDEST: usize = 270;

/// A picture with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// «8 respuestas, promedio 4,3 de 5».
    pub summary: String,
    /// The picture in a sentence.
    pub label: String,
    pub height: usize,
    pub bars: Vec<Bar>,
}

/// A bar, in the units of the picture, which is 320 wide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    pub label: String,
    pub count: usize,
    /// «25 %».
    pub percent: String,
    pub text_y: usize,
    pub bar_y: usize,
    pub count_y: usize,
    pub width: usize,
}

impl Chart {
    /// Of `all`, how many each label has.
    pub fn new(summary: String, all: usize, counts: &[(String, usize)]) -> Self {
        let words = counts.iter().map(|(label, count)| format!("{label}: {count}."));
        let long = |count: usize| i64::try_from(count).unwrap_or(0);
        let bar = |(place, (label, count)): (usize, &(String, usize))| Bar {
            label: label.clone(),
            count: *count,
            percent: numbers::percent(numbers::ratio(long(*count), long(all))),
            text_y: place * STEP + 14,
            bar_y: place * STEP + 20,
            count_y: place * STEP + 31,
            width: count * WIDEST / all.max(1),
        };
        Self {
            summary,
            label: words.collect::<Vec<_>>().join(" "),
            height: counts.len() * STEP,
            bars: counts.iter().enumerate().map(bar).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        let counts = [("Alta".to_owned(), 3), ("Baja".to_owned(), 1)];
        let chart = Chart::new("4 respuestas".into(), 4, &counts);
        assert_eq!(chart.label, "Alta: 3. Baja: 1.");
        assert_eq!((chart.bars[0].width, chart.bars[0].percent.as_str()), (202, "75 %"));
        assert_eq!(Chart::new(String::new(), 0, &counts[..0]).height, 0);
    }
}
