/** Ended sessions, by the issuer's status lists (Token Status List, draft-21). */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { deflateSync } from "node:zlib";
import { createHeaderAndPayload, getListFromStatusListJWT, StatusList } from "@sd-jwt/jwt-status-list";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createVerifier,
  OAuthError,
  type RevocationOptions,
  type Verifier,
  type VerifierOptions,
} from "../src/index.js";
import { maxListBytes, readStatusList, statusAt } from "../src/status-list.js";
import {
  audience,
  claimsAt,
  createSigningKey,
  encode,
  headerOf,
  signParts,
  signToken,
  startIssuer,
  type TestIssuer,
  testNow,
  verificationKeyOf,
} from "./support/issuer.js";
import { vectors } from "./support/status-list-vectors.js";

const key = createSigningKey();
const strange = createSigningKey();
const listSize = 131_072;

interface Served {
  revoked: readonly number[];
  claims: Readonly<Record<string, unknown>>;
  header: Readonly<Record<string, unknown>>;
  signedBy: typeof key;
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | null;
}

let issuer: TestIssuer;
let now: number;
let served: Served;
let asked: { url: string; etag: string | undefined }[];
const open: Verifier[] = [];

function bitsOf(revoked: readonly number[]): string {
  const bytes = Buffer.alloc(listSize / 8);
  for (const idx of revoked) bytes[idx >> 3] = (bytes[idx >> 3] ?? 0) | (1 << (idx & 7));
  return deflateSync(bytes).toString("base64url");
}

const listToken = (url = "/status/0") =>
  signParts(
    served.signedBy,
    encode({ ...headerOf(key), typ: "statuslist+jwt", ...served.header }),
    encode({
      sub: issuer.issuer + url,
      iat: Math.floor(now / 1_000),
      exp: Math.floor(now / 1_000) + 86_400,
      ttl: 10,
      status_list: { bits: 1, lst: bitsOf(served.revoked) },
      ...served.claims,
    }),
  );

function answerList(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/statuslist+jwt", etag: '"1"' });
  response.end(listToken(request.url));
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? "";
  if (url.startsWith("/.well-known/")) {
    response.writeHead(200, { "content-type": "application/json" });
    return void response.end(JSON.stringify({ keys: [key.jwk] }));
  }
  asked.push({ url, etag: request.headers["if-none-match"] });
  (served.answer ?? answerList)(request, response);
}

beforeEach(async () => {
  issuer = await startIssuer([key]);
  issuer.answer(answer);
  now = testNow;
  asked = [];
  served = { revoked: [], claims: {}, header: {}, signedBy: key, answer: null };
});
afterEach(async () => {
  for (const verifier of open.splice(0)) verifier.close();
  await issuer.close();
});

/** Nothing is fetched by itself, so that tests say when. */
async function createReadyVerifier(
  revocation: Partial<RevocationOptions> = {},
  options: Partial<VerifierOptions> = {},
): Promise<Verifier> {
  const verifier = createVerifier({
    issuer: issuer.issuer,
    audience,
    now: () => now,
    warn: false,
    revocation: { mode: "poll", ...revocation },
    ...options,
  });
  open.push(verifier);
  await verifier.refreshKeys();
  return verifier;
}

let tokens = 0;
const tokenOf = (idx: unknown, uri: unknown = `${issuer.issuer}/status/0`, claims = {}): string =>
  signToken(key, {
    ...claimsAt(issuer.issuer, now),
    exp: now / 1_000 + 30 * 3_600,
    jti: `jti-${tokens++}`,
    status: { status_list: { idx, uri } },
    ...claims,
  });

function reasonOf(verifier: Verifier, token: string): string {
  try {
    return verifier.verifyNow(token) === undefined ? "waits" : "accepted";
  } catch (error) {
    if (error instanceof OAuthError) return error.reason;
    throw error;
  }
}
/** Until the list that a token refers to was fetched, or could not be. */
const settled = (verifier: Verifier) => verifier.refreshStatusLists();

async function poll(verifier: Verifier, seconds: number): Promise<void> {
  now += seconds * 1_000;
  await verifier.refreshStatusLists();
}

