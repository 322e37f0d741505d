import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from "node:crypto";
import { OAuthError } from "@regrant/shared";
import { describe, expect, it } from "vitest";
import { createReplays } from "../src/dpop/replays.js";
import { createNonces, createProofCheck, type ProofExpectations } from "../src/dpop.js";

const now = 1_800_000_000_000;
const url = "https://api.example.com/notes";
const expected: ProofExpectations = { method: "GET", url };

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwkOf = (key: KeyObject) => createPublicKey(key).export({ format: "jwk" });

interface Changes {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly key?: KeyObject;
  readonly signature?: (input: Buffer) => Buffer;
}

const es256 = (key: KeyObject) => (input: Buffer) =>
  sign("sha256", input, { key, dsaEncoding: "ieee-p1363" });

function makeProof({ header, claims, key = ec.privateKey, signature = es256(key) }: Changes = {}): string {
  const input = [
    encode({ typ: "dpop+jwt", alg: "ES256", jwk: jwkOf(key), ...header }),
    encode({ htm: "GET", htu: url, iat: now / 1_000, jti: randomUUID(), ...claims }),
  ].join(".");
  return `${input}.${signature(Buffer.from(input)).toString("base64url")}`;
}

const newCheck = (options = {}) => createProofCheck({ now: () => now, ...options }).check;

