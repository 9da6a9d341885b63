//! How many gave each answer, drawn by the server, and the numbers of the table that says the same.

use serde::Serialize;

use pictures::{Counts, Svg, Width};

use super::numbers;

/// A picture with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// «8 respuestas, promedio 4,3 de 5».
    pub summary: String,
    pub svg: Svg,
    pub bars: Vec<Bar>,
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    pub label: String,
    pub count: usize,
    /// «25 %».
    pub percent: String,
}

impl Chart {
    /// Makes a chart that says how many of `all` people, municipalities… each label has. The two
    /// words are the singular and the plural of what is counted.
    pub fn new(
        summary: String,
        (all, counted): (usize, (&'static str, &'static str)),
        counts: &[(String, usize)],
    ) -> Self {
        let long = |count: usize| i64::try_from(count).unwrap_or(0);
        let bar = |(label, count): &(String, usize)| Bar {
            label: label.clone(),
            count: *count,
            percent: numbers::percent(numbers::ratio(long(*count), long(all))),
        };
        let picture = Counts {
            title: summary.clone(),
            value: "Valor".into(),
            counted,
            all,
            bars: counts.to_vec(),
        };
        let svg = picture.draw(Width::Phone).svg;
        Self { summary, svg, bars: counts.iter().map(bar).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_and_the_table_have_the_same_numbers() {
        let counts = [("Alta".to_owned(), 3), ("Baja".to_owned(), 1)];
        let of = (4, ("respuesta", "respuestas"));
        let chart = Chart::new("4 respuestas, promedio 4,3".into(), of, &counts);
        let svg = chart.svg.as_str();
        assert!(svg.contains("<title>4 respuestas, promedio 4,3</title>"));
        assert!(svg.contains("<desc>4 respuestas. Alta: 3. Baja: 1.</desc>"));
        assert_eq!((chart.bars[0].count, chart.bars[0].percent.as_str()), (3, "75 %"));
        assert!(Chart::new(String::new(), (0, ("", "")), &[]).bars.is_empty());
    }
}
