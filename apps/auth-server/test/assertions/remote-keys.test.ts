import type { Socket } from "node:net";
import { errors } from "jose";
import { describe, expect, it, vi } from "vitest";
import { KeysUnavailable } from "../../src/assertions/key-source.js";
import { createRemoteKeys, type KeysAddress } from "../../src/assertions/remote-keys.js";
import { type HeldKey, heldKey, keySet } from "../support/assertion-keys.js";
import { answered, stranger } from "../support/stranger.js";

const [first, second] = [heldKey("ES256", "first"), heldKey("EdDSA", "second")];

async function play(...published: readonly HeldKey[]) {
  const clock = { ms: 0 };
  const log = { info: vi.fn() };
  const host = await stranger(publishing(...published));
  const keys = createRemoteKeys({ allowLoopback: true, log, monotonic: () => clock.ms });
  const at: KeysAddress = { uri: host.url, isTrusted: true, isKnown: true };
  /** Whether there is such a key, or why nobody can say. */
  const outcome = ({ kid, alg }: Pick<HeldKey, "kid" | "alg">, address = at) =>
    keys
      .at(address)({ alg, kid }, { payload: "", signature: "" })
      .then(
        () => "found",
        (error: unknown) => {
          if (error instanceof errors.JWKSNoMatchingKey) return "none";
          if (error instanceof KeysUnavailable) return error.message;
          throw error;
        },
      );
  return {
    clock,
    log,
    host,
    at,
    keys,
    outcome,
    pass: (seconds: number) => {
      clock.ms += seconds * 1000;
    },
  };
}

const publishing = (...keys: readonly HeldKey[]) => answered("200 OK", {}, JSON.stringify(keySet(...keys)));

