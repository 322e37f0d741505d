/** The app with a real issuer: a JWKS server on loopback, and tokens signed with its key. */
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "../../src/app.js";
import { type Config, readConfig } from "../../src/config.js";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const { n, e } = publicKey.export({ format: "jwk" });
export const jwks = { keys: [{ kty: "RSA", use: "sig", alg: "RS256", kid: "key-1", n, e }] };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export function signToken(issuer: string, claims: Record<string, unknown> = {}): string {
  const iat = Math.floor(Date.now() / 1_000);
  const audience = "http://localhost:4001";
  const base = {
    iss: issuer,
    sub: "alice",
    aud: audience,
    exp: iat + 600,
    iat,
    jti: randomUUID(),
    client_id: "app",
  };
  const header = encode({ typ: "at+jwt", alg: "RS256", kid: "key-1" });
  const input = `${header}.${encode({ ...base, scope: "notes:read notes:write", ...claims })}`;
  return `${input}.${sign("sha256", Buffer.from(input), privateKey).toString("base64url")}`;
}

async function startJwksServer(): Promise<{ server: Server; issuer: string }> {
  const server = createServer((_request, response) => response.end(JSON.stringify(jwks)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export interface TestApi {
  readonly app: FastifyInstance;
  readonly config: Config;
  readonly issuer: string;
  /** What was logged, one entry per line. */
  readonly lines: string[];
  readonly authorize: (claims?: Record<string, unknown>) => { authorization: string };
  /** From now on, fetching the keys fails. */
  closeIssuer(): void;
  close(): Promise<void>;
}

export async function startApi(
  settings: Record<string, string> = {},
  stopping: AbortSignal = new AbortController().signal,
): Promise<TestApi> {
  const { server, issuer } = await startJwksServer();
  const lines: string[] = [];
  const config = readConfig({ ISSUER: issuer, ...settings });
  const logger = pino({ level: config.logLevel }, { write: (line) => void lines.push(line) });
  const app = await buildApp({ config, logger, stopping });
  return {
    app,
    config,
    issuer,
    lines,
    authorize: (claims) => ({ authorization: `Bearer ${signToken(issuer, claims)}` }),
    closeIssuer() {
      server.close();
      server.closeAllConnections();
    },
    async close() {
      await app.close();
      server.close();
    },
  };
}
