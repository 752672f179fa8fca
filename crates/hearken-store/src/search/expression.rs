//! Turns what a person types into an FTS5 expression that cannot fail.

use crate::error::{Result, StoreError};

/// Most things one search may name: FTS5 refuses trees deeper than 256, and nobody types more.
const MOST_TERMS: usize = 64;

/// One thing to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    /// Words, in a row where there are several.
    words: String,
    is_prefix: bool,
    is_excluded: bool,
}

/// What stands between white space.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Term(Term),
    Or,
}

/// The expression for `text`.
pub(super) fn expression(text: &str) -> Result<String> {
    let pieces = pieces(text);
    let terms = pieces
        .iter()
        .filter(|piece| matches!(piece, Piece::Term(_)))
        .count();
    if terms > MOST_TERMS {
        return Err(StoreError::LongSearch {
            terms,
            most: MOST_TERMS,
        });
    }
    let (mut groups, mut excluded): (Vec<Vec<String>>, Vec<String>) = (Vec::new(), Vec::new());
    let mut joins = false;
    for piece in pieces {
        match piece {
            Piece::Or => joins = true,
            Piece::Term(term) if term.is_excluded => excluded.push(quoted(&term)),
            Piece::Term(term) => {
                match groups.last_mut().filter(|_| joins) {
                    Some(group) => group.push(quoted(&term)),
                    None => groups.push(vec![quoted(&term)]),
                }
                joins = false;
            }
        }
    }
    if groups.is_empty() {
        return Err(StoreError::EmptySearch {
            text: text.to_owned(),
        });
    }
    let groups: Vec<_> = groups
        .iter()
        .map(|group| format!("({})", group.join(" OR ")))
        .collect();
    let wanted = groups.join(" AND ");
    if excluded.is_empty() {
        return Ok(wanted);
    }
    Ok(format!("({wanted}) NOT ({})", excluded.join(" OR ")))
}

/// As a string of FTS5, in which only the quote has a meaning.
fn quoted(term: &Term) -> String {
    let star = if term.is_prefix { "*" } else { "" };
    format!("\"{}\"{star}", term.words.replace('"', "\"\""))
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (is_excluded, body) = match rest.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, rest),
        };
        let (words, after, in_quotes) = if let Some(quote) = body.strip_prefix('"') {
            let (words, after) = quote.split_once('"').unwrap_or((quote, ""));
            (words, after, true)
        } else {
            let end = body.find(|letter: char| letter.is_whitespace() || letter == '"');
            let (words, after) = body.split_at(end.unwrap_or(body.len()));
            (words, after, false)
        };
        if words == "OR" && !in_quotes && !is_excluded {
            pieces.push(Piece::Or);
        } else if words.chars().any(char::is_alphanumeric) {
            let is_prefix = !in_quotes && words.ends_with('*');
            // SQLite reads a text up to a NUL.
            let words = words.replace('\0', " ");
            pieces.push(Piece::Term(Term {
                words,
                is_prefix,
                is_excluded,
            }));
        }
        rest = after.trim_start();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        for (text, wanted) in [
            ("one two", r#"("one") AND ("two")"#),
            (r#""one two" three"#, r#"("one two") AND ("three")"#),
            ("one -two", r#"(("one")) NOT ("two")"#),
            (r#"one -"two three""#, r#"(("one")) NOT ("two three")"#),
            ("a b OR c d", r#"("a") AND ("b" OR "c") AND ("d")"#),
            ("OR a OR", r#"("a")"#),
            ("begin*", r#"("begin*"*)"#),
            (
                "AND NOT NEAR(a b)",
                r#"("AND") AND ("NOT") AND ("NEAR(a") AND ("b)")"#,
            ),
            (r#"half "open"#, r#"("half") AND ("open")"#),
            (
                "title:word ^x {y}",
                r#"("title:word") AND ("^x") AND ("{y}")"#,
            ),
            ("— ! don't", r#"("don't")"#),
        ] {
            assert_eq!(expression(text).unwrap(), wanted, "{text}");
        }
    }

    #[test]
    fn says_when_there_is_nothing_to_look_for() {
        for text in ["", "  ", "-only", "!!", "OR", "\""] {
            let error = expression(text).unwrap_err();
            assert!(matches!(error, StoreError::EmptySearch { .. }), "{text}");
        }
        let long = "word ".repeat(MOST_TERMS + 1);
        assert!(matches!(
            expression(&long).unwrap_err(),
            StoreError::LongSearch { .. }
        ));
    }
}
