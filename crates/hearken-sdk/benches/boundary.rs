//! What the border between host and plugin costs: an analyzer called through the table of C
//! functions, beside the same loop called directly.
//!
//! `cargo bench -p hearken-sdk`; each figure is the best of many rounds.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(unsafe_code, reason = "calls the table as a host does")]

use std::{ffi::c_void, hint::black_box, ptr, time::Instant};

use hearken_abi::{HK_OK, HkCall, HkFinding, HkPlugin, HkPost, HkStr};
use hearken_sdk::{__private::table, prelude::*};

const CALLS: u32 = 10_000;
const ROUNDS: u32 = 200;

/// Emits as many findings as it is told.
#[config(kinds = ["place"])]
struct Emits {
    findings: u32,
}

impl Analyzer for Emits {
    fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
        black_box(post.text());
        (0..self.findings).try_for_each(|_| cx.emit(Finding::new("place", 0..9)))
    }
}

static PLUGIN: HkPlugin = table::<Emits>(b"HEARKEN1{}");

unsafe extern "C" fn count(ctx: *mut c_void, finding: *const HkFinding) -> i32 {
    black_box(finding);
    // SAFETY: `main` gives a counter as the context.
    if let Some(counter) = unsafe { ctx.cast::<u64>().as_mut() } {
        *counter += 1;
    }
    HK_OK
}

fn main() {
    let mut counter = 0_u64;
    let call = HkCall {
        size: u32::try_from(size_of::<HkCall>()).unwrap_or(0),
        flags: 0,
        deadline_ms: 0,
        ctx: (&raw mut counter).cast(),
        emit: Some(count),
        fail: None,
        reply: None,
        cancelled: None,
        service: None,
    };
    let text = "It rained on the square, and nobody minded. ".repeat(140);
    let post = HkPost {
        text: HkStr::new(&text),
        ..HkPost::EMPTY
    };
    for findings in [0, 1, 5] {
        let config = format!("{{\"findings\":{findings}}}");
        let mut instance = ptr::null_mut();
        let (Some(create), Some(look)) = (PLUGIN.create, PLUGIN.post) else {
            return;
        };
        // SAFETY: call, configuration and place live until it returns.
        let code = unsafe { create(&raw const call, HkStr::new(&config), &raw mut instance) };
        assert_eq!(code, HK_OK);
        let best = (0..ROUNDS).map(|_| {
            let start = Instant::now();
            for _ in 0..CALLS {
                // SAFETY: the instance is the one made above; call and post live.
                black_box(unsafe { look(instance, &raw const call, &raw const post) });
            }
            start.elapsed() / CALLS
        });
        println!(
            "{findings} findings: {:?} a call",
            best.min().unwrap_or_default()
        );
        if let Some(destroy) = PLUGIN.destroy {
            // SAFETY: the instance is the one made above, and is not used again.
            unsafe { destroy(instance) };
        }
    }
    println!("{counter} findings counted");
}