describe("Keys at a jwks_uri", () => {
  it("are fetched once for all who wait, and kept for 5 minutes", async () => {
    const { host, outcome, pass } = await play(first);
    const all = await Promise.all(Array.from({ length: 20 }, () => outcome(first)));
    expect(new Set(all)).toEqual(new Set(["found"]));
    pass(300);
    expect(await outcome(first)).toBe("found");
    expect(host.heads).toHaveLength(1);
  });

  it("are fetched anew for a key that is not there: a new one works at once", async () => {
    const { host, outcome, pass } = await play(first);
    expect(await outcome(first)).toBe("found");
    pass(10);
    host.answer = publishing(first, second);
    expect(await Promise.all([outcome(second), outcome(second), outcome(first)])).toEqual(
      Array(3).fill("found"),
    );
    expect(host.heads).toHaveLength(2);
  });

  it("cost one fetch in 10 seconds, however many keys are named that there are not", async () => {
    const { host, outcome, pass } = await play(first);
    const flood = () =>
      Promise.all(Array.from({ length: 50 }, (_, n) => outcome({ kid: `made-up-${n}`, alg: "ES256" })));
    expect(new Set(await flood())).toEqual(new Set(["none"]));
    await flood();
    pass(9);
    await flood();
    expect(host.heads).toHaveLength(1);
    pass(1);
    await flood();
    expect(host.heads).toHaveLength(2);
    expect(await outcome(first)).toBe("found");
  });

  it("are refused 5 minutes after their owner removed them", async () => {
    const { host, outcome, pass } = await play(first, second);
    expect(await outcome(first)).toBe("found");
    host.answer = publishing(second);
    pass(301);
    expect(await outcome(first)).toBe("none");
    expect(await outcome(second)).toBe("found");
  });

  it("that keep silent hold up 64 requests at a time, and those of others no operator's", async () => {
    const { host, at, outcome } = await play(first);
    const other = { ...at, isTrusted: false, isKnown: false };
    const asked = new Promise<Socket>((resolve) => {
      host.answer = resolve;
    });
    const silent = Array.from({ length: 64 }, () => outcome(first, other));
    const socket = await asked;
    expect(await outcome(first, other)).toBe("is not asked: too many requests wait for it already");
    expect(await outcome(first, { ...other, uri: `${other.uri}?more` })).toBe(
      "is not asked: too many requests wait for it already",
    );
    host.answer = publishing(first);
    expect(await outcome(first)).toBe("found");
    publishing(first)(socket);
    await Promise.all(silent);
    expect(await outcome(first, other)).not.toMatch("too many");
  });

  it("are used for an hour while their address is down, which is asked every 10 seconds at most", async () => {
    const { host, outcome, pass } = await play(first);
    expect(await outcome(first)).toBe("found");
    host.answer = answered("503 Service Unavailable");
    pass(301);
    expect([await outcome(first), await outcome(first), await outcome(second)]).toEqual([
      "found",
      "found",
      "none",
    ]);
    expect(host.heads).toHaveLength(2);
    pass(3300);
    expect(await outcome(first)).toBe("answered 503");
    expect(await outcome(first)).toBe("answered 503");
    expect(host.heads).toHaveLength(3);
    host.answer = publishing(first);
    pass(10);
    expect(await outcome(first)).toBe("found");
  });

  it("are gone at once if their address says so", async () => {
    const { host, outcome, pass } = await play(first);
    expect(await outcome(first)).toBe("found");
    host.answer = answered("404 Not Found");
    pass(301);
    expect(await outcome(first)).toBe("answered 404");
  });

  it.each([
    ["did not send a JWK Set (RFC 7517)", "<html>"],
    ["did not send a JWK Set (RFC 7517)", '{"keys":[7]}'],
    ["sent more than 50 keys", JSON.stringify({ keys: Array(51).fill({}) })],
    ["sent an answer of more than 65536 bytes", " ".repeat(65_537)],
  ])("that are none: %s", async (problem, body) => {
    const { host, outcome, log } = await play();
    host.answer = answered("200 OK", {}, body);
    expect(await outcome(first)).toBe(problem);
    expect(log.info).toHaveBeenCalledExactlyOnceWith(
      { host: `localhost:${host.port}`, problem, cause: undefined },
      "keys not fetched",
    );
  });

  it("that do not fit here are left out", async () => {
    const { host, outcome } = await play();
    const odd = [{ kty: "oct", k: "AA", kid: "first" }, { kty: "AKP" }, { ...first.publicJwk, d: "AA" }];
    host.answer = answered("200 OK", {}, JSON.stringify({ keys: [...odd, second.publicJwk] }));
    expect([await outcome(first), await outcome(second)]).toEqual(["none", "found"]);
  });

  it("of strangers are not asked for on the internal network, also where an operator's are", async () => {
    const { host, at, outcome, log } = await play(first);
    const stranger = { uri: `https://[::1]:${host.port}/`, isTrusted: false, isKnown: false };
    const guarded = createRemoteKeys({ allowLoopback: false, log, lookup: async () => ["10.0.0.7"] });
    const problems = [at.uri, stranger.uri, "https://keys.example.com/", "https://10.0.0.7/"].map((uri) =>
      guarded
        .at({ ...stranger, uri })({ alg: "ES256" }, { payload: "", signature: "" })
        .catch((error: Error) => error.message),
    );
    expect(await Promise.all(problems)).toEqual([
      "is not asked without https",
      "is asked on port 443 only",
      "is not on the public internet",
      "is not on the public internet",
    ]);
    expect(await outcome(first)).toBe("found");
  });

  it("of strangers are fetched 20 times a minute from one site", async () => {
    const { host, outcome } = await play(first);
    const found = [];
    for (let n = 0; n < 21; n += 1)
      found.push(await outcome(first, { uri: `${host.url}?n=${n}`, isTrusted: false, isKnown: false }));
    expect(found).toEqual([...Array(20).fill("found"), "is asked too often"]);
    expect(await outcome(first, { uri: host.url, isTrusted: false, isKnown: true })).toBe("found");
  });
});
