/** `--proofs`: what a token costs an API by its algorithm, and what a DPoP proof adds, beside `crypto.verify` over the same bytes. */
import {
  constants,
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import { createVerifier, type PresentedProof } from "@regrant/verifier";
import { say } from "../loads/bench.js";
import { median } from "../measure/statistics.js";
import { table } from "../report/table.js";

const audience = "https://api.example";
const batches = 40;
const batchSize = 100;
/** More than are cached, so that each has been forgotten when its turn comes again. */
const tokensEach = 500;
const proofAlgorithms = ["ES256", "EdDSA"] as const;
const mostMilliseconds = 0.12;

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
const schemes = {
  RS256: { pair: () => generateKeyPairSync("rsa", { modulusLength: 2048 }), hash: "sha256", options: {} },
  PS256: { pair: () => generateKeyPairSync("rsa", { modulusLength: 2048 }), hash: "sha256", options: pss },
  ES256: {
    pair: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
    hash: "sha256",
    options: { dsaEncoding: "ieee-p1363" },
  },
  EdDSA: { pair: () => generateKeyPairSync("ed25519"), hash: null, options: {} },
} as const;

interface Signer {
  readonly alg: SigningAlgorithm;
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function createSigner(alg: SigningAlgorithm): Signer {
  const { privateKey, publicKey } = schemes[alg].pair();
  return { alg, privateKey, publicKey, jwk: publicKey.export({ format: "jwk" }) };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

interface Signed {
  readonly text: string;
  readonly input: Buffer;
  readonly signature: Buffer;
}

function signJwt({ alg, privateKey }: Signer, header: object, claims: object): Signed {
  const { hash, options } = schemes[alg];
  const input = Buffer.from(`${encode({ alg, ...header })}.${encode(claims)}`);
  const signature = sign(hash, input, { key: privateKey, ...options });
  return { text: `${input}.${signature.toString("base64url")}`, input, signature };
}

/** Microseconds of CPU, all threads: garbage collection counts. */
function cost<T>(batch: readonly T[], once: (item: T) => unknown): number {
  const before = process.cpuUsage();
  for (const item of batch) once(item);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / batch.length;
}

const many = <T>(make: () => T): readonly T[] => Array.from({ length: batchSize }, make);

interface Costs {
  readonly ours: number;
  readonly bare: number;
}

/** In turn, in small batches of fresh items, so that noise hits both; the first half warms up. */
function measure(make: () => Signed, { alg, publicKey }: Signer, ours: (item: Signed) => unknown): Costs {
  const { hash, options } = schemes[alg];
  const key = { key: publicKey, ...options };
  const costs: Costs[] = [];
  for (let round = 0; round < 2 * batches; round += 1) {
    const items = many(make);
    const of = {
      ours: () => cost(items, ours),
      bare: () => cost(items, ({ input, signature }) => verify(hash, input, key, signature)),
    };
    if (round % 2 === 0) costs.push({ ours: of.ours(), bare: of.bare() });
    else costs.push({ bare: of.bare(), ours: of.ours() });
  }
  const late = costs.slice(batches);
  return { ours: median(late.map(({ ours }) => ours)), bare: median(late.map(({ bare }) => bare)) };
}

/** @returns the report, as Markdown */
export async function measureProofs(): Promise<string> {
  const signers = signingAlgorithms.map(createSigner);
  const keys = signers.map(({ jwk, alg }) => ({ ...jwk, alg, kid: alg, use: "sig" }));
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const verifier = createVerifier({
    ...{ issuer, audience, algorithms: signingAlgorithms, warn: false },
    tokenCache: { tokens: tokensEach / 5, bytes: 1024 ** 2 },
  });
  await verifier.refreshKeys();

  const tokenBy = (signer: Signer, more: object = {}) => {
    const iat = Math.floor(Date.now() / 1_000);
    const claims = { sub: randomUUID(), aud: audience, exp: iat + 600, iat, jti: randomUUID() };
    const rest = { client_id: "app", scope: "notes:read notes:write", sid: randomUUID(), roles: ["user"] };
    return signJwt(signer, { typ: "at+jwt", kid: signer.alg }, { iss: issuer, ...claims, ...rest, ...more });
  };
  const byAlgorithm = signers.map((signer) => {
    say(`  tokens of ${signer.alg}`);
    const tokens = Array.from({ length: tokensEach }, () => tokenBy(signer));
    let turn = 0;
    const next = () => tokens[turn++ % tokens.length] as Signed;
    return measure(next, signer, ({ text }) => verifier.verifyNow(text));
  });

  const [issuing] = signers;
  if (issuing === undefined) throw new Error("unreachable: there are algorithms");
  const url = `${audience}/notes`;
  const byProof = proofAlgorithms.map(createSigner).map((holder) => {
    say(`  proofs of ${holder.alg}`);
    const { jwk } = holder;
    const { e, n, crv, kty, x, y } = jwk;
    const members = kty === "RSA" ? { e, kty, n } : { crv, kty, x, ...(y !== undefined && { y }) };
    const jkt = createHash("sha256").update(JSON.stringify(members)).digest("base64url");
    const { text } = tokenBy(issuing, { cnf: { jkt } });
    const ath = createHash("sha256").update(text).digest("base64url");
    const prove = () => {
      const claims = { htm: "GET", htu: url, iat: Math.floor(Date.now() / 1_000), jti: randomUUID(), ath };
      return signJwt(holder, { typ: "dpop+jwt", jwk: members }, claims);
    };
    const accept = ({ text: header }: Signed) => {
      const proof: PresentedProof = { header, method: "GET", target: "/notes" };
      return verifier.verifyNow(text, proof);
    };
    return measure(prove, holder, accept);
  });

  const [known] = [tokenBy(issuing)];
  verifier.verifyNow(known.text);
  const again = measure(
    () => known,
    issuing,
    ({ text }) => verifier.verifyNow(text),
  ).ours;
  verifier.close();
  server.close();
  return format(byAlgorithm, byProof, again);
}

function format(byAlgorithm: readonly Costs[], byProof: readonly Costs[], again: number): string {
  const micro = (value: number) => value.toFixed(1);
  const line = (title: string, of: (costs: Costs) => string, costs: readonly Costs[]) => [
    title,
    ...costs.map(of),
  ];
  const ratio = ({ ours, bare }: Costs) => (ours / bare).toFixed(2);
  const rows = [
    line("a first-seen token, µs", ({ ours }) => micro(ours), byAlgorithm),
    line("of it, `crypto.verify`, µs", ({ bare }) => micro(bare), byAlgorithm),
    line("ratio", ratio, byAlgorithm),
  ];
  const proofRows = [
    line("a known token with a fresh DPoP proof, µs", ({ ours }) => micro(ours), byProof),
    line("of it, `crypto.verify` of the proof, µs", ({ bare }) => micro(bare), byProof),
    line("ratio", ratio, byProof),
  ];
  const es256 = (byProof[0]?.ours ?? Number.NaN) / 1_000;
  return `# Algorithms and proofs at an API

CPU of the process, without HTTP; medians of ${batches} batches of ${batchSize}, in turn.

${table(["", ...signingAlgorithms], rows, 1)}

${table(["", ...proofAlgorithms], proofRows, 1)}

A known bearer token: ${again.toFixed(2)} µs. A request with a DPoP proof of ES256 in at most ${mostMilliseconds} ms: ${es256.toFixed(3)} ms, ${es256 <= mostMilliseconds ? "reached" : "missed"}.
`;
}