describe("a token whose session has ended", () => {
  it("is refused from the next poll on, though it was verified before; no other is [verifier-revocation-1]", async () => {
    const verifier = await createReadyVerifier();
    const [ended, other] = [tokenOf(7), tokenOf(8)];
    expect([reasonOf(verifier, ended), reasonOf(verifier, other)]).toEqual(["accepted", "accepted"]);
    await settled(verifier);
    expect(reasonOf(verifier, ended)).toBe("accepted");
    served.revoked = [7];
    await poll(verifier, 10);
    expect([reasonOf(verifier, ended), reasonOf(verifier, other)]).toEqual(["token_revoked", "accepted"]);
    expect(reasonOf(verifier, tokenOf(7))).toBe("token_revoked");
    expect(verifier.revocationStatus()).toMatchObject({ lists: 1, staleLists: 0, refused: 2, failures: 0 });
  });

  it("is refused as a 401 that says so", async () => {
    const verifier = await createReadyVerifier();
    served.revoked = [7];
    const token = tokenOf(7);
    verifier.verifyNow(token);
    await settled(verifier);
    await expect(verifier.verify(token)).rejects.toMatchObject({
      code: "invalid_token",
      reason: "token_revoked",
      status: 401,
    });
  });

  it("makes no request wait: the first one starts the fetch [verifier-revocation-2]", async () => {
    served.answer = () => {}; // never
    const verifier = await createReadyVerifier();
    const at = performance.now();
    expect(reasonOf(verifier, tokenOf(7))).toBe("accepted");
    expect(performance.now() - at).toBeLessThan(100);
  });

  it("is accepted without the option, and nothing is fetched", async () => {
    served.revoked = [7];
    const verifier = await createReadyVerifier({}, { revocation: undefined });
    expect(reasonOf(verifier, tokenOf(7))).toBe("accepted");
    await sleep(50);
    expect(asked).toEqual([]);
    expect(verifier.revocationStatus()).toBeNull();
  });

  it("without a status is accepted: it is from before there were lists [verifier-revocation-3]", async () => {
    const verifier = await createReadyVerifier();
    expect(reasonOf(verifier, tokenOf(0, "", { status: undefined }))).toBe("accepted");
    expect(asked).toEqual([]);
  });
});

describe("the background", () => {
  it("asks as often as the list's ttl says, once for all tokens, until none of them lives [verifier-revocation-4]", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      served.claims = { ttl: 20 };
      const verifier = await createReadyVerifier();
      for (let idx = 0; idx < 50; idx++)
        reasonOf(verifier, tokenOf(idx, undefined, { exp: now / 1_000 + 600 }));
      await vi.waitFor(() => expect(asked).toHaveLength(1));
      await vi.waitFor(() => expect(verifier.revocationStatus()?.lists).toBe(1));
      const pass = async (seconds: number) => {
        now += seconds * 1_000;
        await vi.advanceTimersByTimeAsync(seconds * 1_000);
      };
      await pass(15);
      expect(asked).toHaveLength(1);
      await pass(6);
      await vi.waitFor(() => expect(asked).toHaveLength(2));
      expect(asked[1]).toEqual({ url: "/status/0", etag: '"1"' });
      now += 700_000;
      await verifier.refreshStatusLists();
      expect(verifier.revocationStatus()?.lists).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("takes a 304 for the list that it has [verifier-revocation-5]", async () => {
    const verifier = await createReadyVerifier({ onStale: "refuse" });
    served.revoked = [7];
    const [ended, other] = [tokenOf(7), tokenOf(8)];
    reasonOf(verifier, ended);
    await settled(verifier);
    served.answer = (_request, response) => void response.writeHead(304).end();
    for (let times = 0; times < 60; times++) await poll(verifier, 10);
    expect([reasonOf(verifier, ended), reasonOf(verifier, other)]).toEqual(["token_revoked", "accepted"]);
    expect(verifier.revocationStatus()).toMatchObject({ failures: 0, staleLists: 0 });
  });
});

describe("an issuer that does not answer", () => {
  const away: Served["answer"] = (_request, response) => void response.writeHead(503).end();

  it("changes nothing for staleSeconds; what was revoked stays so [verifier-revocation-6]", async () => {
    const verifier = await createReadyVerifier({ staleSeconds: 60, onStale: "refuse" });
    served.revoked = [7];
    const [ended, other] = [tokenOf(7), tokenOf(8)];
    reasonOf(verifier, ended);
    await settled(verifier);
    served.answer = away;
    await poll(verifier, 50);
    expect([reasonOf(verifier, ended), reasonOf(verifier, other)]).toEqual(["token_revoked", "accepted"]);
    await poll(verifier, 10);
    expect([reasonOf(verifier, ended), reasonOf(verifier, other)]).toEqual([
      "token_revoked",
      "status_unavailable",
    ]);
    expect(verifier.revocationStatus()).toMatchObject({
      staleLists: 1,
      askedStale: 1,
      lastError: expect.stringMatching("503"),
    });
    served.answer = null;
    await poll(verifier, 60);
    expect(reasonOf(verifier, other)).toBe("accepted");
  });

  it("is, by default, outlived: tokens are accepted, and it is said [verifier-revocation-7]", async () => {
    const warn = vi.fn();
    served.answer = away;
    const verifier = await createReadyVerifier({ staleSeconds: 60 }, { warn });
    const token = tokenOf(7);
    reasonOf(verifier, token);
    await settled(verifier);
    await poll(verifier, 61);
    expect(reasonOf(verifier, token)).toBe("accepted");
    expect(verifier.revocationStatus()).toMatchObject({ staleLists: 1, askedStale: 1 });
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/cannot fetch a status list.*503/));
  });

  it("is asked again after one, two, four … seconds, a minute at most", async () => {
    served.answer = away;
    const verifier = await createReadyVerifier();
    reasonOf(verifier, tokenOf(7));
    await settled(verifier);
    const pauses: number[] = [];
    for (let seconds = 0; pauses.length < 8; ) {
      const before = asked.length;
      await poll(verifier, 1);
      seconds += 1;
      if (asked.length > before) {
        pauses.push(seconds);
        seconds = 0;
      }
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });
});

