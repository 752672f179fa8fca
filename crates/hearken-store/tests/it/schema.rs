//! The public face of the schema, as other programs see it.

use rusqlite::Connection;

use crate::support::{Place, comment, page, post};

/// The names in the first column of what `sql` gives.
fn column(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn opened() -> (Place, Connection) {
    let place = Place::new();
    let mut post = post("A", "words");
    post.comments = vec![comment("c1", "Ann", "yes")];
    place.save(page(place.run.id(), "https://a.example/1", post));
    let db = Connection::open(place.path()).unwrap();
    (place, db)
}

#[test]
fn datasette_and_sqlite_utils_find_the_index() {
    let (_place, db) = opened();
    // Their query: the table's name in double quotes or brackets after `content=`.
    for table in ["posts", "comments"] {
        let sql = format!(
            "SELECT name FROM sqlite_master WHERE rootpage = 0 AND (
                sql LIKE '%VIRTUAL TABLE%USING FTS%content=\"{table}\"%'
                OR sql LIKE '%VIRTUAL TABLE%USING FTS%content=[{table}]%')"
        );
        assert_eq!(column(&db, &sql), [format!("{table}_fts")]);
    }
}

#[test]
fn tables_are_strict_and_foreign_keys_indexed() {
    let (_place, db) = opened();
    let loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
        AND NOT strict AND name NOT LIKE 'sqlite_%'";
    assert!(column(&db, loose).is_empty());
    let bare = "SELECT t.name || '.' || k.\"from\" FROM pragma_table_list t, \
        pragma_foreign_key_list(t.name) k WHERE t.schema = 'main' AND NOT EXISTS (
          SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c
          WHERE c.seqno = 0 AND c.name = k.\"from\")";
    assert!(column(&db, bare).is_empty(), "{:?}", column(&db, bare));
}

#[test]
fn every_view_reads() {
    let (_place, db) = opened();
    let views = column(
        &db,
        "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name",
    );
    assert!(views.contains(&"v_conversation".to_owned()), "{views:?}");
    for view in &views {
        let rows: i64 = db
            .query_row(&format!("SELECT count(*) FROM {view}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        let wanted = i64::from(!matches!(
            view.as_str(),
            "v_findings" | "v_removed" | "v_sources"
        ));
        assert_eq!(rows, wanted, "{view}");
    }
}

#[test]
fn the_docs_in_the_database_speak_of_what_is_there() {
    let (_place, db) = opened();
    let wrong = "SELECT table_name || '.' || column_name FROM schema_doc d
        WHERE NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = d.table_name)
         OR column_name <> '' AND NOT EXISTS
          (SELECT 1 FROM pragma_table_info(d.table_name) c WHERE c.name = d.column_name)";
    assert!(column(&db, wrong).is_empty(), "{:?}", column(&db, wrong));
}

#[test]
fn the_page_about_the_database_names_every_table_and_view() {
    let docs = include_str!("../../../../docs/database.md");
    let (_place, db) = opened();
    let names = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')
        AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_fts_*'";
    for name in column(&db, names) {
        assert!(
            docs.contains(&format!("`{name}`")),
            "{name} is not in docs/database.md"
        );
    }
}

#[test]
fn the_examples_of_that_page_run() {
    let docs = include_str!("../../../../docs/database.md");
    let (_place, db) = opened();
    let shell = docs
        .split("```sh")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let statements: Vec<_> = shell
        .split("\n\n")
        .filter_map(|example| {
            example
                .split_once("\"$DB\" \"")?
                .1
                .trim_end()
                .strip_suffix('"')
        })
        .map(|statement| statement.replace("\\\"", "\""))
        .collect();
    assert_eq!(statements.len(), 6, "{statements:?}");
    for statement in statements {
        let mut prepared = db.prepare(&statement).unwrap();
        let mut rows = prepared.query([]).unwrap();
        while rows.next().unwrap().is_some() {}
    }
}

#[test]
fn times_are_in_utc_to_the_second() {
    let (_place, db) = opened();
    let at: String = db
        .query_row("SELECT first_seen_at FROM posts", [], |row| row.get(0))
        .unwrap();
    assert_eq!(at, "2026-03-01T12:00:00Z");
}
