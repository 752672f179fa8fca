//! `hearken show`: one post with its comments and findings.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use hearken_model::{PageReading, PostId};
use hearken_store::{FindingQuery, PostRef, StoredFinding, StoredPost};
use serde::Serialize;

use super::findings::FindingRow;
use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    output::json_line,
    sanitize::lines,
};

/// Show a post with its comments and findings
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken show 12\n  \
    hearken show https://example.org/2021/05/a-post/ --format json | jq '.comments | length'\n  \
    hearken show 12 --explain")]
pub(crate) struct ShowArgs {
    /// Row or address of the post
    #[arg(value_name = "ID|URL")]
    post: String,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ShowFormat::Md, value_name = "FORM")]
    format: ShowFormat,
    /// Say too what was set aside from the page, and by which rule
    #[arg(long)]
    explain: bool,
}

/// Form of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    /// Markdown, with findings and history below
    Md,
    /// One JSON object: the reading, its findings and its history
    Json,
    /// The post's text alone
    Text,
}

/// The JSON form.
#[derive(Debug, Serialize)]
struct Shown {
    post_id: i64,
    #[serde(flatten)]
    reading: PageReading,
    findings: Vec<FindingRow>,
    revisions: Vec<RevisionRow>,
    sources: Vec<String>,
}

/// One revision.
#[derive(Debug, Serialize)]
struct RevisionRow {
    number: u32,
    origin: &'static str,
    extractor_version: String,
    seen_at: String,
}

/// Runs `hearken show`.
pub(crate) fn run(context: &Context, args: &ShowArgs) -> CommandResult {
    let which = args.post.parse().map_or_else(
        |_| PostRef::Url(args.post.clone()),
        |id| PostRef::Id(PostId(id)),
    );
    let store = context.existing_store()?;
    let reader = store.reader().map_err(CommandError::cannot_run)?;
    let Some(stored) = reader.post(&which).map_err(CommandError::cannot_run)? else {
        return Err(
            CommandError::usage(anyhow::anyhow!("no stored post is `{}`", args.post))
                .hint("`hearken posts` lists rows and addresses"),
        );
    };
    let query = FindingQuery {
        post: Some(stored.summary.id),
        ..FindingQuery::default()
    };
    let findings = reader.findings(&query).map_err(CommandError::cannot_run)?;
    let mut out = io::stdout().lock();
    let written = match args.format {
        ShowFormat::Md => markdown(&mut out, args, &stored, &findings),
        ShowFormat::Json => json_line(&mut out, &shown(args, &stored, &findings)),
        ShowFormat::Text => writeln!(out, "{}", lines(&stored.post.text)),
    };
    written
        .and_then(|()| out.flush())
        .map_err(CommandError::cannot_run)?;
    Ok(Exit::Done)
}

fn shown(args: &ShowArgs, stored: &StoredPost, findings: &[StoredFinding]) -> Shown {
    Shown {
        post_id: stored.summary.id.0,
        reading: PageReading::new(&stored.summary.url, &stored.post, args.explain),
        findings: findings.iter().map(FindingRow::new).collect(),
        revisions: revisions(stored),
        sources: stored
            .sources
            .iter()
            .map(|source| source.location.clone())
            .collect(),
    }
}

fn revisions(stored: &StoredPost) -> Vec<RevisionRow> {
    let rows = stored.revisions.iter().map(|revision| RevisionRow {
        number: revision.number,
        origin: revision.origin.as_str(),
        extractor_version: revision.extractor_version.clone(),
        seen_at: revision
            .seen_at
            .format(&time::format_description::well_known::Rfc3339)
            .unwrap_or_default(),
    });
    rows.collect()
}

fn markdown(
    out: &mut impl Write,
    args: &ShowArgs,
    stored: &StoredPost,
    findings: &[StoredFinding],
) -> io::Result<()> {
    writeln!(out, "{}", lines(&hearken_pipeline::markdown(&stored.post)))?;
    if !findings.is_empty() {
        writeln!(out, "\n## Findings ({})\n", findings.len())?;
    }
    for finding in findings {
        writeln!(out, "- {} `{}`", lines(&finding.message), finding.kind)?;
        for span in &finding.spans {
            writeln!(
                out,
                "  > {}",
                lines(&span.quote.exact).replace('\n', "\n  > ")
            )?;
        }
    }
    if stored.revisions.len() > 1 {
        writeln!(out, "\n## History\n")?;
        for row in revisions(stored) {
            let who = if row.origin == "author" {
                "by its author"
            } else {
                "read otherwise"
            };
            writeln!(
                out,
                "- revision {}, {who}, seen {}",
                row.number, row.seen_at
            )?;
        }
    }
    if args.explain {
        writeln!(out, "\n## Set aside ({})\n", stored.post.removed.len())?;
        for removed in &stored.post.removed {
            let text = removed
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            writeln!(
                out,
                "- `{}` {} — {}",
                removed.kind.as_str(),
                lines(&text),
                removed.why
            )?;
        }
    }
    Ok(())
}
