//! Tells the crate which target and compiler it is built for, for the manifests of plugins.

use std::{env, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let of = |name: &str| env::var(name).unwrap_or_default();
    println!("cargo::rustc-env=HEARKEN_TARGET={}", of("TARGET"));
    let version = Command::new(of("RUSTC")).arg("--version").output();
    let text = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    // A manifest without the compiler's version is still a manifest.
    let text = text.unwrap_or_default();
    println!("cargo::rustc-env=HEARKEN_RUSTC={}", text.trim());
}
