//! The console: pages for people, over the same [`onefold_service::Service`] that the API for machines uses.
//!
//! [`Console::router`] is all of it; `router` holds the one table of routes. A page is a file below `pages`: a view
//! struct, a template, and a golden snapshot of its HTML. Templates are compiled and escape by default, every form is
//! read through [`Posted`], which only [`Access`]'s guard makes after it has checked the form's token, and nothing is
//! loaded from elsewhere. Script makes pages livelier; all of them can be read without it.
//!
//! [`protect`] puts the guard around any router, so that a page can also be served without a service behind it.

mod access;
mod assets;
mod charts;
mod console;
mod differences;
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
pub use self::guard::{Visit, protect};
pub use self::live::Closer;
pub use self::page::{Page, Section, link};
pub use self::posted::Posted;
