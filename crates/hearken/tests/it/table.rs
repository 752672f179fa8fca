//! The table of bad inputs: each case is run, and `docs/bad-input.md` holds what was printed.

use std::{
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use hearken_testkit::{Hearken, Output, SiteServer, workspace_root};

use crate::scene::{page, write};

/// One bad input: what is given, and what must come of it.
pub(crate) struct Case {
    /// Row's name in the document.
    pub(crate) name: &'static str,
    /// Arguments; `{site}` is a server on loopback, `{closed}` a port nobody listens on.
    pub(crate) args: &'static [&'static str],
    /// Lays the bad input into the home.
    pub(crate) prepare: fn(&Hearken),
    /// Exit code.
    pub(crate) code: i32,
    /// Whether `good.html`, given beside the bad input, must have been stored or printed.
    pub(crate) goes_on: bool,
}

/// Nothing to lay out.
pub(crate) fn nothing(_: &Hearken) {}

/// A part of the document: its mark and the cases below it.
pub(crate) struct Part {
    pub(crate) mark: &'static str,
    /// Whether what is ingested is analyzed too.
    pub(crate) analyze: bool,
    pub(crate) cases: &'static [Case],
}

/// Runs all cases, each in a home of its own, and compares code, going on and document.
pub(crate) fn check(part: &Part) {
    let server = SiteServer::empty().unwrap();
    let mut rows = Vec::new();
    let mut wrong = Vec::new();
    for case in part.cases {
        let hearken = crate::scene::hearken();
        write(
            &hearken,
            "good.html",
            page("Low water", "We counted boats until noon.", &[]),
        );
        (case.prepare)(&hearken);
        let args: Vec<String> = case.args.iter().map(|arg| place(arg, &server)).collect();
        let mut all = args.clone();
        if args[0] == "ingest" && !part.analyze {
            all.push("--no-analyze".to_owned());
        }
        let output = hearken.run(&all);
        let lines = output.complaints();
        let problem = match lines.as_slice() {
            _ if output.code != case.code => {
                Some(format!("code {} and not {}", output.code, case.code))
            }
            [_] if case.goes_on && !went_on(&hearken, case, &output) => {
                Some("the run stopped".to_owned())
            }
            [_] => None,
            lines => Some(format!("{} complaints and not one", lines.len())),
        };
        if let Some(problem) = problem {
            wrong.push(format!(
                "{}: {problem}\n{}\n{}",
                case.name, output.stdout, output.stderr
            ));
        }
        let shown = case.args.join(" ");
        let line = neutral(lines.first().unwrap_or(&""), &hearken, &server);
        let (name, code, line) = (case.name, case.code, cell(&line));
        rows.push(format!(
            "| {name} | `hearken {shown}` | {code} | {line} |\n"
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    compare(part.mark, &rows.concat());
}

fn went_on(hearken: &Hearken, case: &Case, output: &Output) -> bool {
    if case.args[0] == "extract" {
        return output.stdout.contains("We counted boats");
    }
    hearken.run(["posts"]).stdout.contains("Low water")
}

fn place(arg: &str, server: &SiteServer) -> String {
    arg.replace("{site}", server.url("").trim_end_matches('/'))
        .replace("{closed}", &closed_port())
}

/// Port 1 of loopback (tcpmux) is not served on any system the tests run on.
fn closed_port() -> String {
    "http://127.0.0.1:1".to_owned()
}

/// The line without what differs from one machine to the next.
fn neutral(line: &str, hearken: &Hearken, server: &SiteServer) -> String {
    let home = hearken.home().canonicalize().unwrap();
    let line = line
        .replace(&home.display().to_string(), "~")
        .replace(&hearken.home().display().to_string(), "~")
        .replace(server.url("").trim_end_matches('/'), "{site}");
    // The system's own numbers for errors differ between systems.
    match line.find(" (os error ") {
        Some(at) => {
            let end = line[at..].find(')').map_or(line.len(), |end| at + end + 1);
            format!("{}{}", &line[..at], &line[end..])
        }
        None => line,
    }
}

fn cell(line: &str) -> String {
    line.replace('|', "\\|")
}

fn document() -> PathBuf {
    workspace_root().join("docs/bad-input.md")
}

/// Compares the rows between the marks of the document, or writes them where `HEARKEN_BLESS` is set.
fn compare(mark: &str, rows: &str) {
    static DOCUMENT: Mutex<()> = Mutex::new(());
    let _alone = DOCUMENT.lock().unwrap_or_else(PoisonError::into_inner);
    let (begin, end) = (
        format!("<!-- {mark} -->\n"),
        format!("<!-- end of {mark} -->\n"),
    );
    let text = fs::read_to_string(document()).unwrap();
    let start = text.find(&begin).expect("the mark is there") + begin.len();
    let stop = text.find(&end).expect("the closing mark is there");
    let table = format!("\n| case | given | code | line |\n|---|---|---|---|\n{rows}\n");
    if std::env::var_os("HEARKEN_BLESS").is_some() {
        fs::write(
            document(),
            format!("{}{table}{}", &text[..start], &text[stop..]),
        )
        .unwrap();
        return;
    }
    assert_eq!(
        &text[start..stop],
        table,
        "docs/bad-input.md is not what is printed; HEARKEN_BLESS=1 cargo test -p hearken writes it"
    );
}
