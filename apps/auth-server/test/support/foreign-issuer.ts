/** Another issuer, with a key and, on this machine, an address where it publishes it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { JWTPayload } from "jose";
import { type NewTrustedIssuerBody, trustIssuer } from "../../src/trusted-issuers/trusted-issuers.js";
import type { TrustedIssuer } from "../../src/trusted-issuers/trusted-issuers.sql.js";
import { type HeldKey, heldKey, keySet, signed } from "./assertion-keys.js";
import { issuer as ours } from "./authorization.js";
import { cleanUp } from "./clean-up.js";
import type { TestClient } from "./fixtures.js";
import type { TestServer } from "./server.js";
import { type Answer, type Parameters, postForm } from "./token-requests.js";

type Members = Readonly<Record<string, unknown>>;

export const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

export interface ForeignIssuer {
  readonly issuer: string;
  readonly key: HeldKey;
  /** Paths that it was asked for. */
  readonly asked: string[];
  /** Whether it answers. */
  isUp: boolean;
  metadata: Members;
}

export async function foreignIssuer(key = heldKey("RS256")): Promise<ForeignIssuer> {
  const server = createServer(({ url = "" }, response) => {
    made.asked.push(url);
    const answers: Record<string, object> = {
      "/.well-known/openid-configuration": made.metadata,
      "/jwks": keySet(key),
    };
    const answer = made.isUp ? answers[url] : undefined;
    response.writeHead(made.isUp ? (answer === undefined ? 404 : 200) : 503, {
      "content-type": "application/json",
    });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUp(async () => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made: ForeignIssuer = {
    issuer,
    key,
    asked: [],
    isUp: true,
    metadata: { issuer, jwks_uri: `${issuer}/jwks` },
  };
  return made;
}

/** Trust an issuer, as an operator does. */
export const trust = (server: TestServer, body: NewTrustedIssuerBody): Promise<TrustedIssuer> =>
  trustIssuer(server.db, ours, body, { by: {} });

/** What a token says that is good for five minutes, by the server's clock; undefined removes a claim. */
export function claimsNow(server: TestServer, claims: Members): JWTPayload {
  const seconds = Math.floor(server.context.now() / 1000);
  return {
    aud: ours,
    iat: seconds,
    nbf: seconds,
    exp: seconds + 300,
    jti: crypto.randomUUID(),
    ...claims,
  };
}

/** A token as GitHub gives it to a job. */
export const jobToken = (
  server: TestServer,
  { issuer, key }: Pick<ForeignIssuer, "issuer" | "key">,
  claims: Members = {},
  header: Members = {},
  signer: HeldKey = key,
): Promise<string> =>
  signed(
    signer,
    claimsNow(server, {
      iss: issuer,
      sub: "repo:acme/shop:environment:production",
      repository: "acme/shop",
      repository_owner: "acme",
      ref: "refs/heads/main",
      environment: "production",
      run_attempt: "1",
      ...claims,
    }),
    { typ: "JWT", ...header },
  );

/** An identity assertion of an organization's identity provider. */
export const idJag = (
  server: TestServer,
  { issuer, key }: Pick<ForeignIssuer, "issuer" | "key">,
  { clientId }: TestClient,
  claims: Members = {},
  header: Members = {},
): Promise<string> =>
  signed(key, claimsNow(server, { iss: issuer, client_id: clientId, ...claims }), {
    typ: "oauth-id-jag+jwt",
    ...header,
  });

export const askByAssertion = (
  server: TestServer,
  assertion: string,
  more: Parameters = {},
  headers?: Readonly<Record<string, string>>,
): Promise<Answer> => postForm(server, { grant_type: jwtBearer, assertion, ...more }, headers);
