//! Builds the libraries of the tests, each once, and runs them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex, OnceLock, PoisonError, atomic::AtomicBool},
    time::Duration,
};

use hearken_model::Post;
use hearken_plugin_host::{
    Breaker, HostReport, HostSettings, Job, Outcome, PluginSpec, WorkerCommand, analyze, inspect,
};
use serde_json::Value;
use tempfile::TempDir;

/// The example of this name as a library.
///
/// A whole `cargo test` has built it beside this program; a run of one test target has not, or
/// not anew.
pub(crate) fn example(name: &str) -> PathBuf {
    static BUILT: OnceLock<Vec<PathBuf>> = OnceLock::new();
    let file = format!("lib{name}.so");
    let program = env::current_exe().expect("this program");
    let beside = program
        .ancestors()
        .nth(2)
        .expect("a target folder")
        .join("examples")
        .join(&file);
    if is_fresh(&beside) {
        return beside;
    }
    let built = BUILT.get_or_init(build_examples);
    let found = built.iter().find(|path| path.ends_with(&file));
    found
        .unwrap_or_else(|| panic!("no {file} among {built:?}"))
        .clone()
}

/// Whether a library is younger than all that it is made of.
fn is_fresh(library: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
    let Ok(built) = changed(library) else {
        return false;
    };
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = [
        "hearken-abi/src",
        "hearken-sdk/src",
        "hearken-sdk-macros/src",
    ]
    .map(|folder| crates.join(folder))
    .to_vec();
    folders.push(crates.join("hearken-plugin-host/examples"));
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("a source").path();
            if path.is_dir() {
                folders.push(path);
            } else if changed(&path).expect("a source") > built {
                return false;
            }
        }
    }
    true
}

/// Builds the examples, which a run of a single test does not, and asks cargo where they are.
fn build_examples() -> Vec<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--offline",
            "--examples",
            "--message-format=json",
        ])
        .args(["--package", env!("CARGO_PKG_NAME")])
        .output()
        .expect("cargo");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("cargo speaks UTF-8");
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("cargo speaks JSON"))
        .filter(|message| message["reason"] == "compiler-artifact")
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|name| name.as_str().map(PathBuf::from))
        .filter(|path| path.extension().is_some_and(|extension| extension == "so"))
        .collect()
}

/// A folder of the test run for what is compiled from C.
fn c_folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| tempfile::tempdir().expect("a folder"))
        .path()
}

/// A library compiled from `text` in C, as strictly as compilers can.
pub(crate) fn c_library(name: &str, text: &str) -> PathBuf {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let source = c_folder().join(format!("{name}.c"));
    let library = c_folder().join(format!("{name}.so"));
    if fs::read_to_string(&source).is_ok_and(|there| there == text) {
        return library;
    }
    fs::write(&source, text).expect("a source");
    let include = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../include");
    let output = Command::new("cc")
        .args([
            "-std=c11",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-O1",
        ])
        .args(["-shared", "-fPIC", "-fvisibility=hidden", "-I"])
        .arg(include)
        .arg(&source)
        .arg("-o")
        .arg(&library)
        .output()
        .expect("a C compiler `cc`");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    library
}

/// A host with its own folder for copies.
pub(crate) struct Host {
    pub(crate) settings: HostSettings,
    _cache: TempDir,
}

impl Host {
    /// Two workers and small batches; no breaker, so that every pair is tried.
    pub(crate) fn new() -> Self {
        let cache = tempfile::tempdir().expect("a folder");
        let worker = WorkerCommand {
            program: env!("CARGO_BIN_EXE_hearken-worker").into(),
            args: Vec::new(),
        };
        let mut settings = HostSettings::new(worker, cache.path().join("plugins"));
        settings.workers = 2;
        settings.batch_posts = 16;
        settings.breaker = Breaker::OFF;
        settings.post_time_limit = Duration::from_secs(20);
        Self {
            settings,
            _cache: cache,
        }
    }

    /// Runs plugins over jobs.
    pub(crate) fn run(
        &self,
        plugins: &[PluginSpec],
        jobs: impl IntoIterator<Item = Job>,
    ) -> (Vec<Outcome>, HostReport) {
        let mut outcomes = Vec::new();
        let report = analyze(
            &self.settings,
            plugins,
            jobs,
            &AtomicBool::new(false),
            &mut |one| {
                outcomes.push(one);
            },
        );
        (outcomes, report.expect("a host"))
    }

    /// Runs one plugin over posts of these texts.
    pub(crate) fn look(&self, plugin: &PluginSpec, texts: &[&str]) -> Vec<Outcome> {
        let jobs = (0..).zip(texts).map(|(id, text)| job(id, text, &[0]));
        self.run(std::slice::from_ref(plugin), jobs).0
    }
}

/// A plugin with a configuration.
pub(crate) fn plugin(path: &Path, config: Value) -> PluginSpec {
    PluginSpec {
        file: inspect(path).expect("a plugin"),
        config,
    }
}

/// A post with a text and nothing else.
pub(crate) fn job(id: u64, text: &str, wanted: &[usize]) -> Job {
    let post = Post {
        url: Some(format!("https://example.org/{id}")),
        text: text.to_owned(),
        ..Post::default()
    };
    Job {
        id,
        post: Arc::new(post),
        wanted: wanted.to_vec(),
    }
}
