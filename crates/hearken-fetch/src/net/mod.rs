//! One request and its answer: address guard, TLS, names, status, codings, limits.

mod address;
mod body;
mod client;
mod coding;
mod exchange;
mod resolver;
mod stop;

pub(crate) use address::Guard;
pub(crate) use body::Overflow;
pub(crate) use exchange::{Answer, Network, Outgoing, Whole};
pub(crate) use stop::Stop;
