"""PyJWT as an API's verifier: each token from stdin, a line each, is checked against the JWK Set; its `sub`, or why not."""

import json

import jwt

setting = json.loads(input())
keys = jwt.PyJWKClient(setting["issuer"] + "/.well-known/jwks.json")

for _ in range(setting["count"]):
    token = input()
    try:
        claims = jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token).key,
            algorithms=["RS256"],
            issuer=setting["issuer"],
            audience=setting["audience"],
            options={"require": ["exp", "iat", "sub", "jti"]},
        )
        # It leaves the type to the API: an ID token must not pass for an access token (RFC 9068 §4).
        if jwt.get_unverified_header(token).get("typ") != "at+jwt":
            raise jwt.InvalidTokenError("typ")
        print(json.dumps({"sub": claims["sub"]}), flush=True)
    except jwt.PyJWTError as error:
        print(json.dumps({"refused": type(error).__name__}), flush=True)
