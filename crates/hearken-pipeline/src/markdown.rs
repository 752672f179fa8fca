//! A reading as Markdown, for people and for tools that take nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hearken_model::{Block, BlockKind, Comment, Post};

/// The post with its title, its facts and its comments as a nested list of quotations.
#[must_use]
pub fn markdown(post: &Post) -> String {
    let mut out = String::new();
    if let Some(title) = &post.title {
        push(&mut out, &format!("# {title}\n\n"));
    }
    let facts: Vec<String> = [
        (!post.authors.is_empty()).then(|| post.authors.join(", ")),
        post.published.map(|date| date.to_string()),
        post.url.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !facts.is_empty() {
        push(&mut out, &format!("*{}*\n\n", facts.join(" · ")));
    }
    let mut last = None;
    for block in &post.blocks {
        push_block(
            &mut out,
            block,
            block.span.slice(&post.text).unwrap_or_default(),
            last,
        );
        last = Some(block.kind);
    }
    if !post.comments.is_empty() {
        push(
            &mut out,
            &format!("\n## Comments ({})\n\n", post.comments.len()),
        );
        push_comments(&mut out, &post.comments);
    }
    out.truncate(out.trim_end().len());
    out
}

fn push(out: &mut String, text: &str) {
    out.push_str(text);
}

fn push_block(out: &mut String, block: &Block, text: &str, last: Option<BlockKind>) {
    let level = usize::from(block.level.unwrap_or(1));
    let same_list = last == Some(block.kind);
    if matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow)
        && !same_list
        && last.is_some()
    {
        // A list or table needs a blank line before it, which the block before has left.
        out.truncate(out.trim_end().len());
        out.push_str("\n\n");
    }
    let text = match block.kind {
        BlockKind::Heading => format!("{} {text}\n\n", "#".repeat(level.clamp(1, 6))),
        BlockKind::ListItem => format!("{}- {}\n", "  ".repeat(level - 1), text.replace('\n', " ")),
        BlockKind::Quote => format!("> {}\n\n", text.replace('\n', "\n> ")),
        BlockKind::Code => format!("```\n{text}\n```\n\n"),
        BlockKind::TableRow => table_row(text, !same_list),
        BlockKind::Paragraph => format!("{}\n\n", text.replace('\n', "  \n")),
    };
    if matches!(last, Some(BlockKind::ListItem | BlockKind::TableRow)) && !same_list {
        out.push('\n');
    }
    out.push_str(&text);
}

/// A row of a table; the first is its head, which Markdown wants a rule under.
fn table_row(text: &str, is_first: bool) -> String {
    let cells = text
        .replace('\n', " ")
        .replace('|', "\\|")
        .replace('\t', " | ");
    let rule = if is_first {
        format!("|{}\n", " --- |".repeat(text.matches('\t').count() + 1))
    } else {
        String::new()
    };
    format!("| {cells} |\n{rule}")
}

fn push_comments(out: &mut String, comments: &[Comment]) {
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    for comment in comments {
        let parent = comment.reply_to.as_deref().and_then(|key| depths.get(key));
        let depth = parent.map_or(0, |depth| depth + 1);
        depths.insert(&comment.key, depth);
        let indent = "  ".repeat(depth);
        let who = comment.author.as_deref().unwrap_or("(no name)");
        let mark = if comment.by_post_author {
            " (author)"
        } else {
            ""
        };
        let when = comment
            .published
            .map(|date| format!(", {date}"))
            .unwrap_or_default();
        let body = comment.text.replace('\n', &format!("\n{indent}  "));
        // Writing to a string can not fail.
        let _ = writeln!(out, "{indent}- **{who}**{mark}{when}  \n{indent}  {body}");
    }
}

#[cfg(test)]
mod tests {
    use hearken_model::Span;

    use super::*;

    #[test]
    fn tables_have_a_head_that_renderers_know() {
        assert_eq!(
            table_row("Month\tLoaves", true),
            "| Month | Loaves |\n| --- | --- |\n"
        );
        assert_eq!(table_row("a|b\tc", false), "| a\\|b | c |\n");
    }

    #[test]
    fn writes_blocks_and_nested_comments() {
        let block = |kind, level, start, end| Block {
            kind,
            level,
            span: Span::new(start, end).unwrap(),
        };
        let comment = |key: &str, reply_to: Option<&str>| Comment {
            key: key.to_owned(),
            reply_to: reply_to.map(str::to_owned),
            text: "Yes.\n\nNo.".to_owned(),
            ..Comment::default()
        };
        let post = Post {
            title: Some("Bread".to_owned()),
            text: "Flour\nWater\n\nBake it.".to_owned(),
            blocks: vec![
                block(BlockKind::ListItem, Some(1), 0, 5),
                block(BlockKind::ListItem, Some(2), 6, 11),
                block(BlockKind::Paragraph, None, 13, 21),
            ],
            comments: vec![comment("c1", None), comment("c2", Some("c1"))],
            ..Post::default()
        };
        assert_eq!(
            markdown(&post),
            "# Bread\n\n- Flour\n  - Water\n\nBake it.\n\n\n## Comments (2)\n\n- **(no name)**  \n  Yes.\n  \n  No.\n  - **(no name)**  \n    Yes.\n    \n    No."
        );
    }
}
