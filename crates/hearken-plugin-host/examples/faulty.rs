//! An analyzer that does what each post tells it to: every fault that a host must outlive.

use std::{hint, process, ptr, sync::Mutex, thread, time::Duration};

use hearken_sdk::prelude::*;

/// Obeys the first word of a post.
#[config(kinds = ["word"])]
struct Faulty {
    /// A fault to make while starting.
    #[serde(default)]
    at_start: String,
    #[serde(skip)]
    seen: Mutex<u32>,
}

impl Analyzer for Faulty {
    fn start(&mut self) -> Result {
        match self.at_start.as_str() {
            "" => Ok(()),
            "refuse" => Err(Error::msg("the model is missing")),
            "abort" => process::abort(),
            other => Err(Error::config("/at_start", format!("`{other}` is no fault"))),
        }
    }

    fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
        let word = post.words().next().unwrap_or("");
        match word {
            "panic" => panic!("told to by {word}"),
            "poison" => self.panic_under_a_lock(),
            "fail" => Err(Error::msg("told to fail")),
            "abort" => process::abort(),
            "segfault" => read_nothing(),
            "overflow" => deeper(1).map(|_| ()),
            "loop" => loop {
                hint::spin_loop();
            },
            "patient" => loop {
                cx.check()?;
                thread::sleep(Duration::from_millis(1));
            },
            "exit" => process::exit(0),
            "print" => print(word),
            "log" => {
                cx.log(LogLevel::Warn, "a word of warning");
                Ok(())
            }
            "beyond" => cx.emit(Finding::new("word", 0..99_999)),
            "inside" => cx.emit(Finding::new("word", 7..8)),
            "many" => (0..1_200).try_for_each(|_| cx.emit(Finding::at("word", post, word))),
            "thread" => leave_a_thread(),
            "close" => close_everything(),
            "eat" => eat(),
            _ => {
                *self.seen.get_mut()? += 1;
                cx.emit(Finding::at("word", post, word).message("the first word"))
            }
        }
    }
}

impl Faulty {
    fn panic_under_a_lock(&self) -> Result {
        let _held = self
            .seen
            .lock()
            .map_err(|error| Error::msg(error.to_string()))?;
        panic!("with a lock in hand")
    }
}

#[expect(unsafe_code, reason = "the fault is the purpose")]
fn read_nothing() -> Result {
    let nothing = hint::black_box(ptr::null::<u8>());
    // SAFETY: none; the read ends the worker, which is what the tests want.
    let byte = unsafe { nothing.read_volatile() };
    Err(Error::msg(byte))
}

fn deeper(depth: u64) -> Result<u64> {
    let frame = hint::black_box([depth; 64]);
    let below = if hint::black_box(true) {
        deeper(depth + 1)?
    } else {
        0
    };
    Ok(below + frame[0])
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is the fault"
)]
#[expect(clippy::unnecessary_wraps, reason = "an arm of a match of results")]
fn print(word: &str) -> Result {
    println!("a {word} to standard output");
    eprintln!("and one to standard error");
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "an arm of a match of results")]
fn leave_a_thread() -> Result {
    drop(thread::spawn(|| {
        loop {
            thread::park();
        }
    }));
    Ok(())
}

#[expect(unsafe_code, reason = "the fault is the purpose")]
#[expect(clippy::unnecessary_wraps, reason = "an arm of a match of results")]
fn close_everything() -> Result {
    for number in 0..64 {
        // SAFETY: none; the worker's own descriptors go as well, which is what the tests want.
        unsafe { libc::close(number) };
    }
    Ok(())
}

/// Takes memory until there is none; it is never written, so that the machine has it still.
fn eat() -> Result {
    let mut eaten: Vec<Vec<u8>> = Vec::new();
    while hint::black_box(eaten.len()) < 100_000 {
        eaten.push(hint::black_box(vec![0; 8 << 20]));
    }
    Err(Error::msg("there was no end of it"))
}

export!(Faulty, id = "test.faulty");
