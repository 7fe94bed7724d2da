"""Objects and local files by their addresses: listed, read, and written so that all of an output appears at once or nothing does."""

from __future__ import annotations

import contextlib
import os
import uuid
from dataclasses import dataclass
from typing import Any

from ._service import Service

_SCHEMES = ("s3://", "s3a://", "s3n://")


@dataclass(frozen=True)
class Object:
    """An object that exists."""

    address: str
    size: int


@dataclass(frozen=True)
class Pending:
    """A written object that does not appear yet."""

    address: str
    upload: str
    etag: str


class Objects:
    """Objects of a service, and files of this machine."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._client: Any = None

    @property
    def _s3(self) -> Any:
        if self._client is None:
            self._client = self._service.client("s3")
        return self._client

    def find(self, address: str, *, recurse: bool) -> list[Object]:
        """The object, or the objects below a folder, in the order of their names; empty and hidden ones are passed over."""
        place = _bucket_and_key(address)
        found = self._local_files(_local(address)) if place is None else self._keys(*place)
        own = _local(address) if place is None else f"s3://{place[0]}/{place[1]}"
        folder = own.rstrip("/") + "/"
        kept = []
        for one in found:
            below = one.address.removeprefix(folder) if one.address.startswith(folder) else os.path.basename(one.address)
            parts = below.split("/")
            is_hidden = any(part.startswith((".", "_")) for part in parts)
            if one.size and not is_hidden and (recurse or len(parts) == 1):
                kept.append(one)
        return kept

    def _keys(self, bucket: str, key: str) -> list[Object]:
        if key and not key.endswith("/"):
            one = self._s3.list_objects_v2(Bucket=bucket, Prefix=key, MaxKeys=1).get("Contents", [])
            if one and one[0]["Key"] == key:
                return [Object(f"s3://{bucket}/{key}", one[0]["Size"])]
            key += "/"
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key)
        contents = [entry for page in pages for entry in page.get("Contents", []) if not entry["Key"].endswith("/")]
        return [Object(f"s3://{bucket}/{entry['Key']}", entry["Size"]) for entry in sorted(contents, key=lambda e: str(e["Key"]))]

    @staticmethod
    def _local_files(path: str) -> list[Object]:
        if os.path.isfile(path):
            return [Object(path, os.path.getsize(path))]
        names = (os.path.join(folder, name) for folder, _, files in os.walk(path) for name in files)
        return [Object(name, os.path.getsize(name)) for name in sorted(names)]

    def read(self, address: str) -> bytes:
        """The content of an object."""
        place = _bucket_and_key(address)
        if place is None:
            with open(_local(address), "rb") as file:
                return file.read()
        bucket, key = place
        return bytes(self._s3.get_object(Bucket=bucket, Key=key)["Body"].read())

    def begin(self, address: str, content: bytes) -> Pending:
        """Writes an object that appears when :meth:`publish` says so."""
        place = _bucket_and_key(address)
        if place is None:
            path = _local(address)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            beside = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{uuid.uuid4().hex}")
            with open(beside, "wb") as file:
                file.write(content)
            return Pending(path, beside, "")
        bucket, key = place
        upload = self._s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
        try:
            part = self._s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=content)
        except BaseException:
            self.discard([Pending(address, upload, "")])
            raise
        return Pending(address, upload, part["ETag"])

    def publish(self, pending: list[Pending]) -> None:
        """Makes objects appear. If one cannot, the others are taken back."""
        done: list[Pending] = []
        try:
            for one in pending:
                place = _bucket_and_key(one.address)
                if place is None:
                    os.replace(one.upload, one.address)
                else:
                    bucket, key = place
                    parts = {"Parts": [{"PartNumber": 1, "ETag": one.etag}]}
                    self._s3.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=one.upload, MultipartUpload=parts)
                done.append(one)
        except BaseException:
            self.discard(pending[len(done) :])
            for one in done:
                self._delete(one.address)
            raise

    def discard(self, pending: list[Pending]) -> None:
        """Forgets objects that have not appeared."""
        for one in pending:
            place = _bucket_and_key(one.address)
            # The error that led here is the one to tell.
            with contextlib.suppress(Exception):
                if place is None:
                    os.remove(one.upload)
                else:
                    self._s3.abort_multipart_upload(Bucket=place[0], Key=place[1], UploadId=one.upload)

    def _delete(self, address: str) -> None:
        place = _bucket_and_key(address)
        with contextlib.suppress(Exception):
            if place is None:
                os.remove(address)
            else:
                self._s3.delete_object(Bucket=place[0], Key=place[1])


def joined(folder: str, *names: str) -> str:
    """The address of an object below a folder."""
    return "/".join([folder.rstrip("/"), *names])


def _bucket_and_key(address: str) -> tuple[str, str] | None:
    """Where an object is; none for a local file."""
    for scheme in _SCHEMES:
        if address.startswith(scheme):
            bucket, _, key = address.removeprefix(scheme).partition("/")
            return bucket, key
    if "://" in address and not address.startswith("file://"):
        raise ValueError(f"{address} is no address of an object; only s3:// and local files can be read and written")
    return None


def _local(address: str) -> str:
    return address.removeprefix("file://")
