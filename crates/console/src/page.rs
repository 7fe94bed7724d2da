//! The shell around every page: navigation, breadcrumbs, messages.

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use maud::{DOCTYPE, Markup, html};
use onefold_report::text::shown;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::failure::sentence;
use crate::{Failure, Visit, assets};

/// Characters of ids that need no escaping in addresses.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The sections in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The start page.
    Start,
    /// Transforms, and everything that belongs to one.
    Transforms,
    /// Task runs of all transforms.
    Runs,
}

impl Section {
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Start, "Start", "/console"),
        (Self::Transforms, "Transforms", "/console/transforms"),
        (Self::Runs, "Task runs", "/console/runs"),
    ];
}

/// A page before the shell is added around it.
#[derive(Debug, Clone)]
pub struct Page {
    title: String,
    section: Option<Section>,
    crumbs: Vec<(String, String)>,
    is_wide: bool,
    scripts: Vec<String>,
    body: Markup,
}

impl Page {
    /// A page of a section.
    pub fn new(section: Section, title: &str, body: Markup) -> Self {
        Self {
            title: shown(title),
            section: Some(section),
            crumbs: Vec::new(),
            is_wide: false,
            scripts: Vec::new(),
            body,
        }
    }

    /// A page without navigation.
    pub fn alone(title: &str, body: Markup) -> Self {
        Self {
            section: None,
            ..Self::new(Section::Start, title, body)
        }
    }

    /// Adds a breadcrumb, outermost first.
    #[must_use]
    pub fn below(mut self, name: &str, address: &str) -> Self {
        self.crumbs.push((shown(name), address.to_owned()));
        self
    }

    /// Takes the whole width of the window.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.is_wide = true;
        self
    }

    pub(crate) fn failure(failure: &Failure) -> Self {
        Self::new(Section::Start, failure.heading(), failure.body())
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = StatusCode::OK.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The address of a page, with its parts escaped.
pub fn link(parts: &[&str]) -> String {
    let mut address = "/console".to_owned();
    for part in parts {
        address.push('/');
        address.extend(utf8_percent_encode(part, PLAIN));
    }
    address
}

/// A page in its shell.
pub(crate) fn dressed(page: &Page, status: StatusCode, path: &str, visit: Option<&Visit>) -> Response {
    let flash = visit.and_then(|visit| visit.session().told());
    (
        status,
        Html(shell(page, path, visit, flash.as_deref()).into_string()),
    )
        .into_response()
}

fn shell(page: &Page, path: &str, visit: Option<&Visit>, flash: Option<&str>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " – Onefold" }
                link rel="icon" href=(assets::ICON.path);
                link rel="stylesheet" href=(assets::STYLE.path);
                script src=(assets::SCRIPT.path) defer {}
                @for script in &page.scripts { script src=(script) defer {} }
            }
            body {
                a.skip href="#main" { "Skip to content" }
                header.top { div.topbar {
                    a.brand href="/console" { (mark()) span { "Onefold" } }
                    @if let (Some(section), Some(visit)) = (page.section, visit) { (navigation(section, path, visit)) }
                } }
                main #main .wide[page.is_wide] tabindex="-1" {
                    @if !page.crumbs.is_empty() { (breadcrumbs(page)) }
                    @if let Some(flash) = flash { p.flash role="status" { (sentence(flash)) } }
                    (page.body)
                }
                footer { "Onefold " (env!("CARGO_PKG_VERSION")) " · runs on this machine and loads nothing from elsewhere" }
            }
        }
    }
}

fn mark() -> Markup {
    html! {
        svg.logo viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" {
            rect width="32" height="32" rx="8" {}
            circle cx="12.5" cy="16" r="6.5" {}
            circle cx="19.5" cy="16" r="6.5" {}
        }
    }
}

fn navigation(current: Section, path: &str, visit: &Visit) -> Markup {
    html! {
        nav aria-label="Main" {
            @for (section, name, address) in Section::ALL {
                a href=(address) aria-current=[(section == current).then_some(if path == address { "page" } else { "true" })] {
                    (name)
                }
            }
        }
        form.leave method="post" action="/console/leave" {
            (visit.csrf_field())
            button.quiet type="submit" { "Sign out" }
        }
    }
}

fn breadcrumbs(page: &Page) -> Markup {
    html! {
        nav.crumbs aria-label="Breadcrumbs" { ol {
            @for (name, address) in &page.crumbs { li { a href=(address) { (name) } } }
            li aria-current="page" { (page.title) }
        } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_addresses_cannot_leave_their_place() {
        assert_eq!(
            link(&["transforms", "tfm-1", "runs"]),
            "/console/transforms/tfm-1/runs"
        );
        assert_eq!(link(&["a/../b?c#d \"<"]), "/console/a%2F..%2Fb%3Fc%23d%20%22%3C");
    }

    #[test]
    fn titles_and_breadcrumbs_are_escaped() {
        let page = Page::new(Section::Transforms, "<script>1</script>", html! {}).below("\"><b>", "/console");
        let text = shell(&page, "/console", None, Some("<i>")).into_string();
        assert!(
            !text.contains("<script>1") && !text.contains("<b>") && !text.contains("<i>"),
            "{text}"
        );
    }
}
