/** An authorization server for one sign-in: the BFF's cookie is made by the BFF itself. */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = { ...publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" };

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function signJwt(claims: object, typ: string): string {
  const signed = `${base64url({ alg: "RS256", typ, kid: "1" })}.${base64url(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

/** Knows one client, `app`. Its answer to the code is the nonce in it. */
export async function startIssuer(): Promise<string> {
  const server = createServer(async (request, response) => {
    let form = "";
    for await (const chunk of request) form += chunk;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer(request.url ?? "", new URLSearchParams(form))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return issuer;

  function answer(url: string, form: URLSearchParams): object {
    if (url === "/jwks") return { keys: [jwk] };
    if (url !== "/token")
      return {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ["code"],
      };
    const now = Math.floor(Date.now() / 1_000);
    const times = { iat: now, exp: now + 86_400 };
    const claims = { iss: issuer, sub: randomBytes(16).toString("hex"), ...times };
    const idToken = { ...claims, aud: "app", nonce: form.get("code"), sid: "s", email: "ada@example.com" };
    const accessToken = { ...claims, aud: "https://api.example", scope: "notes:read", client_id: "app" };
    return {
      access_token: signJwt(accessToken, "at+jwt"),
      token_type: "Bearer",
      expires_in: 86_400,
      refresh_token: `rgr_${randomBytes(69).toString("base64url")}`,
      id_token: signJwt(idToken, "JWT"),
    };
  }
}
