//! Every operation, called once at least through the unmodified AWS SDK for Rust.

#[cfg(test)]
mod catalog;
#[cfg(test)]
mod crawlers;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod node;
#[cfg(test)]
mod partitions;
#[cfg(test)]
mod transforms;

use std::collections::BTreeSet;

use node::Node;
use onefold_protocol::model::Service;

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_the_sdk() {
    let node = Node::start().await;
    catalog::call_all(&node.glue).await;
    partitions::call_all(&node.glue).await;
    transforms::call_all(&node).await;
    jobs::call_all(&node).await;
    crawlers::call_all(&node).await;
    let called = node.called();
    let known: BTreeSet<String> = Service::Glue
        .operations()
        .iter()
        .map(|operation| operation.name.as_str().to_owned())
        .collect();
    assert_eq!(known, called, "known, and called");
    node.close();
}
