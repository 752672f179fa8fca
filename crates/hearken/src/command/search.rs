//! `hearken search`: posts and comments by words.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
};

use clap::{Args, ValueEnum};
use hearken_store::{SearchHit, SearchQuery, SearchScope, StoreError};
use serde::Serialize;

use crate::{
    cli::Listing,
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    output::{Format, Row, print_rows},
    sanitize::one_line,
};

/// Search posts and comments
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken search listening\n  \
    hearken search '\"tide table\" -boats'\n  \
    hearken search 'allot* OR garden' --in comments")]
pub(crate) struct SearchArgs {
    /// Words, "phrases", -not, OR, begin*; what begins with - goes in quotes with other words, or after --
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Where to look
    #[arg(long = "in", value_enum, default_value_t = Scope::All, value_name = "WHERE")]
    scope: Scope,
    #[command(flatten)]
    listing: Listing,
}

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scope {
    /// Posts and comments
    All,
    /// Posts alone
    Posts,
    /// Comments alone
    Comments,
}

/// One place.
#[derive(Debug, Serialize)]
struct HitRow {
    r#type: &'static str,
    post_id: i64,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    snippet: String,
    /// Byte ranges of the words found, into `snippet`.
    marks: Vec<[usize; 2]>,
}

impl From<SearchHit> for HitRow {
    fn from(hit: SearchHit) -> Self {
        Self {
            r#type: if hit.comment_id.is_some() {
                "comment"
            } else {
                "post"
            },
            post_id: hit.post_id.0,
            url: hit.post_url,
            title: hit.post_title,
            comment_id: hit.comment_id.map(|id| id.0),
            author: hit.author,
            snippet: hit.snippet,
            marks: hit
                .marks
                .iter()
                .map(|mark| [mark.start(), mark.end()])
                .collect(),
        }
    }
}

impl HitRow {
    /// The snippet with the words found in bold.
    fn marked(&self) -> String {
        let bold = anstyle::Style::new().bold();
        let (mut out, mut at) = (String::new(), 0);
        for [start, end] in &self.marks {
            let before = self.snippet.get(at..*start).unwrap_or_default();
            let found = self.snippet.get(*start..*end).unwrap_or_default();
            out.push_str(&one_line(before));
            // Writing to a string can not fail.
            write!(out, "{bold}{}{bold:#}", one_line(found)).ok();
            at = *end;
        }
        out.push_str(&one_line(self.snippet.get(at..).unwrap_or_default()));
        out
    }
}

impl Row for HitRow {
    const HEADS: &'static [&'static str] = &["POST", "WHERE", "TITLE", "SNIPPET"];

    fn cells(&self) -> Vec<String> {
        let title = self.title.as_deref().unwrap_or("(no title)");
        let place = if self.comment_id.is_some() {
            "comment"
        } else {
            "post"
        };
        [
            self.post_id.to_string().as_str(),
            place,
            title,
            &self.snippet,
        ]
        .map(|cell| one_line(cell).into_owned())
        .to_vec()
    }
}

/// Runs `hearken search`.
pub(crate) fn run(context: &Context, args: &SearchArgs) -> CommandResult {
    let store = context.existing_store()?;
    let reader = store.reader().map_err(CommandError::cannot_run)?;
    let hits = reader
        .search(&SearchQuery {
            text: args.query.join(" "),
            scope: match args.scope {
                Scope::All => SearchScope::Everywhere,
                Scope::Posts => SearchScope::Posts,
                Scope::Comments => SearchScope::Comments,
            },
            site: None,
            source: None,
            limit: Some(args.listing.limit),
            offset: 0,
        })
        .map_err(refused)?;
    let rows: Vec<HitRow> = hits.into_iter().map(HitRow::from).collect();
    match Format::or_auto(args.listing.format) {
        Format::Table => print_hits(&rows).map_err(CommandError::cannot_run)?,
        format => print_rows(format, &rows).map_err(CommandError::cannot_run)?,
    }
    Ok(Exit::Done)
}

/// A search without a word is the user's affair, a database that fails is not.
fn refused(error: StoreError) -> CommandError {
    match error {
        StoreError::EmptySearch { .. } => {
            CommandError::usage(error).hint("give a word or a \"phrase\"")
        }
        StoreError::LongSearch { .. } => CommandError::usage(error),
        error => CommandError::cannot_run(error),
    }
}

/// For a person: where it is, then the words, with room to breathe.
fn print_hits(rows: &[HitRow]) -> io::Result<()> {
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    for row in rows {
        let title = one_line(row.title.as_deref().unwrap_or("(no title)")).into_owned();
        let place = match (&row.author, row.comment_id) {
            (Some(author), Some(_)) => format!(", comment by {}", one_line(author)),
            (None, Some(_)) => ", comment".to_owned(),
            _ => String::new(),
        };
        writeln!(
            out,
            "{:>5}  {title}{place}\n       {}\n       {}\n",
            row.post_id,
            row.marked(),
            one_line(&row.url)
        )?;
    }
    if rows.is_empty() {
        writeln!(out, "nothing found")?;
    }
    out.flush()
}
