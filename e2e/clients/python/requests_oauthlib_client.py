"""requests-oauthlib's OAuth2Session. Settings and callbacks come in lines on stdin, the report is a line on stdout."""

import json
import os

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP, on loopback

from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

setting = json.loads(input())
issuer, client_id = setting["issuer"], setting["client"]["client_id"]
secret = setting["client"].get("client_secret")
token_endpoint = issuer + "/oauth2/token"

# fetch_token authenticates by itself; refresh_token and what it has no method for have to be told how.
auth = HTTPBasicAuth(client_id, secret) if secret else None
as_client = {"auth": auth} if secret else {"client_id": client_id}


def sign_in():
    session = OAuth2Session(
        client_id, scope=["notes:read"], redirect_uri=setting["redirectUri"], pkce="S256"
    )
    url, _state = session.authorization_url(issuer + "/oauth2/authorize")
    print(url, flush=True)
    session.fetch_token(
        token_endpoint,
        authorization_response=input(),
        auth=auth,
        include_client_id=not secret,
    )
    return session


def refusal_of(session, refresh_token):
    try:
        session.refresh_token(token_endpoint, refresh_token=refresh_token, **as_client)
    except OAuth2Error as error:
        return {"kind": type(error).__name__, "error": error.error}


report = {}
session = sign_in()
first = session.token["refresh_token"]
report["session"] = [session.token["access_token"]]
for _ in range(3):
    session.refresh_token(token_endpoint, **as_client)
    report["session"].append(session.token["access_token"])
report["reuse"] = refusal_of(session, first)

session.token = {"access_token": "made-up", "token_type": "Bearer"}
answer = session.get(setting["api"])
report["madeUp"] = {"kind": str(answer.status_code), "error": answer.json()["error"]}

session = sign_in()
access_token, refresh_token = session.token["access_token"], session.token["refresh_token"]
url, headers, body = session._client.prepare_token_revocation_request(
    issuer + "/oauth2/revoke", refresh_token, client_id=None if secret else client_id
)
session.post(url, body, headers=headers, auth=auth, withhold_token=True).raise_for_status()
report["revoked"] = {"accessToken": access_token, "refusal": refusal_of(session, refresh_token)}

if secret:
    service = OAuth2Session(client=BackendApplicationClient(client_id))
    report["service"] = service.fetch_token(token_endpoint, auth=auth)["access_token"]

print(json.dumps(report))