describe("a list that proves nothing", () => {
  const listOf = (changes: Partial<Served>) => changes;
  const cases: Record<string, () => Partial<Served>> = {
    "signed by another key": () => listOf({ signedBy: strange }),
    "signed by a key that is not published": () =>
      listOf({ signedBy: strange, header: { kid: strange.kid } }),
    "an access token": () => listOf({ header: { typ: "at+jwt" } }),
    "without a typ": () => listOf({ header: { typ: undefined } }),
    "with alg none": () => listOf({ header: { alg: "none" } }),
    "with a critical extension": () => listOf({ header: { crit: ["x"] } }),
    "of another address": () => listOf({ claims: { sub: `${issuer.issuer}/status/1` } }),
    "without iat": () => listOf({ claims: { iat: undefined } }),
    "from the future": () => listOf({ claims: { iat: now / 1_000 + 600 } }),
    expired: () => listOf({ claims: { exp: now / 1_000 - 600 } }),
    "with three bits": () => listOf({ claims: { status_list: { bits: 3, lst: bitsOf([7]) } } }),
    "without lst": () => listOf({ claims: { status_list: { bits: 1 } } }),
    "without status_list": () => listOf({ claims: { status_list: undefined } }),
    "with null for status_list": () => listOf({ claims: { status_list: null } }),
    "not compressed": () =>
      listOf({ claims: { status_list: { bits: 1, lst: Buffer.alloc(64, 255).toString("base64url") } } }),
    "that is a bomb": () =>
      listOf({
        claims: {
          status_list: {
            bits: 1,
            lst: deflateSync(Buffer.alloc(maxListBytes + 1, 255)).toString("base64url"),
          },
        },
      }),
    "that is a redirect": () =>
      listOf({
        answer: (_request, response) =>
          void response.writeHead(302, { location: `${issuer.issuer}/status/9` }).end(),
      }),
    "that is no JWT": () => listOf({ answer: (_request, response) => void response.end("no list") }),
    "that never ends": () =>
      listOf({
        answer: (_request, response) => {
          const write = () => {
            while (!response.destroyed && response.write(Buffer.alloc(65_536, 97)));
            if (!response.destroyed) response.once("drain", write);
          };
          write();
        },
      }),
  };

  it.each(Object.entries(cases))("%s changes nothing [verifier-revocation-8]", async (_name, change) => {
    const verifier = await createReadyVerifier();
    const [ended, other] = [tokenOf(7), tokenOf(8)];
    served.revoked = [7];
    reasonOf(verifier, ended);
    await settled(verifier);
    served.revoked = [8];
    Object.assign(served, change());
    await poll(verifier, 10);
    expect(verifier.revocationStatus()).toMatchObject({ failures: 1, lastError: expect.any(String) });
    expect([reasonOf(verifier, ended), reasonOf(verifier, other)]).toEqual(["token_revoked", "accepted"]);
  });

  it("older than the one before changes nothing: sent again, it would bring the revoked back [verifier-revocation-9]", async () => {
    const verifier = await createReadyVerifier();
    const token = tokenOf(7);
    reasonOf(verifier, token);
    await settled(verifier);
    const before = listToken();
    served.revoked = [7];
    await poll(verifier, 10);
    expect(reasonOf(verifier, token)).toBe("token_revoked");
    served.answer = (_request, response) => void response.end(before);
    await poll(verifier, 10);
    expect(reasonOf(verifier, token)).toBe("token_revoked");
    expect(verifier.revocationStatus()?.lastError).toMatch(/older/);
  });
});

