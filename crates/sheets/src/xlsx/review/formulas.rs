//! Which formulas outside cells are copied: those of names, validations, colours by condition and charts.
//! They point at cells and count; nothing in them opens a file, an address or a program (P13).

/// What those formulas may call.
const CALLED: &str = "\
    ABS AND AVERAGE CEILING COLUMN COLUMNS COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS DATE DAY \
    EXACT FALSE FIND FLOOR HOUR IF IFERROR INDEX INT ISBLANK ISERROR ISEVEN ISNA ISNUMBER ISODD \
    ISTEXT LEFT LEN LOWER MATCH MAX MEDIAN MID MIN MOD MONTH NOT NOW OFFSET OR PROPER RANK RIGHT \
    ROUND ROW ROWS SEARCH SUBSTITUTE SUBTOTAL SUM SUMIF SUMPRODUCT TEXT TODAY TRIM TRUE UPPER \
    VALUE VLOOKUP WEEKDAY YEAR";
/// What begins a link to another workbook, a conversation with a program (DDE), or a path.
const NEVER: [char; 5] = ['[', ']', '|', '\\', '`'];

/// Whether a formula only points at cells of its own workbook and calls what is known.
pub fn is_harmless(formula: &str) -> bool {
    let mut rest = formula;
    let mut word = String::new();
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == '"' || c == '\'' {
            // A text, or the name of a sheet; two of them within are one of it.
            let Some(end) = rest.find(c) else { return false };
            let (inside, after) = rest.split_at(end);
            if c == '\'' && (inside.contains(NEVER) || inside.contains('/')) {
                return false;
            }
            rest = after.get(1..).unwrap_or_default();
            word.clear();
        } else if c.is_alphanumeric() || c == '_' || c == '.' {
            word.push(c);
        } else if c == '(' {
            let called = word.to_uppercase();
            let called = called.strip_prefix("_XLFN.").unwrap_or(&called);
            if !word.is_empty() && !CALLED.split(' ').any(|known| known == called) {
                return false;
            }
            word.clear();
        } else if NEVER.contains(&c) || c.is_control() && !c.is_whitespace() {
            return false;
        } else if !c.is_whitespace() {
            word.clear();
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_at_cells_and_counts_is_copied() {
        for formula in [
            "Hoja2!$A$1:$A$40",
            "'Hoja (2)'!$A$1,'Hoja d''Ana'!$B:$B",
            "\"Carrera,Libre | otra\"",
            "COUNTIF($B$4:$B$900,$B4)>1",
            "AND(LEN(TRIM($B4))>0,ISNUMBER(SEARCH(\"@\",$G4))=FALSE)",
            "OFFSET(Municipios!$A$2,0,0,COUNTA(Municipios!$A:$A)-1,1)",
            "#REF!",
            "(Datos!$A$1,Datos!$A$3)",
            "Año_base*2",
        ] {
            assert!(is_harmless(formula), "{formula}");
        }
    }

    #[test]
    fn what_reaches_out_is_not() {
        for formula in [
            "[1]Hoja1!$A$1",
            "'[otro.xlsx]Hoja1'!$A$1",
            "'\\\\servidor\\x\\[a.xlsx]H'!A1",
            "'https://mal.example/[a.xlsx]H'!A1",
            "cmd|'/c calc'!A0",
            "WEBSERVICE(\"https://mal.example\")",
            "_xlfn.WEBSERVICE (\"https://mal.example\")",
            "HYPERLINK(\"http://mal.example\",\"x\")",
            "IF(1,CALL(\"x\",\"y\"),0)",
            "INDIRECT(\"A1\")",
            "'sin fin",
        ] {
            assert!(!is_harmless(formula), "{formula}");
        }
    }
}
