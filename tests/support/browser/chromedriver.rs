//! One chromedriver per test process, and with it everything it started.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use crate::support::companion::Companion;

// The shell leads a group of its own; at the end it ends the whole group, the
// browsers that wait included, and removes their profiles. A browser that ends
// writes to its profile until it is gone, so removing is tried again.
const HOLD: &str = r#"
trap '' PIPE
dir=$(mktemp -d /tmp/formacion-browser.XXXXXX) || exit 1
export HOME="$dir" TMPDIR="$dir" LANGUAGE=es LANG=es_CO.UTF-8
echo "dir $dir"
chromedriver --port=0 2>&1 </dev/null &
cat >/dev/null
trap '' TERM
kill -TERM 0
for pause in 0.3 0.5 1 1 2 2; do
  sleep $pause
  rm -rf "$dir"
  [ -e "$dir" ] || break
done
"#;

/// Where the driver listens and where its browsers keep their files.
pub struct Running {
    pub url: String,
    pub folder: PathBuf,
    _companion: Companion,
}

/// The driver, started at its first use.
pub fn running() -> &'static Running {
    static RUNNING: OnceLock<Running> = OnceLock::new();
    RUNNING.get_or_init(|| {
        let folder = std::cell::RefCell::new(PathBuf::new());
        let command = Companion::shell(HOLD, &[]);
        let started = Companion::start(command, Duration::from_secs(30), |line| {
            if let Some(dir) = line.strip_prefix("dir ") {
                *folder.borrow_mut() = PathBuf::from(dir);
            }
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        match started {
            Ok((companion, port)) => Running {
                url: format!("http://127.0.0.1:{port}"),
                folder: folder.into_inner(),
                _companion: companion,
            },
            Err(error) => panic!("chromedriver does not start (tests/run installs it): {error}"),
        }
    })
}
