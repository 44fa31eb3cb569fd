"""Sends large bodies to a running gateway as clients do that write their body whole before they read: Python's own, and
requests. The gateway refuses these bodies before their end, and a reset of the connection would take the answer from
such a client. Each request has a connection of its own, because the gateway closes the connection behind such an answer.

/usr/bin/python3 refused-body.py http://127.0.0.1:8080
"""

import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import requests

REQUESTS = 15
BODY = bytes(5 << 20)
TIMEOUT_SECONDS = 30
HEADERS = {"Content-Type": "application/json"}


def http_client(url):
    """The status of the answer to one request."""
    base = urlsplit(url)
    connection = HTTPConnection(base.hostname, base.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", base.path, BODY, HEADERS)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def python_requests(url):
    """The status of the answer to one request."""
    return requests.post(url, BODY, headers=HEADERS, timeout=TIMEOUT_SECONDS).status_code


def main(url):
    for client in (http_client, python_requests):
        for number in range(1, REQUESTS + 1):
            request = f"request {number} of {REQUESTS} by {client.__name__}"
            try:
                status = client(url)
            except (OSError, HTTPException) as broken:
                sys.exit(f"{request} got no answer: {broken!r}")
            if status != 404:
                sys.exit(f"{request} was answered {status}, not 404")
        print(f"{client.__name__}: {REQUESTS} bodies of {len(BODY) >> 20} MiB were sent whole, and each was answered 404")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: refused-body.py URL")
    main(sys.argv[1].rstrip("/") + "/nowhere")
