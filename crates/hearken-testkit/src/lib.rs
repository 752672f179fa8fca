//! Fixtures, a local HTTP server and a command-line harness for the tests of the workspace.
