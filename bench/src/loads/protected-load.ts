/** A route behind the verifier beside the same route without it. */
import { alternate, type Side } from "../measure/rounds.js";
import type { Aim } from "../report/aims.js";
import { costRatio, figuresOf, rateRatio } from "../report/figures.js";
import type { LoadReport } from "../report/markdown.js";
import type { ApiCommands } from "../verifiers/main.js";
import type { Subject } from "../work.js";
import { startWorker } from "../worker.js";
import { apiSettings, fetchTokens } from "./access-tokens.js";
import { type Bench, planOf, roundsOf } from "./bench.js";

const RATE_TARGET = 0.85;

/** @param authServer issues the token and publishes the key that verifies it */
export async function measureProtected(
  bench: Bench,
  authServer: Subject,
): Promise<{ report: LoadReport; aim: Aim }> {
  const worker = startWorker<ApiCommands>(new URL("../verifiers/main.js", import.meta.url), {
    NODE_ENV: "production",
  });
  bench.onEnd(worker.stop);
  const settings = apiSettings(authServer, null);
  const port = await worker.call("listen", { ...settings, name: "@regrant/verifier on Fastify" });
  const [token = ""] = await fetchTokens(authServer, 1);
  const headers = { Authorization: `Bearer ${token}` };
  const sides: Side[] = [];
  for (const name of ["protected", "open"]) {
    const target = { port, method: "GET", path: `/${name}`, headers } as const;
    await bench.generator.call("prepare", { name, target, concurrency: bench.options.concurrency });
    sides.push({ name: `${name} route`, load: name, pid: worker.pid });
  }
  const measured = await alternate(bench, sides, planOf(bench, "API"), async () => {});
  const [guarded, open] = sides.map((side) => roundsOf(measured, side));
  const figures = sides.map((side) => figuresOf(side.name, roundsOf(measured, side)));
  const [ours, theirs] = figures;
  if (!guarded || !open || !ours || !theirs) throw new Error("a comparison takes two sides");
  return {
    report: { title: "API", figures },
    aim: {
      text: "protected requests/s ÷ those of the same route unprotected",
      bound: "at least",
      target: RATE_TARGET,
      measured: rateRatio(guarded, open),
      byCpu: costRatio(ours, theirs),
    },
  };
}
