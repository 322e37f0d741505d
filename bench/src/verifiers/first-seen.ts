/**
 * What a token costs that was not seen before, beside the one thing that cannot be left out: `crypto.verify` of
 * node:crypto over the same bytes. A process of its own; both in turn, in small batches, so that noise hits both.
 */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { createVerifier } from "@regrant/verifier";
import { median } from "../measure/statistics.js";
import { answerCalls } from "../worker.js";
import { type ApiSettings, cacheBounds } from "./settings.js";

export interface FirstSeenResult {
  /** Microseconds of CPU, all threads: garbage collection counts. */
  readonly verifier: number;
  readonly cryptoVerify: number;
  /** The verifier's cost ÷ that of `crypto.verify`, batch by batch. */
  readonly ratio: { readonly value: number; readonly least: number; readonly most: number };
}

export interface FirstSeenCommands {
  [name: string]: (argument: never) => unknown;
  /** The tokens are more than the verifier caches, so that each has been forgotten when its turn comes again. */
  measure(
    settings: ApiSettings & { readonly tokens: readonly string[]; readonly seconds: number },
  ): Promise<FirstSeenResult>;
}

const BATCH = 100;
const WARM_UP_SHARE = 0.4;

interface Prepared {
  readonly token: string;
  readonly input: Buffer;
  readonly signature: Buffer;
}

function prepare(token: string): Prepared {
  const end = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(end + 1), "base64url");
  return { token, input: Buffer.from(token.slice(0, end)), signature };
}

async function fetchKeys(jwksUrl: string): Promise<ReadonlyMap<unknown, KeyObject>> {
  const { keys } = (await (await fetch(jwksUrl)).json()) as { keys: { kid: string }[] };
  return new Map(keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: "jwk" })]));
}

const kidOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;

/** Microseconds of CPU per token. */
function cost(batch: readonly Prepared[], once: (prepared: Prepared) => unknown): number {
  const before = process.cpuUsage();
  for (const prepared of batch) once(prepared);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / batch.length;
}

answerCalls({
  async measure({ tokens, seconds, ...settings }) {
    const { issuer, audience, jwksUrl } = settings;
    const keys = await fetchKeys(jwksUrl);
    const key = keys.get(kidOf(tokens[0] ?? ""));
    if (key === undefined) throw new Error("the token's key is not published");
    const verifier = createVerifier({ issuer, audience, jwksUrl, tokenCache: cacheBounds(settings) });
    await verifier.refreshKeys();
    const all = tokens.map(prepare);
    const ours: number[] = [];
    const theirs: number[] = [];
    const start = performance.now();
    const isWarm = () => performance.now() - start > seconds * 1_000 * WARM_UP_SHARE;
    for (let turn = 0; performance.now() - start < seconds * 1_000; turn += BATCH) {
      const batch = all.slice(turn % all.length, (turn % all.length) + BATCH);
      const ourCost = cost(batch, ({ token }) => verifier.verifyNow(token));
      const theirCost = cost(batch, ({ input, signature }) => verify("sha256", input, key, signature));
      if (!isWarm()) continue;
      ours.push(ourCost);
      theirs.push(theirCost);
    }
    if (verifier.cacheStatus().hits > 0) throw new Error("a token was not first seen");
    verifier.close();
    const ratios = ours.map((cost, index) => cost / (theirs[index] ?? Number.NaN)).sort((a, b) => a - b);
    const quantile = (share: number) => ratios[Math.floor(share * (ratios.length - 1))] ?? Number.NaN;
    return {
      verifier: median(ours),
      cryptoVerify: median(theirs),
      ratio: { value: quantile(0.5), least: quantile(0.1), most: quantile(0.9) },
    };
  },
} satisfies FirstSeenCommands);
