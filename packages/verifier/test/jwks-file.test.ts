import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createVerifier, type KeysEvent, type Verifier, type VerifierOptions } from "../src/index.js";
import { readJwksFile, writeJwksFile } from "../src/jwks-file.js";
import { reasonOf } from "./support/expect-refusal.js";
import {
  answerStatus,
  audience,
  claimsAt,
  createSigningKey,
  signToken,
  startIssuer,
  type TestIssuer,
  testNow,
  verificationKeyOf,
} from "./support/issuer.js";

const key = createSigningKey();
const nextKey = createSigningKey();
const hours = 3_600_000;

let folder: string;
let jwksFile: string;
let issuer: TestIssuer;
let now: number;
let events: KeysEvent[];
let onSaved: () => void;
const open: Verifier[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "verifier-"));
  jwksFile = join(folder, "jwks.json");
  issuer = await startIssuer([key]);
  now = testNow;
  events = [];
  onSaved = () => {};
});
// Verifiers do not wait for their file, so it may still appear.
afterEach(async () => {
  for (const verifier of open.splice(0)) verifier.close();
  await issuer.close();
  await rm(folder, { recursive: true, maxRetries: 5 });
});

/** Each acts like a separate process: they share nothing but the file. */
async function start(options: Partial<VerifierOptions> = {}): Promise<Verifier> {
  const verifier = createVerifier({
    issuer: issuer.issuer,
    audience,
    jwksFile,
    now: () => now,
    onKeysEvent: (event) => {
      events.push(event);
      if (event.outcome === "saved") onSaved();
    },
    ...options,
  });
  open.push(verifier);
  await verifier.refreshKeys();
  return verifier;
}

/** Starts, and waits until the keys are on disk. */
async function startAndSave(): Promise<Verifier> {
  const saved = new Promise<void>((resolve) => {
    onSaved = resolve;
  });
  const verifier = await start();
  await saved;
  return verifier;
}

const seed = (keys: readonly unknown[], members = {}): Promise<void> =>
  writeFile(jwksFile, JSON.stringify({ keys, fetched_at: now / 1_000, ...members }));
const outcomes = () => events.map(({ outcome, source }) => `${outcome}: ${source}`);
const lastError = () => events.findLast((event) => event.outcome === "failed")?.message;

let tokens = 0;
const tokenOf = (signingKey = key): string =>
  signToken(signingKey, {
    ...claimsAt(issuer.issuer, now),
    exp: now / 1_000 + 30 * 3_600,
    jti: `jti-${tokens++}`,
  });
const verdict = (verifier: Verifier, token = tokenOf()) => reasonOf(() => verifier.verify(token));

describe("a start while the issuer is away", () => {
  it("serves from the file", async () => {
    await seed([key.jwk]);
    await issuer.close();
    const verifier = await start();
    expect(await verdict(verifier)).toBe("admitted");
    expect(verifier.keysStatus()).toMatchObject({ count: 1, source: "file", isStale: true, fileError: null });
    expect(outcomes()).toEqual(["failed: url", "loaded: file"]);
  });

  it("serves from what the process before it has saved [jwks-file-1]", async () => {
    (await startAndSave()).close();
    await issuer.close();
    now += hours;
    const verifier = await start();
    expect(await verdict(verifier)).toBe("admitted");
    expect(verifier.keysStatus()).toMatchObject({ source: "file", ageSeconds: 3_600, usableSeconds: 82_800 });
  });

  it("serves no longer for having been restarted: the stale bound counts from the fetch [jwks-file-2]", async () => {
    (await startAndSave()).close();
    await issuer.close();
    now += 12 * hours;
    const second = await start();
    now += 12 * hours - 1;
    expect(await verdict(second)).toBe("admitted");
    now += 1;
    expect(await verdict(second)).toBe("keys_unavailable");
    expect(await verdict(await start())).toBe("keys_unavailable");
    expect(lastError()).toBe("the keys in the file are older than the stale bound");
  });

  it("counts from the file's modification where it does not say when it was fetched", async () => {
    await seed([key.jwk], { fetched_at: undefined });
    const modified = now / 1_000;
    await utimes(jwksFile, modified, modified);
    await issuer.close();
    now += 24 * hours - 1;
    expect(await verdict(await start())).toBe("admitted");
    now += 1;
    expect(await verdict(await start())).toBe("keys_unavailable");
  });

  it("does not serve longer for a time that lies in the future", async () => {
    await seed([key.jwk], { fetched_at: now / 1_000 + 365 * 86_400 });
    await issuer.close();
    expect((await start()).keysStatus()).toMatchObject({ ageSeconds: 0, usableSeconds: 86_400 });
  });

  it("does not wait long for an issuer that accepts and says nothing", async () => {
    await seed([key.jwk]);
    const silent = createServer().listen(0, "127.0.0.1");
    const address = await new Promise<unknown>((resolve) =>
      silent.once("listening", () => resolve(silent.address())),
    );
    const { port } = address as { port: number };
    const since = performance.now();
    await seed([key.jwk], { jwks_url: `http://127.0.0.1:${port}/` });
    const verifier = await start({ jwksUrl: `http://127.0.0.1:${port}/` });
    expect(await verdict(verifier)).toBe("admitted");
    expect(performance.now() - since).toBeLessThan(3_500);
    silent.close();
  });

  it.each([
    ["garbage", "garbage", "not valid JSON"],
    ["an empty set", '{"keys":[]}', "no key for RS256"],
    ["null", "null", "not a JWK Set"],
    ["more than the limit", " ".repeat(200_000), "larger than 131072 bytes"],
    [
      "the keys of another URL",
      JSON.stringify({ keys: [key.jwk], jwks_url: "https://other.example/jwks" }),
      "another",
    ],
  ])("does not serve from a file that holds %s", async (_name, text, message) => {
    await writeFile(jwksFile, text);
    await issuer.close();
    const verifier = await start();
    expect(await verdict(verifier)).toBe("keys_unavailable");
    expect(verifier.keysStatus().fileError).toContain(message);
    expect(outcomes()).toEqual(["failed: url", "failed: file"]);
  });

  it("does not serve without a file, and takes one that appears later", async () => {
    await issuer.close();
    const verifier = await start();
    expect(await verdict(verifier)).toBe("keys_unavailable");
    expect(verifier.keysStatus().fileError).toContain("ENOENT");
    await seed([key.jwk]);
    now += 10_000;
    expect(await verdict(verifier)).toBe("admitted");
  });
});

