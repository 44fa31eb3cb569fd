"""OAuth clients that nobody here wrote (requests-oauthlib and Authlib) against a running gateway: each gets a token at
both paths, in both ways, and posts a lead with it.

LEADGATE_URL=... CLIENT_ID=... CLIENT_SECRET=... CAMPAIGN=... python3 oauth-client.py
"""

import os

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from oauthlib.oauth2 import BackendApplicationClient
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

URL = os.environ["LEADGATE_URL"]
CLIENT_ID = os.environ["CLIENT_ID"]
CLIENT_SECRET = os.environ["CLIENT_SECRET"]
LEADS = f"{URL}/v1/campaigns/{os.environ['CAMPAIGN']}/leads"
PATHS = ("/oauth2/token", "/v1/authorization/token")


def requests_oauthlib(path, in_body):
    session = OAuth2Session(client=BackendApplicationClient(client_id=CLIENT_ID))
    if in_body:
        session.fetch_token(URL + path, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, include_client_id=True)
    else:
        session.fetch_token(URL + path, auth=HTTPBasicAuth(CLIENT_ID, CLIENT_SECRET))
    return session


def authlib(path, in_body):
    method = "client_secret_post" if in_body else "client_secret_basic"
    session = AuthlibSession(CLIENT_ID, CLIENT_SECRET, token_endpoint_auth_method=method)
    session.fetch_token(URL + path, grant_type="client_credentials")
    return session


for library in (requests_oauthlib, authlib):
    for path in PATHS:
        for in_body in (False, True):
            name = f"{library.__name__.replace('_', '-')}-{PATHS.index(path)}-{'body' if in_body else 'basic'}"
            email = f"{name}@clients.example.com"
            answer = library(path, in_body).post(LEADS, json={"first_name": "Ada", "email": email})
            assert answer.status_code == 201, answer.text
            print(f"posted: {email}")
