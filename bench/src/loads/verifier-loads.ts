/** The verifier beside those of others: one token again and again, and tokens that no cache has. */
import { alternate, type Side } from "../measure/rounds.js";
import type { Aim } from "../report/aims.js";
import { costRatio, figuresOf, rateRatio } from "../report/figures.js";
import type { LoadReport } from "../report/markdown.js";
import type { FirstSeenCommands } from "../verifiers/first-seen.js";
import type { ApiCommands, ApiName } from "../verifiers/main.js";
import type { Subject } from "../work.js";
import { startWorker } from "../worker.js";
import { apiSettings, fetchTokens } from "./access-tokens.js";
import { type Bench, planOf, roundsOf, say } from "./bench.js";

/** Three times as many tokens as any side caches: when a token's turn comes again, it has been forgotten. */
const CACHED_TOKENS = 500;
const TOKENS = 1_500;

const FIRST_SEEN_TARGET = 1.6;
const FIRST_SEEN_SECONDS = 6;

/** Pairs on the same framework, so that it is not the framework that is compared. */
const pairs: readonly (readonly [ours: ApiName, theirs: ApiName])[] = [
  ["@regrant/verifier on Fastify", "@fastify/jwt + get-jwks"],
  ["@regrant/verifier on Express", "express-oauth2-jwt-bearer"],
];

interface Result {
  readonly report: LoadReport;
  readonly aims: readonly Aim[];
}

async function startApi(bench: Bench, authServer: Subject, name: ApiName) {
  const worker = startWorker<ApiCommands>(new URL("../verifiers/main.js", import.meta.url), {
    NODE_ENV: "production",
  });
  bench.onEnd(worker.stop);
  const port = await worker.call("listen", { ...apiSettings(authServer, CACHED_TOKENS), name });
  return { name, pid: worker.pid, port };
}

type Api = Awaited<ReturnType<typeof startApi>>;

async function measureLoad(
  bench: Bench,
  title: string,
  apis: readonly Api[],
  tokens: readonly string[],
): Promise<Result> {
  const { concurrency } = bench.options;
  const sides: Side[] = [];
  for (const { name, pid, port } of apis) {
    const load = `${title} ${name}`;
    const target = { port, method: "GET", path: "/protected", headers: {} } as const;
    await bench.generator.call("prepare", { name: load, target, concurrency, accessTokens: tokens });
    sides.push({ name, load, pid });
  }
  const measured = await alternate(bench, sides, planOf(bench, title), async () => {});
  const figures = sides.map((side) => figuresOf(side.name, roundsOf(measured, side)));
  const aims = pairs.map(([ours, theirs]): Aim => {
    const [our, their] = [ours, theirs].map((name) => ({
      rounds: roundsOf(
        measured,
        sides.find((side) => side.name === name),
      ),
      figures: figures.find((figure) => figure.name === name),
    }));
    if (!our?.figures || !their?.figures) throw new Error("a comparison takes two sides");
    return {
      text: `${title}: requests/s ÷ those of ${theirs}`,
      bound: "at least",
      target: 1,
      measured: rateRatio(our.rounds, their.rounds),
      byCpu: costRatio(our.figures, their.figures),
    };
  });
  return { report: { title, figures }, aims };
}

async function measureFirstSeen(authServer: Subject, tokens: readonly string[]): Promise<Aim> {
  const worker = startWorker<FirstSeenCommands>(new URL("../verifiers/first-seen.js", import.meta.url));
  const settings = apiSettings(authServer, CACHED_TOKENS);
  try {
    const result = await worker.call("measure", { ...settings, tokens, seconds: FIRST_SEEN_SECONDS });
    const [ours, theirs] = [result.verifier, result.cryptoVerify].map((cost) => cost.toFixed(1));
    return {
      text: `CPU of a first-seen token (${ours} µs) ÷ that of crypto.verify (${theirs} µs)`,
      bound: "at most",
      target: FIRST_SEEN_TARGET,
      measured: result.ratio,
    };
  } finally {
    await worker.stop();
  }
}

/** @param authServer issues the tokens and publishes the key that verifies them */
export async function measureVerifiers(
  bench: Bench,
  authServer: Subject,
): Promise<{ reports: readonly LoadReport[]; aims: readonly Aim[] }> {
  const apis: Api[] = [];
  for (const name of pairs.flat()) apis.push(await startApi(bench, authServer, name));
  say("verifiers: a token seen before");
  const repeats = await measureLoad(bench, "repeats of a token", apis, await fetchTokens(authServer, 1));
  say("verifiers: tokens not seen before");
  const tokens = await fetchTokens(authServer, TOKENS);
  const firstSeen = await measureFirstSeen(authServer, tokens);
  const distinct = await measureLoad(bench, "first-seen tokens", apis, tokens);
  return { reports: [repeats.report, distinct.report], aims: [firstSeen, ...repeats.aims, ...distinct.aims] };
}
