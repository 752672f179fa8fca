//! Settings of a run: defaults, user file, project file, environment, flags, in this order.

mod keys;
mod layers;
mod settings;

pub(crate) use keys::KEYS;
pub(crate) use layers::{Layers, Origin};
pub(crate) use settings::Settings;
