"""A separate service for a test: started on a free port with a new data directory, called through boto3."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.exceptions
from botocore.config import Config

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(ROOT, "testdata", "dblp-acm")
COLUMNS = ["id", "source", "title", "authors", "venue", "year"]


def refuses(code, call, **arguments):
    """Expects the service to refuse a call with an error code; gives its message."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        response = error.response
        assert response["Error"]["Code"] == code, (code, response)
        assert response["ResponseMetadata"]["HTTPStatusCode"] < 500, response
        return response["Error"].get("Message", "")
    raise AssertionError(f"{call} should be refused with {code}")


def wait(call, member, **arguments):
    """Calls until a member of the response is a final state of a run; gives the state and the response."""
    for _ in range(1200):
        answer = call(**arguments)
        value = answer
        for part in member.split("."):
            value = value[part]
        if value not in ("STARTING", "RUNNING", "STOPPING"):
            return value, answer
        time.sleep(0.05)
    raise AssertionError(f"{arguments} does not end")


class Service:
    def __init__(self, binary):
        self.binary = binary
        self.folder = tempfile.mkdtemp(prefix="onefold-test-")
        self.data = os.path.join(self.folder, "data")
        self.process = None

    def start(self, *more):
        atexit.register(self.end)
        endpoint = os.path.join(self.data, "endpoint")
        if os.path.exists(endpoint):
            os.remove(endpoint)
        log = open(os.path.join(self.folder, "log"), "ab")
        command = [self.binary, "serve", "--data-dir", self.data, "--listen", "127.0.0.1:0", *more]
        self.process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.time() + 30
        while not (os.path.exists(endpoint) and open(endpoint).read().strip()):
            if time.time() > deadline or self.process.poll() is not None:
                sys.exit("the service does not start: " + self.log()[-2000:])
            time.sleep(0.02)
        self.url = open(endpoint).read().strip()
        with open(os.path.join(self.data, "credentials.toml"), "rb") as file:
            self.key = tomllib.load(file)["keys"][0]
        self.glue, self.s3, self.logs, self.sts = (self.client(name) for name in ("glue", "s3", "logs", "sts"))

    def client(self, name, key=None):
        key = key or self.key
        return boto3.client(
            name,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=key["access_key"],
            aws_secret_access_key=key["secret"],
            # Without it, boto3 presigns with version 2 in this region, which the service refuses.
            config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, signature_version="s3v4" if name == "s3" else None),
        )

    def send(self, body, target="AWSGlue.GetDatabases", sign=True, change=None, name="glue"):
        """A hand-made request that no client would send; gives status, headers and content."""
        headers = {"Content-Type": "application/x-amz-json-1.1"}
        if target:
            headers["X-Amz-Target"] = target
        request = botocore.awsrequest.AWSRequest("POST", self.url + "/", data=body, headers=headers)
        if sign:
            credentials = botocore.credentials.Credentials(self.key["access_key"], self.key["secret"])
            botocore.auth.SigV4Auth(credentials, name, "us-east-1").add_auth(request)
        sent = dict(request.headers.items())
        if change:
            change(sent)
        try:
            answer = urllib.request.urlopen(urllib.request.Request(self.url + "/", data=body, headers=sent, method="POST"))
            return answer.status, answer.headers, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, error.headers, json.loads(error.read())

    def log(self):
        return open(os.path.join(self.folder, "log"), encoding="utf-8").read()

    def end(self):
        """Stops the service, so no test leaves one running."""
        if self.process.poll() is None:
            self.process.kill()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self):
        self.process.terminate()
        assert self.process.wait() == 0, "the service ends with an error"
        shutil.rmtree(self.folder)
