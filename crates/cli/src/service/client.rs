//! A client of the service's own API. It signs requests as any AWS client does.

use std::net::SocketAddr;

use anyhow::{Context, bail};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use onefold_protocol::sigv4::{Signable, Signer, basic, payload_hash, sign};
use serde_json::Value;
use time::OffsetDateTime;
use tokio::net::TcpStream;

use super::keys::KeyPair;

/// Talks to one service with one key.
pub struct Client {
    pub address: SocketAddr,
    pub key: KeyPair,
    pub region: String,
}

struct Call<'a> {
    method: &'static str,
    path: &'a str,
    service: &'static str,
    /// In addition to host, date and hash.
    header: Option<(&'static str, String)>,
    body: Vec<u8>,
}

impl Client {
    /// Calls an operation of Glue.
    pub async fn glue(&self, operation: &str, request: Value) -> anyhow::Result<Value> {
        let body = self
            .call(Call {
                method: "POST",
                path: "/",
                service: "glue",
                header: Some(("x-amz-target", format!("AWSGlue.{operation}"))),
                body: request.to_string().into_bytes(),
            })
            .await
            .with_context(|| operation.to_owned())?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// Creates a bucket or writes an object.
    pub async fn put(&self, path: &str, body: Vec<u8>) -> anyhow::Result<()> {
        self.call(Call {
            method: "PUT",
            path,
            service: "s3",
            header: None,
            body,
        })
        .await
        .map(drop)
    }

    async fn call(&self, call: Call<'_>) -> anyhow::Result<Bytes> {
        let (host, date) = (self.address.to_string(), basic(OffsetDateTime::now_utc()));
        let hash = payload_hash(&call.body);
        let mut headers = vec![
            ("host", host.as_str()),
            ("x-amz-content-sha256", hash.as_str()),
            ("x-amz-date", date.as_str()),
        ];
        if let Some((name, value)) = &call.header {
            headers.push((name, value));
        }
        let authorization = sign(
            &Signable {
                method: call.method,
                path: call.path,
                query: "",
                headers: &headers,
                body: &call.body,
            },
            Signer {
                access_key: &self.key.access_key,
                secret: &self.key.secret,
                region: &self.region,
                service: call.service,
            },
        );
        let mut request = hyper::Request::builder()
            .method(call.method)
            .uri(call.path)
            .header("authorization", authorization);
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        if call.service == "glue" {
            request = request.header("content-type", "application/x-amz-json-1.1");
        }
        let request = request.body(Full::new(Bytes::from(call.body)))?;
        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let driver = tokio::spawn(connection);
        let response = sender.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        driver.abort();
        if !status.is_success() {
            bail!("{status}: {}", String::from_utf8_lossy(&body));
        }
        Ok(body)
    }
}
