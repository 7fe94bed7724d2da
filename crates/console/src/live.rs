//! Live parts of pages: server-sent events that send a part again whenever it changes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use maud::Markup;
use onefold_service::Service;
use tokio::sync::watch;

use crate::{Console, Failure};

/// How often a single run is checked.
pub(crate) const OFTEN: Duration = Duration::from_millis(400);
/// How often a list is checked.
pub(crate) const SELDOM: Duration = Duration::from_millis(1500);

/// The current state of a part of a page.
pub(crate) struct Part {
    /// Its content.
    pub markup: Markup,
    /// Whether this is the final state. The browser then reloads the whole page.
    pub is_last: bool,
}

/// Ends all streams, which would otherwise delay the end of the service.
#[derive(Debug)]
pub struct Closer(pub(crate) watch::Sender<bool>);

impl Closer {
    /// Ends all streams.
    pub fn close(&self) {
        self.0.send_replace(true);
    }
}

struct Watching<P> {
    console: Arc<Console>,
    part: Arc<P>,
    period: Duration,
    sent: Option<String>,
    is_over: bool,
    closing: watch::Receiver<bool>,
}

/// A stream of a part: it is rendered once per period, and sent when it has changed.
pub(crate) fn parts<P>(console: &Arc<Console>, period: Duration, part: P) -> Response
where
    P: Fn(&Service) -> Result<Part, Failure> + Send + Sync + 'static,
{
    let watching = Watching {
        console: Arc::clone(console),
        part: Arc::new(part),
        period,
        sent: None,
        is_over: false,
        closing: console.closing.subscribe(),
    };
    let events = stream::unfold(watching, Watching::next);
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

impl<P> Watching<P>
where
    P: Fn(&Service) -> Result<Part, Failure> + Send + Sync + 'static,
{
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        while !self.is_over && !*self.closing.borrow() {
            let part = Arc::clone(&self.part);
            // An error, such as for a deleted transform, ends the stream.
            let now = self.console.ask(move |service| part(service)).await.ok()?;
            let text = now.markup.into_string();
            let event = if now.is_last {
                Some(Event::default().event("reload").data("now"))
            } else {
                let has_changed = self.sent.as_ref() != Some(&text);
                has_changed.then(|| Event::default().event("part").data(&text))
            };
            self.is_over = now.is_last;
            self.sent = Some(text);
            if let Some(event) = event {
                return Some((Ok(event), self));
            }
            tokio::select! {
                () = tokio::time::sleep(self.period) => {}
                // A dropped sender also means that the service ends.
                _ = self.closing.changed() => return None,
            }
        }
        None
    }
}