describe("a start while the issuer answers", () => {
  it("does not read the file", async () => {
    await seed([nextKey.jwk]);
    const verifier = await start({ jwksCooldownSeconds: 3_600 });
    expect(await verdict(verifier, tokenOf(nextKey))).toBe("token_kid_unknown");
    expect(verifier.keysStatus().source).toBe("url");
  });

  it("replaces the file", async () => {
    await seed([nextKey.jwk]);
    await startAndSave();
    expect(JSON.parse(await readFile(jwksFile, "utf8"))).toEqual({
      keys: [key.jwk],
      jwks_url: issuer.jwksUrl,
      fetched_at: testNow / 1_000,
    });
  });

  it("gives up the file's keys once the issuer's can be fetched", async () => {
    issuer.answer(answerStatus(500));
    await seed([nextKey.jwk]);
    const verifier = await start();
    const seeded = tokenOf(nextKey);
    expect(await verdict(verifier, seeded)).toBe("admitted");
    issuer.publish([key.jwk]);
    await verifier.refreshKeys();
    expect(await verdict(verifier)).toBe("admitted");
    expect(await verdict(verifier, seeded)).toBe("token_kid_unknown");
  });
});

describe("the file", () => {
  const mode = async () => ((await stat(jwksFile)).mode & 0o777).toString(8);

  it("is a JWK Set of public members only, which its owner alone may write", async () => {
    issuer.publish([{ ...key.jwk, d: "private", p: "private", x5c: ["extra"] }]);
    await startAndSave();
    expect(JSON.parse(await readFile(jwksFile, "utf8")).keys).toEqual([key.jwk]);
    expect(await mode()).toBe("644");
  });

  it("is replaced in one step: whoever reads it meanwhile finds a whole set [jwks-file-3]", async () => {
    const url = new URL(issuer.jwksUrl);
    const keys = [key, nextKey].map(verificationKeyOf);
    await writeJwksFile(jwksFile, keys, url, now);
    const isOver = new AbortController();
    const reader = (async () => {
      let reads = 0;
      for (; !isOver.signal.aborted || reads < 20; reads++) {
        const { text } = await readJwksFile(jwksFile, url);
        expect(JSON.parse(text).keys).toHaveLength(2);
      }
      return reads;
    })();
    await Promise.all(Array.from({ length: 25 }, () => writeJwksFile(jwksFile, keys, url, now)));
    isOver.abort();
    expect(await reader).toBeGreaterThan(0);
    expect(await readdir(folder)).toEqual(["jwks.json"]);
  });

  it("keeps the last good set after a bad answer", async () => {
    const verifier = await startAndSave();
    const before = await readFile(jwksFile, "utf8");
    issuer.publish([]);
    await verifier.refreshKeys();
    expect(await readFile(jwksFile, "utf8")).toBe(before);
  });

  it("that cannot be written does not keep tokens from being verified, and leaves nothing behind", async () => {
    jwksFile = join(folder, "missing", "jwks.json");
    const failed = new Promise<void>((resolve) => {
      onSaved = resolve;
    });
    const verifier = await start({
      onKeysEvent: (event) => {
        if (event.outcome === "failed" && event.source === "file") onSaved();
      },
    });
    await failed;
    expect(await verdict(verifier)).toBe("admitted");
    expect(verifier.keysStatus()).toMatchObject({ count: 1, lastError: null });
    expect(verifier.keysStatus().fileError).toContain("ENOENT");
    expect(await readdir(folder)).toEqual([]);
  });

  it("may be one that only its owner can read", async () => {
    await seed([key.jwk]);
    await chmod(jwksFile, 0o400);
    await issuer.close();
    expect(await verdict(await start())).toBe("admitted");
  });
});
