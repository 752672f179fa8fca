//! `hearken doctor`: looks into database, plugins and folders, and says what to do.

use std::{fs, io, path::Path};

use clap::Args;
use hearken_store::Health;
use serde::Serialize;

use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    output::{Format, Row, print_rows},
    plugins::{Trust, discover, host_settings},
    sanitize::one_line,
};

/// Check database, plugins and folders
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum, value_name = "FORM")]
    format: Option<Format>,
}

/// One thing that was looked into.
#[derive(Debug, Serialize)]
struct Check {
    what: &'static str,
    ok: bool,
    says: String,
}

impl Row for Check {
    const HEADS: &'static [&'static str] = &["", "WHAT", "SAYS"];

    fn cells(&self) -> Vec<String> {
        let mark = if self.ok { "ok" } else { "!!" };
        vec![
            mark.to_owned(),
            self.what.to_owned(),
            one_line(&self.says).into_owned(),
        ]
    }
}

/// Runs `hearken doctor`: code 0 where all is well, 3 where something is not.
pub(crate) fn run(context: &Context, args: &DoctorArgs) -> CommandResult {
    let mut checks = vec![
        writable("data folder", &context.dirs.data),
        writable("cache folder", &context.dirs.cache),
    ];
    checks.extend(database(context));
    checks.extend(plugins(context));
    print_rows(Format::or_auto(args.format), &checks).map_err(CommandError::cannot_run)?;
    Ok(if checks.iter().all(|check| check.ok) {
        Exit::Done
    } else {
        Exit::Partial
    })
}

fn writable(what: &'static str, folder: &Path) -> Check {
    let tried = fs::create_dir_all(folder).and_then(|()| {
        let probe = folder.join(".hearken-probe");
        fs::write(&probe, "")?;
        fs::remove_file(&probe)
    });
    let (ok, says) = match tried {
        Ok(()) => (true, folder.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => (
            false,
            format!("{} can not be written: {error}", folder.display()),
        ),
        Err(error) => (false, format!("{}: {error}", folder.display())),
    };
    Check { what, ok, says }
}

fn database(context: &Context) -> Vec<Check> {
    let path = context.database();
    let check = |ok, says| Check {
        what: "database",
        ok,
        says,
    };
    if !path.exists() {
        return vec![check(true, format!("none yet at {}", path.display()))];
    }
    let health = context
        .store()
        .map_err(|error| error.render())
        .and_then(|store| store.check_health().map_err(|error| error.to_string()));
    match health {
        Err(problem) => vec![check(false, problem)],
        Ok(health) => {
            let mut checks: Vec<Check> = troubles(&health).map(|says| check(false, says)).collect();
            let mib = health.page_count * health.page_size_bytes / (1 << 20);
            checks.push(check(
                health.is_sound(),
                format!(
                    "{}: schema {}, {mib} MiB, SQLite {}",
                    path.display(),
                    health.schema_version,
                    health.sqlite_version
                ),
            ));
            checks
        }
    }
}

fn troubles(health: &Health) -> impl Iterator<Item = String> {
    let damage = health
        .damage
        .iter()
        .map(|line| format!("damaged: {line}; restore a backup, or `sqlite3 FILE .recover`"));
    let dangling = health
        .dangling
        .iter()
        .map(|(table, rows)| format!("{rows} rows of {table} point to nothing"));
    let index = health
        .index_problems
        .iter()
        .map(|(index, problem)| format!("{index}: {problem}"));
    let stale = health.stale_runs.iter().map(|run| {
        format!("run {run} was never finished; the next run of the same command goes on with it")
    });
    damage.chain(dangling).chain(index).chain(stale)
}

fn plugins(context: &Context) -> Vec<Check> {
    let check = |ok, says| Check {
        what: "plugin",
        ok,
        says,
    };
    let (found, problems) = discover(context);
    let mut checks: Vec<Check> = problems
        .into_iter()
        .map(|problem| check(false, problem))
        .collect();
    let host = host_settings(context);
    for plugin in &found {
        checks.push(match (&plugin.file, plugin.trust) {
            (Err(problem), _) => check(false, problem.clone()),
            (Ok(_), Trust::Changed) => check(
                false,
                format!("{} is not the trusted file", plugin.path.display()),
            ),
            (Ok(file), Trust::Unknown) => check(
                true,
                format!("{} is not trusted and not run", file.manifest.id),
            ),
            (Ok(file), Trust::Trusted) => {
                let config = crate::plugins::config_of(
                    context,
                    &file.manifest.id,
                    &std::collections::BTreeMap::new(),
                );
                let spec = hearken_plugin_host::PluginSpec {
                    file: file.clone(),
                    config,
                };
                match hearken_plugin_host::check_config(&host, &spec) {
                    Ok(()) => check(
                        true,
                        format!(
                            "{} {} loads in a worker",
                            file.manifest.id, file.manifest.version
                        ),
                    ),
                    Err(error) => check(false, error.to_string()),
                }
            }
        });
    }
    if found.is_empty() {
        checks.push(check(
            false,
            "none was found; `cargo xtask plugins` builds the bundled ones".to_owned(),
        ));
    }
    checks
}
