/** An issuer for tests: real keys, tokens signed with node:crypto, and a JWKS server with settable responses. */
import { constants, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SigningAlgorithm } from "@regrant/shared";
import { importKeys, type VerificationKey } from "../../src/jwks.js";
import { publicPartOf, thumbprintOf } from "../../src/public-jwk.js";

export const audience = "http://localhost:4001";

export interface SigningKey {
  readonly alg: SigningAlgorithm;
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Record<string, unknown>;
}

const generate = {
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: () => generateKeyPairSync("ed25519"),
};

export function createSigningKey(
  alg: SigningAlgorithm = "RS256",
  { privateKey, publicKey } = generate[alg](),
): SigningKey {
  const part = publicPartOf(publicKey.export({ format: "jwk" }));
  if (part === null) throw new Error("unreachable: the key has just been made");
  const kid = thumbprintOf(part);
  return { alg, kid, privateKey, publicKey, jwk: { ...part, kid, use: "sig", alg } };
}

/** As the verifier holds it. */
export function verificationKeyOf({ kid, alg, jwk }: SigningKey): VerificationKey {
  const key = importKeys([jwk], new Map(), [alg]).get(kid);
  if (key === undefined) throw new Error("unreachable: the key is a good one");
  return key;
}

/** A signature by this key's algorithm, or another one that the key can do. */
export function signatureOf({ privateKey: key, alg }: SigningKey, input: string, by = alg): Buffer {
  const bytes = Buffer.from(input);
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  if (by === "EdDSA") return sign(null, bytes, key);
  if (by === "PS256") return sign("sha256", bytes, { key, padding, saltLength });
  return sign("sha256", bytes, by === "ES256" ? { key, dsaEncoding: "ieee-p1363" } : key);
}

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export function signParts(key: SigningKey, header: string, payload: string): string {
  const signature = signatureOf(key, `${header}.${payload}`);
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
  alg: key.alg,
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

export async function startIssuer(keys: readonly { readonly jwk: Members }[]): Promise<TestIssuer> {
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
