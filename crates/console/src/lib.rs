//! The console: web pages for people, on the same [`onefold_service::Service`] as the API for machines.
//!
//! [`Console::router`] is the entry point; `router` holds the table of routes. A page is a file in `pages`: a view
//! struct, a template, and a golden snapshot of its HTML. Templates are compiled and escape by default. Every form is
//! read through [`Posted`], which only the guard of [`Access`] creates, after it has checked the form token. Pages load
//! nothing from other hosts, and all of them work without JavaScript.
//!
//! [`protect`] adds the guard around any router, so a page can also be served without a service.

mod access;
mod assets;
mod charts;
mod console;
mod contrast;
mod failure;
mod guard;
mod live;
mod page;
pub mod pages;
mod posted;
mod results;
mod router;

pub use self::access::{Access, Session};
pub use self::console::{Console, Settings};
pub use self::failure::Failure;
pub use self::guard::{Visit, lead_browsers, protect};
pub use self::live::Closer;
pub use self::page::{Page, Section, link};
pub use self::posted::Posted;
