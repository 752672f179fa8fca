//! The functions behind the exported table: from C to an [`Analyzer`] and back.

use std::{ffi::c_void, ptr};

use hearken_abi::{
    HK_ABI_MAJOR, HK_ABI_MINOR, HK_ERR, HK_OK, HK_PANIC, HkCall, HkPlugin, HkPost, HkStr,
    SECTION_MAGIC, read,
};

use crate::{Analyzer, Configured, Cx, Error, Post, Result, panics};

/// The table of an analyzer; `section` is the plugin's passive section.
#[must_use]
pub const fn table<T: Analyzer>(section: &'static [u8]) -> HkPlugin {
    let (_, manifest) = section.split_at(SECTION_MAGIC.len());
    HkPlugin {
        #[expect(clippy::cast_possible_truncation, reason = "72 bytes")]
        size: size_of::<HkPlugin>() as u32,
        abi_major: HK_ABI_MAJOR,
        abi_minor: HK_ABI_MINOR,
        describe: Some(describe::<T>),
        create: Some(create::<T>),
        destroy: Some(destroy::<T>),
        post: Some(post::<T>),
        corpus: None,
        extension: None,
        manifest: HkStr {
            ptr: manifest.as_ptr(),
            len: manifest.len(),
        },
    }
}

/// What the host holds by its pointer.
struct Instance<T> {
    /// `None` after a panic, which may have left it half changed.
    analyzer: Option<T>,
    /// To make it anew.
    config: Box<str>,
}

impl<T: Analyzer> Instance<T> {
    /// The analyzer, made anew where the last call panicked.
    fn ready(&mut self) -> Result<&mut T> {
        let analyzer = match self.analyzer.take() {
            Some(analyzer) => analyzer,
            None => made(&self.config)?,
        };
        Ok(self.analyzer.insert(analyzer))
    }
}

/// An analyzer with its configuration read, and started.
pub(crate) fn made<T: Analyzer>(config: &str) -> Result<T> {
    let mut analyzer: T = parsed(config)?;
    analyzer.start()?;
    Ok(analyzer)
}

fn parsed<T: Configured>(config: &str) -> Result<T> {
    let mut json = serde_json::Deserializer::from_str(config);
    serde_path_to_error::deserialize(&mut json)
        .map_err(|error| Error::config(&pointer(error.path()), error.inner()))
}

/// The path as a JSON pointer; `/` stands for the whole.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let parts: String = path
        .iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => "/?".to_owned(),
        })
        .collect();
    if parts.is_empty() {
        "/".to_owned()
    } else {
        parts
    }
}

/// Shows a post of the host to an analyzer.
///
/// # Safety
///
/// The host made `call` and `post`, and the call lasts until this returns.
#[expect(unsafe_code, reason = "reads the host's memory")]
pub(crate) unsafe fn look<T: Analyzer>(
    analyzer: &mut T,
    call: &HkCall,
    post: *const HkPost,
) -> Result {
    // SAFETY: the host made the post.
    let raw = unsafe { read(post) }.ok_or_else(|| Error::msg("the host gave no post"))?;
    // SAFETY: the host made it for this call, which outlasts the view.
    let view = unsafe { Post::from_raw(&raw) };
    // SAFETY: the host made the call, which outlasts the context.
    let mut cx = unsafe { Cx::new(call, &view, T::KINDS) };
    analyzer.post(&view, &mut cx)
}

/// Runs `body`, tells the host why it failed or panicked, and gives the code to return.
///
/// # Safety
///
/// The host made `call`, and the call lasts until this returns.
#[expect(unsafe_code, reason = "calls the host")]
unsafe fn guarded(call: &HkCall, body: impl FnOnce() -> Result) -> i32 {
    let (code, message) = match panics::caught(body) {
        Ok(Ok(())) => return HK_OK,
        Ok(Err(error)) => (error.code(), error.message().to_owned()),
        Err(words) => (HK_PANIC, words),
    };
    if let Some(fail) = call.fail {
        // SAFETY: the host made the function and its context for this call, which lasts; the text
        // lives until it returns.
        unsafe { fail(call.ctx, code, HkStr::new(&message)) };
    }
    code
}

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn describe<T: Analyzer>(call: *const HkCall) -> i32 {
    // SAFETY: the host made the call's table.
    let Some(call) = (unsafe { read(call) }) else {
        return HK_ERR;
    };
    let body = || {
        let schema = schemars::schema_for!(T);
        let manifest = format!(
            "{{\"about\":{},\"kinds\":{}}}",
            T::ABOUT_JSON,
            T::KINDS_JSON
        );
        let json = format!(
            "{{\"manifest\":{manifest},\"schema\":{}}}",
            serde_json::to_string(&schema)?
        );
        let reply = call
            .reply
            .ok_or_else(|| Error::msg("the host takes no reply in this call"))?;
        // SAFETY: the host made the function and its context for this call, which lasts; the text
        // lives until it returns.
        unsafe { reply(call.ctx, HkStr::new(&json)) };
        Ok(())
    };
    panics::install_hook();
    // SAFETY: the host made the call, which lasts until this returns.
    unsafe { guarded(&call, body) }
}

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn create<T: Analyzer>(
    call: *const HkCall,
    config_json: HkStr,
    out: *mut *mut c_void,
) -> i32 {
    // SAFETY: the host made the call's table.
    let Some(call) = (unsafe { read(call) }) else {
        return HK_ERR;
    };
    let body = || {
        // SAFETY: the host made the text for this call.
        let config = unsafe { config_json.text() }?;
        let instance = Box::new(Instance {
            analyzer: Some(made::<T>(config)?),
            config: config.into(),
        });
        // SAFETY: the host gives a place for one pointer.
        unsafe { ptr::write(out, Box::into_raw(instance).cast()) };
        Ok(())
    };
    panics::install_hook();
    // SAFETY: the host made the call, which lasts until this returns.
    unsafe { guarded(&call, body) }
}

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn destroy<T: Analyzer>(instance: *mut c_void) {
    if instance.is_null() {
        return;
    }
    // SAFETY: the pointer came from `create::<T>` by `Box::into_raw`, and the host gives it back
    // once.
    let instance = unsafe { Box::from_raw(instance.cast::<Instance<T>>()) };
    // Nobody is left to tell of a destructor's panic.
    drop(panics::caught(|| drop(instance)));
}

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn post<T: Analyzer>(
    instance: *mut c_void,
    call: *const HkCall,
    post: *const HkPost,
) -> i32 {
    // SAFETY: the host made the call's table.
    let Some(call) = (unsafe { read(call) }) else {
        return HK_ERR;
    };
    // SAFETY: the pointer came from `create::<T>`, and one call at a time uses an instance.
    let Some(instance) = (unsafe { instance.cast::<Instance<T>>().as_mut() }) else {
        return HK_ERR;
    };
    let body = || {
        let analyzer = instance.ready()?;
        // SAFETY: the host made call and post, and the call lasts until this returns.
        unsafe { look(analyzer, &call, post) }
    };
    // SAFETY: the host made the call, which lasts until this returns.
    let code = unsafe { guarded(&call, body) };
    if code == HK_PANIC {
        // Its destructor meets the half changed state, so it is guarded as well.
        drop(panics::caught(|| instance.analyzer = None));
    }
    code
}
