/** A route behind the verifier beside the same route without it. */
import { alternate, type Side } from "../measure/rounds.js";
import type { ProtectedCommands } from "../protected/main.js";
import type { Aim } from "../report/aims.js";
import { costRatio, figuresOf, rateRatio } from "../report/figures.js";
import type { LoadReport } from "../report/markdown.js";
import { resource, type Subject, scope } from "../work.js";
import { startWorker } from "../worker.js";
import { type Bench, planOf, roundsOf } from "./bench.js";

const RATE_TARGET = 0.8;

/** @param authServer issues the token and publishes the key that verifies it */
export async function measureProtected(
  bench: Bench,
  authServer: Subject,
): Promise<{ report: LoadReport; aim: Aim }> {
  const worker = startWorker<ProtectedCommands>(new URL("../protected/main.js", import.meta.url), {
    NODE_ENV: "production",
  });
  bench.onEnd(worker.stop);
  const issuer = `http://localhost:${authServer.target.port}`;
  const jwksUrl = `http://127.0.0.1:${authServer.target.port}/.well-known/jwks.json`;
  const port = await worker.call("listen", { issuer, audience: resource, jwksUrl, scope });
  const headers = { Authorization: `Bearer ${await fetchToken(authServer)}` };
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

async function fetchToken({ target }: Subject): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${target.port}${target.path}`, {
    method: target.method,
    headers: { ...target.headers, "content-type": "application/x-www-form-urlencoded" },
    body: target.form ?? "",
  });
  const answer = (await response.json()) as { access_token?: string };
  if (!answer.access_token) throw new Error(`no token: ${response.status} ${JSON.stringify(answer)}`);
  return answer.access_token;
}
