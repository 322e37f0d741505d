/** `--bff`: a request through the back end for the front end, beside one through a plain proxy. */
import { type Bench, planOf, roundsOf } from "../loads/bench.js";
import { alternate, type Round, type Side } from "../measure/rounds.js";
import { median } from "../measure/statistics.js";
import { costRatio, figuresOf, rateRatio } from "../report/figures.js";
import { startWorker } from "../worker.js";
import type { HopCommands, HopName } from "./main.js";

const mostTimes = 1.3;
const names: readonly HopName[] = [
  "@fastify/http-proxy",
  "@regrant/bff on Fastify",
  "@regrant/bff on Express",
];

/** All hops lead to the same API; each is a process of its own. @returns the report, as Markdown */
export async function measureBff(bench: Bench): Promise<string> {
  const start = () => {
    const worker = startWorker<HopCommands>(new URL("./main.js", import.meta.url), {
      NODE_ENV: "production",
    });
    bench.onEnd(worker.stop);
    return worker;
  };
  const target = `http://127.0.0.1:${await start().call("api", null)}`;
  const sides: Side[] = [];
  for (const name of names) {
    const worker = start();
    const { port, cookie } = await worker.call("hop", { name, target });
    // The same headers for all: a plain proxy passes the cookie on.
    const headers = { "x-regrant-bff": "1", ...(cookie && { Cookie: cookie }) };
    const request = { port, method: "GET", path: "/api/notes", headers } as const;
    const { concurrency } = bench.options;
    await bench.generator.call("prepare", { name, target: request, concurrency });
    sides.push({ name, load: name, pid: worker.pid });
  }
  const measured = await alternate(bench, sides, planOf(bench, "hop"), async () => {});
  return format(sides.map((side) => ({ side, rounds: roundsOf(measured, side) })));
}

function format(measured: readonly { readonly side: Side; readonly rounds: readonly Round[] }[]): string {
  const [plain] = measured;
  if (plain === undefined) throw new Error("a comparison takes two sides");
  const base = figuresOf(plain.side.name, plain.rounds);
  const lines = measured.map(({ side, rounds }) => {
    const { p50, p99, requestsPerSecond, errors } = figuresOf(side.name, rounds);
    const cells = [
      side.name,
      rounds.length,
      p50.toFixed(2),
      p99.toFixed(2),
      requestsPerSecond.toFixed(0),
      errors,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const ratios = measured.slice(1).map(({ side, rounds }) => {
    const p50 = median(rounds.map((round, index) => round.p50 / (plain.rounds[index]?.p50 ?? Number.NaN)));
    const rate = 1 / rateRatio(rounds, plain.rounds).value;
    const cpu = costRatio(base, figuresOf(side.name, rounds));
    const times = [p50, rate, ...(cpu === null ? [] : [cpu])].map((each) => `${each.toFixed(2)} ×`);
    const verdict = Math.max(p50, rate) <= mostTimes ? "reached" : "missed";
    return `| ${side.name} | ${times.join(" | ")} | at most ${mostTimes} ×: ${verdict} |`;
  });
  return `# A request through the back end for the front end

\`GET\` of two notes through one hop, as a signed-in browser sends it. Ratios are medians over neighbouring rounds, to a plain @fastify/http-proxy.

| hop | rounds | p50, ms | p99, ms | requests/s | errors |
| --- | ---: | ---: | ---: | ---: | ---: |
${lines.join("\n")}

| | p50 | time per request | CPU per request | aim |
| --- | ---: | ---: | ---: | --- |
${ratios.join("\n")}
`;
}
