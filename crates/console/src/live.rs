//! Parts of pages that are sent again whenever they change: server-sent events.

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

/// How often the service is asked about one run.
pub(crate) const OFTEN: Duration = Duration::from_millis(400);
/// How often it is asked for a list.
pub(crate) const SELDOM: Duration = Duration::from_millis(1500);

/// A part of a page as it is now.
pub(crate) struct Part {
    /// What stands there.
    pub markup: Markup,
    /// Whether it will not change any more. The page that showed it as it was before is then loaded again.
    pub is_last: bool,
}

/// Ends all streams, so that nothing holds the service when it ends.
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

/// A stream of the part, which is computed again after each period and sent when it has changed.
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
            // What cannot be told any more, because it was deleted, ends the stream.
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
                // A sender that is gone says the same as one that closes.
                _ = self.closing.changed() => return None,
            }
        }
        None
    }
}
