/** An issuer for tests: real RSA keys, tokens signed with node:crypto, and a JWKS server with settable responses. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const audience = "http://localhost:4001";

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Record<string, unknown>;
}

export function createSigningKey(modulusLength = 2048): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const { kty, n, e } = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
  return { kid, privateKey, publicKey, jwk: { kty, n, e, kid, use: "sig", alg: "RS256" } };
}

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export function signParts(key: SigningKey, header: string, payload: string): string {
  const signature = sign("sha256", Buffer.from(`${header}.${payload}`), key.privateKey);
  return `${header}.${payload}.${signature.toString("base64url")}`;
}

type Members = Readonly<Record<string, unknown>>;

/** 2030-01-01, for tests with their own clock. */
export const testNow = 1_893_456_000_000;

export const claimsAt = (issuer: string, now: number): Record<string, unknown> => ({
  iss: issuer,
  sub: "alice",
  aud: audience,
  exp: Math.floor(now / 1_000) + 600,
  iat: Math.floor(now / 1_000),
  jti: "jti-1",
  client_id: "app",
  scope: "notes:read notes:write",
});

export const headerOf = (key: SigningKey): Record<string, unknown> => ({
  typ: "at+jwt",
  alg: "RS256",
  kid: key.kid,
});

/** A good token with changed `claims` and `header`. A member set to undefined is left out. */
export const signToken = (key: SigningKey, claims: Members, header: Members = {}): string =>
  signParts(key, encode({ ...headerOf(key), ...header }), encode(claims));

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestIssuer extends AsyncDisposable {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** Fetches of the JWK Set so far. */
  readonly fetches: () => number;
  /** Resolves at the next fetch. */
  readonly nextFetch: () => Promise<void>;
  answer(next: Answer): void;
  /** Respond with these keys. */
  publish(keys: readonly Members[], headers?: Record<string, string>): void;
  close(): Promise<void>;
}

export const answerJson =
  (body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };

export const answerStatus =
  (status: number, body = "", headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

export async function startIssuer(keys: readonly SigningKey[]): Promise<TestIssuer> {
  let current = answerJson({ keys: keys.map((key) => key.jwk) });
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    current(request, response);
    server.emit("fetch");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  async function close(): Promise<void> {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  }
  return {
    issuer,
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    fetches: () => count,
    nextFetch: async () => void (await once(server, "fetch")),
    answer: (next) => {
      current = next;
    },
    publish: (published, headers) => {
      current = answerJson({ keys: published }, headers);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
