"""Sends large bodies to a running gateway as a client does that writes its body whole before it reads. The gateway
refuses these bodies before their end, and a reset of the connection would take the answer from such a client. Each
request has a connection of its own, because the gateway closes the connection behind such an answer.

python3 refused-body.py http://127.0.0.1:8080
"""

import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

REQUESTS = 15
BODY = bytes(5 << 20)
TIMEOUT_SECONDS = 30


def answer(base):
    """The status of the answer to one request."""
    connection = HTTPConnection(base.hostname, base.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", base.path.rstrip("/") + "/nowhere", BODY, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def main(base):
    for number in range(1, REQUESTS + 1):
        try:
            status = answer(base)
        except (OSError, HTTPException) as broken:
            sys.exit(f"request {number} of {REQUESTS} got no answer: {broken!r}")
        if status != 404:
            sys.exit(f"request {number} of {REQUESTS} was answered {status}, not 404")
    print(f"{REQUESTS} bodies of {len(BODY) >> 20} MiB were sent whole, and each was answered 404")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: refused-body.py URL")
    main(urlsplit(sys.argv[1]))
