//! A plugin worker and nothing else: what the tests of the host start. The `hearken` binary serves
//! as its own worker.

use std::process::ExitCode;

fn main() -> ExitCode {
    hearken_plugin_host::worker_main()
}
