//! Tries a plugin with its configuration, in a worker.

use std::sync::atomic::AtomicBool;

use super::{child::Worker, copies, death::Death};
use crate::{
    HostError, HostSettings, PluginError, PluginFile, PluginSpec,
    wire::{Ask, Phase, Start, StartPlugin, StartProblem, Tell},
};

/// Makes an instance of the plugin in a worker, to see whether it takes its configuration.
///
/// # Errors
///
/// A [`PluginError`]; a wrong configuration is named by JSON pointer and message.
pub fn check_config(settings: &HostSettings, plugin: &PluginSpec) -> Result<(), PluginError> {
    copies::make_folder(&settings.cache_dir)?;
    let start = start_plugin(0, plugin, settings)?;
    let mut worker = Worker::spawn(&settings.worker, settings.post_time_limit)?;
    let told = started(&mut worker, settings, vec![start], &AtomicBool::new(false));
    match told {
        Ok(mut results) => match results.pop() {
            Some(Err(problem)) => Err(explained(problem, &plugin.file)),
            Some(Ok(())) => {
                worker.finish();
                Ok(())
            }
            None => Err(HostError::NoWorker {
                program: settings.worker.program.clone(),
                problem: "it started nothing".to_owned(),
            }
            .into()),
        },
        Err(death) => Err(died(&worker, death, &plugin.file)),
    }
}

/// What a plugin says of itself: `{"manifest":…,"schema":…}`, the schema being that of its
/// configuration; an empty object where it says nothing.
///
/// # Errors
///
/// A [`PluginError`] where it cannot be loaded or does not answer in JSON.
pub fn describe(
    settings: &HostSettings,
    plugin: &PluginFile,
) -> Result<serde_json::Value, PluginError> {
    copies::make_folder(&settings.cache_dir)?;
    let path = copies::kept(plugin, &settings.cache_dir)?;
    let mut worker = Worker::spawn(&settings.worker, settings.post_time_limit)?;
    let ask = Ask::Describe(path.to_string_lossy().into_owned());
    let mut described = Ok(String::new());
    let talk = worker.ask(&ask, &[], &AtomicBool::new(false), |tell| match tell {
        Tell::Described(told) => {
            described = told;
            true
        }
        Tell::Started(..) | Tell::Answers(_) | Tell::End => false,
    });
    talk.map_err(|death| died(&worker, death, plugin))?;
    let json = described.map_err(|problem| explained(problem, plugin))?;
    if json.is_empty() {
        return Ok(serde_json::json!({}));
    }
    serde_json::from_str(&json).map_err(|error| PluginError::Start {
        plugin: plugin.manifest.id.clone(),
        problem: format!("it describes itself in no JSON: {error}"),
    })
}

/// A plugin as a worker is told of it.
pub(super) fn start_plugin(
    index: u32,
    plugin: &PluginSpec,
    settings: &HostSettings,
) -> Result<StartPlugin, PluginError> {
    let path = copies::kept(&plugin.file, &settings.cache_dir)?;
    Ok(StartPlugin {
        index,
        path: path.to_string_lossy().into_owned(),
        config: match &plugin.config {
            serde_json::Value::Null => "{}".to_owned(),
            config => config.to_string(),
        },
    })
}

/// Has a fresh worker load and start plugins.
pub(super) fn started(
    worker: &mut Worker,
    settings: &HostSettings,
    plugins: Vec<StartPlugin>,
    cancel: &AtomicBool,
) -> Result<Vec<Result<(), StartProblem>>, Death> {
    let ask = Ask::Start(Start {
        plugins,
        post_limit_ms: u64::try_from(settings.post_time_limit.as_millis()).unwrap_or(u64::MAX),
    });
    let mut results = Vec::new();
    worker.ask(&ask, &[], cancel, |tell| match tell {
        Tell::Started(told, printed) => {
            results = told;
            for line in printed {
                tracing::info!(text = line.text, "plugin printed while it started");
            }
            true
        }
        Tell::Described(_) | Tell::Answers(_) | Tell::End => false,
    })?;
    Ok(results)
}

/// The error of a plugin that said why it does not start.
pub(super) fn explained(problem: StartProblem, plugin: &PluginFile) -> PluginError {
    let id = plugin.manifest.id.clone();
    match problem {
        StartProblem::Load(problem) => PluginError::Load {
            file: plugin.path.clone(),
            problem,
        },
        StartProblem::Config(pointer, problem) => PluginError::Config {
            plugin: id,
            pointer,
            problem,
        },
        StartProblem::Start(problem) => PluginError::Start {
            plugin: id,
            problem,
        },
    }
}

/// The error of a plugin that killed its worker before it had started.
pub(super) fn died(worker: &Worker, death: Death, plugin: &PluginFile) -> PluginError {
    PluginError::Died {
        file: plugin.path.clone(),
        phase: match worker.progress().phase {
            Phase::Start => "started",
            Phase::Idle | Phase::Load | Phase::Post => "loaded",
        },
        cause: match death {
            Death::Died(cause) => cause,
            Death::Cancelled => "cancelled".to_owned(),
        },
    }
}
