/**
 * Another issuer: of job tokens, as a CI's, and an organization's identity provider that lets apps act for its users (token exchange into
 * an ID-JAG, draft-ietf-oauth-identity-assertion-authz-grant §4).
 */
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

type Members = Readonly<Record<string, unknown>>;

export interface ForeignIssuer {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** What apps have asked for, by token exchange. */
  readonly exchanges: URLSearchParams[];
  /** A JWT of this issuer, good for five minutes. */
  token(claims: Members, typ?: string): string;
  stop(): void;
}

/** @param person what it says of its only user @param clientId what the app that exchanges is called elsewhere */
export async function startForeignIssuer(person: Members, clientId: string): Promise<ForeignIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const kid = randomUUID();
  const jwk = { ...publicKey.export({ format: "jwk" }), kid, alg: "ES256", use: "sig" };

  const server = createServer((request, response) => {
    const answer = (body: Members) =>
      void response
        .writeHead(200, { "content-type": "application/json", "cache-control": "no-store" })
        .end(JSON.stringify(body));
    if (request.url === "/jwks") return answer({ keys: [jwk] });
    if (request.url !== "/token") return answer({ issuer: made.issuer, jwks_uri: `${made.issuer}/jwks` });
    void text(request).then((body) => {
      const form = new URLSearchParams(body);
      made.exchanges.push(form);
      const { audience: aud, resource, scope } = Object.fromEntries(form);
      const claims = { ...person, aud, resource, scope, client_id: clientId };
      answer({
        access_token: made.token(claims, "oauth-id-jag+jwt"),
        issued_token_type: "urn:ietf:params:oauth:token-type:id-jag",
        token_type: "N_A",
        expires_in: 300,
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const made: ForeignIssuer = {
    issuer,
    tokenEndpoint: `${issuer}/token`,
    exchanges: [],
    token(claims, typ = "JWT") {
      const iat = Math.floor(Date.now() / 1000);
      const input = [
        { alg: "ES256", kid, typ },
        { iss: issuer, iat, exp: iat + 300, jti: randomUUID(), ...claims },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
      const signature = sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });
      return `${input}.${signature.toString("base64url")}`;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return made;
}