describe("a reference", () => {
  it.each<[string, unknown, string | null]>([
    ["to another issuer's list", 0, "https://other.example/status/0"],
    ["to an address that only begins like ours", 0, null],
    ["with dots", 0, "/x/../../status/0"],
    ["with credentials", 0, "@other.example/status/0"],
    ["with a negative index", -1, "/status/0"],
    ["with a fraction", 0.5, "/status/0"],
    ["with a text", "7", "/status/0"],
  ])("%s is refused, and nothing is fetched [verifier-revocation-10]", async (_name, idx, uri) => {
    const verifier = await createReadyVerifier();
    const address =
      uri === null ? `${issuer.issuer}0/status/0` : uri.startsWith("https:") ? uri : issuer.issuer + uri;
    expect(reasonOf(verifier, tokenOf(idx, address))).toBe("token_status");
    expect(asked).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["a number", 1],
    ["an empty object", {}],
    ["null for the list", { status_list: null }],
    ["a list without a URI", { status_list: { idx: 0 } }],
  ])("that is %s is refused", async (_name, status) => {
    const verifier = await createReadyVerifier();
    expect(reasonOf(verifier, tokenOf(0, "", { status }))).toMatch(/^token_(status|claims)$/);
  });

  it("beyond the end of its list is refused (§8.3) [verifier-revocation-11]", async () => {
    const verifier = await createReadyVerifier();
    const [last, beyond] = [tokenOf(listSize - 1), tokenOf(listSize)];
    reasonOf(verifier, beyond);
    await settled(verifier);
    expect([reasonOf(verifier, last), reasonOf(verifier, beyond)]).toEqual(["accepted", "token_status"]);
  });

  it("in a token with a bad signature makes nobody fetch anything [verifier-revocation-12]", async () => {
    const verifier = await createReadyVerifier();
    expect(reasonOf(verifier, `${tokenOf(7).slice(0, -8)}AAAAAAAA`)).toBe("token_signature");
    await sleep(50);
    expect(asked).toEqual([]);
  });
});

describe("the lists' address", () => {
  it("is beside the keys, where those are had at another address than the issuer's [verifier-revocation-13]", async () => {
    const inner = await startIssuer([key]);
    inner.answer(answer);
    const verifier = await createReadyVerifier({}, { jwksUrl: inner.jwksUrl });
    const fetched = inner.fetches();
    reasonOf(verifier, tokenOf(7));
    await settled(verifier);
    expect([inner.fetches() - fetched, asked.map(({ url }) => url)]).toEqual([1, ["/status/0"]]);
    await inner.close();
  });

  it.each<[string, Partial<RevocationOptions>]>([
    ["mode", { mode: "ask" as never }],
    ["staleSeconds", { staleSeconds: 1 }],
    ["onStale", { onStale: "shrug" as never }],
  ])("and the option %s are checked", async (name, options) => {
    await expect(createReadyVerifier(options)).rejects.toThrow(`revocation.${name} must be`);
  });
});

describe("the encoding (§4)", () => {
  it.each(vectors)(
    "is read as in the draft's vector of $bits bits [verifier-revocation-14]",
    async ({ bits, lst, entries }) => {
      served.claims = { status_list: { bits, lst } };
      const list = await readStatusList(
        listToken(),
        verificationKeyOf(key),
        `${issuer.issuer}/status/0`,
        now,
        5,
      );
      const read: Record<number, number> = {};
      for (let idx = 0; idx < 2 ** 20; idx++) {
        const status = statusAt(list, idx) ?? -1;
        if (status !== 0 || idx in entries) read[idx] = status;
      }
      expect(read).toEqual(entries);
      expect(statusAt(list, 2 ** 20)).toBeUndefined();
    },
  );

  it.each([1, 2, 4, 8] as const)(
    "of %i bits is the one that @sd-jwt/jwt-status-list writes [verifier-revocation-15]",
    async (bits) => {
      const values = Array.from({ length: 1_000 }, (_, idx) => (idx * 7) % 2 ** bits);
      const uri = `${issuer.issuer}/status/0`;
      const made = createHeaderAndPayload(
        new StatusList(values, bits),
        { sub: uri, iat: now / 1_000, iss: issuer.issuer },
        { alg: "RS256", typ: "statuslist+jwt" },
      );
      const token = signParts(key, encode({ ...made.header, kid: key.kid }), encode(made.payload));
      expect(getListFromStatusListJWT(token).getStatus(3)).toBe(values[3]);
      const list = await readStatusList(token, verificationKeyOf(key), uri, now, 5);
      expect(values.map((_, idx) => statusAt(list, idx))).toEqual(values);
    },
  );
});
