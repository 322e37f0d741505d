"""Authlib's OAuth2Session. Settings and callbacks come in lines on stdin, the report is a line on stdout."""

import json
import os

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP, on loopback

from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

setting = json.loads(input())
issuer, client = setting["issuer"], setting["client"]
secret = client.get("client_secret")
method = "client_secret_basic" if secret else "none"
token_endpoint = issuer + "/oauth2/token"


def new_session():
    return OAuth2Session(
        client["client_id"],
        secret,
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
        scope="notes:read",
        redirect_uri=setting["redirectUri"],
        code_challenge_method="S256",
    )


def sign_in():
    session = new_session()
    verifier = generate_token(48)
    url, state = session.create_authorization_url(issuer + "/oauth2/authorize", code_verifier=verifier)
    print(url, flush=True)
    session.fetch_token(token_endpoint, authorization_response=input(), state=state, code_verifier=verifier)
    return session


def refusal_of(session, refresh_token):
    try:
        session.refresh_token(token_endpoint, refresh_token=refresh_token)
    except OAuthError as error:
        return {"kind": type(error).__name__, "error": error.error}


def introspect(session, access_token):
    return session.introspect_token(issuer + "/oauth2/introspect", token=access_token).json()


report = {}
session = sign_in()
first = session.token["refresh_token"]
report["session"] = [session.token["access_token"]]
for _ in range(3):
    session.refresh_token(token_endpoint)
    report["session"].append(session.token["access_token"])
report["reuse"] = refusal_of(session, first)

session.token = {"access_token": "made-up", "token_type": "Bearer"}
answer = session.get(setting["api"])
report["madeUp"] = {"kind": str(answer.status_code), "error": answer.json()["error"]}

session = sign_in()
access_token, refresh_token = session.token["access_token"], session.token["refresh_token"]
before = introspect(session, access_token) if secret else None
session.revoke_token(issuer + "/oauth2/revoke", token=refresh_token).raise_for_status()
report["revoked"] = {"accessToken": access_token, "refusal": refusal_of(session, refresh_token)}

if secret:
    report["introspected"] = [before, introspect(session, access_token)]
    report["service"] = new_session().fetch_token(token_endpoint)["access_token"]

print(json.dumps(report))
