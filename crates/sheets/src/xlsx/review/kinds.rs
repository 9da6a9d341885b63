//! The kinds of parts that are copied: whatever is not here stays behind.

/// The kinds of parts that are copied, in the order in which those of one part are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    Workbook,
    CoreProperties,
    ExtendedProperties,
    Worksheet,
    Chartsheet,
    SharedStrings,
    Theme,
    /// After the sheets, which say how many formats are added.
    Styles,
    Image,
    Chart,
    Drawing,
    /// Before the comments, which are shown by it.
    NoteShapes,
    Comments,
    Table,
}

pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const CORE: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
/// Pictures by the end of their name, with their type.
pub const IMAGES: [(&str, &str); 4] =
    [("png", "image/png"), ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("gif", "image/gif")];
pub const NOTE_SHAPES: (&str, &str) =
    ("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing");

impl PartKind {
    /// By the type of a relation; the strict variant of the format has others.
    pub fn of(relation: &str) -> Option<Self> {
        if relation == CORE {
            return Some(Self::CoreProperties);
        }
        match relation.strip_prefix(OFFICE)? {
            "officeDocument" => Some(Self::Workbook),
            "extended-properties" => Some(Self::ExtendedProperties),
            "worksheet" => Some(Self::Worksheet),
            "chartsheet" => Some(Self::Chartsheet),
            "sharedStrings" => Some(Self::SharedStrings),
            "theme" => Some(Self::Theme),
            "styles" => Some(Self::Styles),
            "image" => Some(Self::Image),
            "chart" => Some(Self::Chart),
            "drawing" => Some(Self::Drawing),
            "vmlDrawing" => Some(Self::NoteShapes),
            "comments" => Some(Self::Comments),
            "table" => Some(Self::Table),
            _ => None,
        }
    }

    /// The kinds of parts that one of this kind may refer to: none lead back.
    pub fn referred(self) -> &'static [Self] {
        use PartKind as P;
        match self {
            P::Workbook => &[P::Worksheet, P::Chartsheet, P::SharedStrings, P::Theme, P::Styles],
            P::Worksheet => &[P::Drawing, P::NoteShapes, P::Comments, P::Table, P::Image],
            P::Chartsheet => &[P::Drawing, P::Image],
            P::Drawing => &[P::Image, P::Chart],
            P::NoteShapes | P::Theme => &[P::Image],
            _ => &[],
        }
    }

    /// The type of its content; `None` where the end of the name says it.
    pub fn content(self) -> Option<String> {
        let kind = match self {
            Self::Workbook => "spreadsheetml.sheet.main",
            Self::ExtendedProperties => "extended-properties",
            Self::Worksheet => "spreadsheetml.worksheet",
            Self::Chartsheet => "spreadsheetml.chartsheet",
            Self::SharedStrings => "spreadsheetml.sharedStrings",
            Self::Theme => "theme",
            Self::Styles => "spreadsheetml.styles",
            Self::Chart => "drawingml.chart",
            Self::Drawing => "drawing",
            Self::Comments => "spreadsheetml.comments",
            Self::Table => "spreadsheetml.table",
            Self::CoreProperties => {
                return Some(
                    "application/vnd.openxmlformats-package.core-properties+xml".to_owned(),
                );
            }
            Self::Image | Self::NoteShapes => return None,
        };
        Some(format!("application/vnd.openxmlformats-officedocument.{kind}+xml"))
    }
}