function refusal(run: () => unknown): OAuthError {
  try {
    run();
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

const reasonOf = (proof: string | readonly string[], other: Partial<ProofExpectations> = {}) =>
  refusal(() => newCheck()(proof, { ...expected, ...other })).reason;

describe("a DPoP proof (RFC 9449 §4.3)", () => {
  it("is good, and its key has the thumbprint of RFC 7638", () => {
    const { crv, kty, x, y } = jwkOf(ec.privateKey);
    const jkt = createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
    expect(newCheck()(makeProof(), expected)).toEqual({ jkt });
  });

  it.each([
    ["EdDSA", ed.privateKey, (input: Buffer) => sign(null, input, ed.privateKey)],
    ["Ed25519", ed.privateKey, (input: Buffer) => sign(null, input, ed.privateKey)],
    ["RS256", rsa.privateKey, (input: Buffer) => sign("sha256", input, rsa.privateKey)],
    [
      "PS256",
      rsa.privateKey,
      (input: Buffer) => sign("sha256", input, { key: rsa.privateKey, padding: 6, saltLength: 32 }),
    ],
  ])("may be signed with %s", (alg, key, signature) => {
    expect(newCheck()(makeProof({ key, header: { alg }, signature }), expected).jkt).toMatch(/^[\w-]{43}$/);
  });

  it("is one header", () => {
    expect(reasonOf([makeProof(), makeProof()])).toBe("dpop_proof_repeated");
    expect(reasonOf(`${makeProof()}, ${makeProof()}`)).toBe("dpop_proof_repeated");
  });

  it.each(["", "a", "a.b", "a.b.c.d", "ey.ey.ey", `${makeProof()}=`, `${encode([])}.${encode({})}.AA`])(
    "is a JWT, unlike %j",
    (proof) => expect(reasonOf(proof)).toBe("dpop_proof_malformed"),
  );

  it.each([-61, 61])("is of the minute, not of %i s", (seconds) => {
    expect(reasonOf(makeProof({ claims: { iat: now / 1_000 + seconds } }))).toBe("dpop_proof_time");
  });

  it("has an RSA key of 2048 to 4096 bits", () => {
    const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
    const signature = (input: Buffer) => sign("sha256", input, small);
    expect(reasonOf(makeProof({ key: small, header: { alg: "RS256" }, signature }))).toBe("dpop_proof_key");
    const n = Buffer.alloc(1_024, 0xff).toString("base64url");
    const jwk = { kty: "RSA", e: "AQAB", n };
    expect(reasonOf(makeProof({ header: { alg: "RS256", jwk } }))).toBe("dpop_proof_key");
  });

  it.each([
    "HTTPS://API.example.com:443/notes",
    "https://api.example.com/./x/../notes",
    "https://api.example.com/%6Eotes",
    `${url}?page=2`,
    `${url}#top`,
  ])("may spell its URL as %s", (htu) => {
    expect(
      newCheck()(makeProof({ claims: { htu } }), { ...expected, url: `${url}?page=1` }).jkt,
    ).toBeTruthy();
  });

  it.each([-60, -10, 10, 60])("may be made at %i s", (seconds) => {
    expect(newCheck()(makeProof({ claims: { iat: now / 1_000 + seconds } }), expected).jkt).toBeTruthy();
  });

  it("never holds for more than a minute ahead, whatever the tolerance", () => {
    const check = newCheck({ iatToleranceSeconds: 300 });
    const at = (seconds: number) => makeProof({ claims: { iat: now / 1_000 + seconds } });
    expect(check(at(-300), expected).jkt).toBeTruthy();
    expect(refusal(() => check(at(61), expected)).reason).toBe("dpop_proof_time");
  });

  it("may end and begin when it likes, within the same tolerance", () => {
    const at = now / 1_000;
    for (const claims of [{ exp: at - 60 }, { nbf: at + 60 }])
      expect(newCheck()(makeProof({ claims }), expected).jkt).toBeTruthy();
    for (const claims of [{ exp: at - 61 }, { nbf: at + 61 }])
      expect(reasonOf(makeProof({ claims }))).toBe("dpop_proof_time");
  });

  it("belongs to one access token, and its refusal is an API's", () => {
    const accessToken = "abc";
    const ath = createHash("sha256").update(accessToken).digest("base64url");
    expect(newCheck()(makeProof({ claims: { ath } }), { ...expected, accessToken }).jkt).toBeTruthy();
    for (const other of [undefined, `${ath}=`, accessToken]) {
      const proof = makeProof({ claims: { ath: other } });
      const { reason, status } = refusal(() => newCheck()(proof, { ...expected, accessToken }));
      expect([reason, status]).toEqual(["dpop_proof_token", 401]);
    }
  });
});

describe("replays (RFC 9449 §11.1)", () => {
  it("are refused as long as the proof would be good", () => {
    let at = now;
    const check = newCheck({ now: () => at });
    const proof = makeProof({ claims: { iat: now / 1_000 + 60 } });
    check(proof, expected);
    for (at of [now, now + 119_999, now + 120_000]) {
      expect(refusal(() => check(proof, expected)).reason).toBe("dpop_proof_replayed");
    }
    at = now + 120_001;
    expect(refusal(() => check(proof, expected)).reason).toBe("dpop_proof_time");
  });

  it("are told by the key and the jti", () => {
    const check = newCheck();
    check(makeProof({ claims: { jti: "1" } }), expected);
    const key = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    check(makeProof({ claims: { jti: "1" }, key }), expected);
    const { reason } = refusal(() => check(makeProof({ claims: { jti: "1" } }), expected));
    expect(reason).toBe("dpop_proof_replayed");
  });

  it("spend nothing where the proof is refused", () => {
    const check = newCheck();
    const proof = makeProof();
    refusal(() => check(proof, { ...expected, method: "POST" }));
    refusal(() => check(proof, { ...expected, nonces: ["n"] }));
    expect(check(proof, expected).jkt).toBeTruthy();
  });

  it("are remembered up to a bound, the oldest forgotten first", () => {
    const check = newCheck({ maxReplays: 2 });
    const proofs = [makeProof(), makeProof(), makeProof()] as const;
    for (const proof of proofs) check(proof, expected);
    expect(refusal(() => check(proofs[2], expected)).reason).toBe("dpop_proof_replayed");
    expect(check(proofs[0], expected).jkt).toBeTruthy();
  });

  it("are not made possible by a flood: it pushes out its own key's", () => {
    const check = newCheck({ maxReplays: 4 });
    const captured = makeProof();
    check(captured, expected);
    const thief = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    for (let sent = 0; sent < 6; sent += 1) check(makeProof({ key: thief }), expected);
    expect(refusal(() => check(captured, expected)).reason).toBe("dpop_proof_replayed");
  });

  it("are not made possible by proofs of other keys than the token's: they take no room", () => {
    const check = newCheck({ maxReplays: 2 });
    const captured = makeProof();
    const { jkt } = check(captured, expected);
    for (let sent = 0; sent < 3; sent += 1) {
      const { privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const { reason, code } = refusal(() => check(makeProof({ key }), { ...expected, jkt }));
      expect([reason, code]).toEqual(["dpop_key_mismatch", "invalid_dpop_proof"]);
    }
    expect(refusal(() => check(captured, { ...expected, jkt })).reason).toBe("dpop_proof_replayed");
  });
});

it("forgets used proofs once they are over, whichever keys made them", () => {
  const replays = createReplays(8, 100);
  for (const jti of ["1", "2", "3"]) expect(replays.spend("a", jti, 0)).toBe(true);
  expect(replays.spend("b", "1", 101)).toBe(true);
  // With the three they would be too many.
  for (const jti of ["1", "2", "3"]) expect(replays.spend("c", jti, 202)).toBe(true);
  for (const jti of ["1", "2", "3"]) expect(replays.spend("c", jti, 302)).toBe(false);
  expect(replays.spend("a", "1", 302)).toBe(true);
});

it("remembers the last half of what it may, where each proof has another key", () => {
  const replays = createReplays(100, 60_000);
  for (let key = 0; key < 333; key += 1) expect(replays.spend(`${key}`, "1", key)).toBe(true);
  for (let key = 332; key > 332 - 50; key -= 1) expect(replays.spend(`${key}`, "1", 333)).toBe(false);
});

describe("server nonces (RFC 9449 §8)", () => {
  it("are asked for, handed out, and good for one period and the next", () => {
    let at = now;
    const nonces = createNonces({ secret: "s".repeat(32), now: () => at });
    const check = newCheck({ now: () => at });
    const first = refusal(() => check(makeProof(), { ...expected, nonces: nonces() }));
    expect([first.code, first.reason, first.status]).toEqual(["use_dpop_nonce", "dpop_nonce_required", 400]);
    const nonce = first.headers["dpop-nonce"];
    const withNonce = () => makeProof({ claims: { nonce, iat: at / 1_000 } });
    for (at of [now, now + 300_000]) {
      expect(check(withNonce(), { ...expected, nonces: nonces() }).jkt).toBeTruthy();
    }
    at = now + 600_000;
    expect(refusal(() => check(withNonce(), { ...expected, nonces: nonces() })).reason).toBe(
      "dpop_nonce_required",
    );
  });

  it("differ by secret", () => {
    const of = (secret: string) => createNonces({ secret, now: () => now })();
    expect(of("a".repeat(32))).not.toEqual(of("b".repeat(32)));
  });
});

it.each([{ iatToleranceSeconds: 9 }, { iatToleranceSeconds: 301 }, { maxReplays: 0 }])(
  "refuses the option %j",
  (options) => expect(() => createProofCheck(options)).toThrow(TypeError),
);
