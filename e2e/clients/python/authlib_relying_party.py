"""Authlib's OAuth2Session, with joserfc for the ID token. Settings and callbacks come in lines on stdin, the report is a line on stdout."""

import json
import os
from urllib.parse import urlencode

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP, on loopback

from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

setting = json.loads(input())
issuer, client = setting["issuer"], setting["client"]
session = OAuth2Session(
    client["client_id"],
    client["client_secret"],
    scope="openid profile email",
    redirect_uri=setting["redirectUri"],
    code_challenge_method="S256",
)
server = session.get(issuer + "/.well-known/openid-configuration", withhold_token=True).json()
keys = KeySet.import_key_set(session.get(server["jwks_uri"], withhold_token=True).json())


def claims_in(token, nonce=None):
    decoded = jwt.decode(token["id_token"], keys, algorithms=server["id_token_signing_alg_values_supported"])
    expected = {"iss": {"value": issuer}, "aud": {"value": client["client_id"]}}
    params = {"nonce": nonce, "client_id": client["client_id"], "access_token": token["access_token"]}
    claims = CodeIDToken(decoded.claims, decoded.header, expected, params)
    claims.validate()
    return dict(claims)


verifier, nonce = generate_token(48), generate_token()
url, state = session.create_authorization_url(
    server["authorization_endpoint"], code_verifier=verifier, nonce=nonce
)
print(url, flush=True)
token = session.fetch_token(
    server["token_endpoint"], authorization_response=input(), state=state, code_verifier=verifier
)
report = {"idToken": claims_in(token, nonce), "user": session.get(server["userinfo_endpoint"]).json()}
token = session.refresh_token(server["token_endpoint"])
report["refreshed"] = claims_in(token)
hint = {"id_token_hint": token["id_token"], "post_logout_redirect_uri": setting["postLogoutRedirectUri"]}
print(server["end_session_endpoint"] + "?" + urlencode({**hint, "state": setting["state"]}), flush=True)
report["returned"] = input()
print(json.dumps(report))
