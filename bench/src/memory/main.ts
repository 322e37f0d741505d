/**
 * One verifier that is given tokens without end, each another one, and measures what it keeps. A process of its
 * own: the heap is then the verifier's, but for what Node.js has anyway.
 */
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createVerifier, type Verifier } from "@regrant/verifier";
import { answerCalls } from "../worker.js";

export interface MemorySample {
  /** Distinct tokens verified so far. */
  readonly verified: number;
  readonly cachedTokens: number;
  /** By the estimate that the cache's bound counts with. */
  readonly cachedBytes: number;
  /** After a full garbage collection. */
  readonly heapBytes: number;
  readonly residentBytes: number;
}

export interface MemoryCommands {
  [name: string]: (argument: never) => unknown;
  /** Start the verifier. @returns what there is before the first token */
  start(settings: null): Promise<MemorySample>;
  /** Verify this many tokens more. @throws where one is refused */
  verify(count: number): Promise<MemorySample>;
}

const audience = "http://localhost:4001";
/** Signatures under way at once: enough for every thread of libuv's pool. */
const atOnce = 32;
const yearSeconds = 365 * 86_400;

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signLater = promisify(sign);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const { n, e } = publicKey.export({ format: "jwk" });
const kid = createHash("sha256").update(String(n)).digest("base64url");
const header = encode({ typ: "at+jwt", alg: "RS256", kid });

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

async function publishKey(): Promise<string> {
  const body = JSON.stringify({ keys: [{ kty: "RSA", use: "sig", alg: "RS256", kid, n, e }] });
  const server = createServer((_request, response) => response.end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** As the authorization server makes them, with all claims of a user's token. */
async function makeToken(iss: string, index: number): Promise<string> {
  const iat = Math.floor(Date.now() / 1_000);
  const user = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const claims = { iss, sub: user, aud: audience, exp: iat + yearSeconds, iat, jti: user, client_id: user };
  const input = `${header}.${encode({ ...claims, scope: "notes:read notes:write", roles: ["admin"], sid: user })}`;
  const signature = await signLater("sha256", Buffer.from(input), privateKey);
  return `${input}.${signature.toString("base64url")}`;
}

let issuer = "";
let verifier: Verifier | null = null;
let verified = 0;

function sample(running: Verifier): MemorySample {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  const { tokens, bytes } = running.cacheStatus();
  return { verified, cachedTokens: tokens, cachedBytes: bytes, heapBytes: heapUsed, residentBytes: rss };
}

answerCalls({
  async start() {
    issuer = await publishKey();
    verifier = createVerifier({ issuer, audience });
    await verifier.refreshKeys();
    return sample(verifier);
  },
  async verify(count) {
    if (verifier === null) throw new Error("start comes first");
    const end = verified + count;
    while (verified < end) {
      const batch = Array.from({ length: Math.min(atOnce, end - verified) }, (_, i) =>
        makeToken(issuer, verified + i),
      );
      for (const token of await Promise.all(batch)) await verifier.verify(token);
      verified += batch.length;
    }
    return sample(verifier);
  },
} satisfies MemoryCommands);
