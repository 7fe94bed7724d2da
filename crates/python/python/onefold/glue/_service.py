"""The service that has the catalog, the objects and the transforms."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

# A transform with many labels is read and sent within seconds.
_PATIENCE_SECONDS = 120


class ServiceError(Exception):
    """The service refused a request, or does not answer."""


@dataclass(frozen=True)
class Service:
    """How to reach the service. Tasks on other machines take it along; it does not show its secrets."""

    endpoint: str | None
    region: str
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls) -> Service:
        """The service and the credentials that AWS clients find in this process."""
        session = _boto3().session.Session()
        credentials = session.get_credentials()
        frozen = credentials.get_frozen_credentials() if credentials else None
        region = session.region_name or "us-east-1"
        # This client knows all places where an endpoint can be set.
        endpoint = session.client("glue", region_name=region).meta.endpoint_url
        return cls(
            endpoint=None if _is_of_aws(endpoint) else endpoint,
            region=region,
            access_key=frozen.access_key if frozen else None,
            secret_key=frozen.secret_key if frozen else None,
            token=frozen.token if frozen else None,
        )

    def client(self, name: str) -> Any:
        """A client of boto3 for a part of the service."""
        boto3 = _boto3()
        from botocore.config import Config

        return boto3.session.Session().client(
            name,
            region_name=self.region,
            endpoint_url=self.endpoint if name == "glue" else None,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            aws_session_token=self.token,
            config=Config(retries={"mode": "standard", "max_attempts": 5}),
        )

    def begin_find_matches(self, transform_id: str) -> dict[str, Any]:
        """What the transform matches with: settings, model and labels. It is shown at work in the run of this job from now on."""
        return self._call("BeginFindMatches", {"TransformId": transform_id})

    def _call(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        """Calls an operation that only this service has; AWS clients have no function for it."""
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        if self.endpoint is None:
            raise ServiceError("FindMatches needs an Onefold service; set AWS_ENDPOINT_URL to its address, as `onefold env` prints it")
        if self.access_key is None or self.secret_key is None:
            raise ServiceError("there are no credentials for the service; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        url = self.endpoint.rstrip("/") + "/"
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"Onefold.{operation}"}
        data = json.dumps(body).encode()
        request = AWSRequest("POST", url, data=data, headers=headers)
        SigV4Auth(Credentials(self.access_key, self.secret_key, self.token), "onefold", self.region).add_auth(request)
        signed = urllib.request.Request(url, data=data, headers=dict(request.headers.items()), method="POST")
        try:
            with urllib.request.urlopen(signed, timeout=_PATIENCE_SECONDS) as answer:
                return dict(json.loads(answer.read()))
        except urllib.error.HTTPError as error:
            raise ServiceError(_message(error)) from None
        except urllib.error.URLError as error:
            raise ServiceError(f"the service at {self.endpoint} does not answer: {error.reason}") from None


def _message(error: urllib.error.HTTPError) -> str:
    try:
        body = json.loads(error.read())
        return str(body.get("Message") or body.get("message") or body["__type"])
    except (ValueError, KeyError, AttributeError):
        return f"the service answers with status {error.code}"


def _is_of_aws(endpoint: str) -> bool:
    host = endpoint.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return host.endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws"))


def _boto3() -> Any:
    try:
        import boto3
    except ImportError as error:
        raise ImportError("boto3 is not installed; onefold.glue reads tables and objects with it: pip install boto3") from error
    return boto3
