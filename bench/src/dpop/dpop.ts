/** `--dpop`: what a DPoP proof (ES256) adds to a token request, and to those without one. */
import { type Bench, planOf, roundsOf, say } from "../loads/bench.js";
import { alternate, type Round, type Side } from "../measure/rounds.js";
import { median } from "../measure/statistics.js";
import { setUpRegrant, startRegrant } from "../subjects/regrant.js";

const mostMilliseconds = 0.12;

/** @returns the report, as Markdown */
export async function measureDpop(bench: Bench): Promise<string> {
  const setUp = await setUpRegrant(bench.databaseUrl);
  const server = await startRegrant(setUp, { logFolder: bench.folder });
  try {
    const sides: Side[] = [];
    for (const [name, provesKey] of [
      ["Bearer", false],
      ["DPoP", true],
    ] as const) {
      const load = { name, target: server.target, concurrency: bench.options.concurrency, provesKey };
      await bench.generator.call("prepare", load);
      sides.push({ name, load: name, pid: server.pid });
    }
    say("client_credentials, with and without a proof");
    const measured = await alternate(bench, sides, planOf(bench, "client_credentials"), async () => {});
    const [bearer, dpop] = sides.map((side) => roundsOf(measured, side));
    return format(bearer ?? [], dpop ?? []);
  } finally {
    await server.stop();
  }
}

const mainThread = ({ mainThreadCpu, requests }: Round): number =>
  (1000 * (mainThreadCpu ?? Number.NaN)) / requests;

function format(bearer: readonly Round[], dpop: readonly Round[]): string {
  const line = (title: string, rounds: readonly Round[]) => {
    const errors = rounds.reduce((sum, round) => sum + round.errors, 0);
    const rate = median(rounds.map(({ requests, seconds }) => requests / seconds));
    const total = median(rounds.map((round) => (1000 * (round.serverCpu ?? Number.NaN)) / round.requests));
    return `| ${title} | ${rate.toFixed(0)} | ${median(rounds.map(mainThread)).toFixed(3)} | ${total.toFixed(3)} | ${errors} |`;
  };
  const added = dpop.map((round, i) => mainThread(round) - mainThread(bearer[i] as Round));
  const [least, most] = [Math.min(...added), Math.max(...added)];
  return `# DPoP proofs

client_credentials on one server, in turn without a proof and with a new ES256 proof of the same key each time; medians over the rounds.

| token requests | requests/s | main thread, ms | whole process, ms | errors |
| --- | ---: | ---: | ---: | ---: |
${line("without a proof", bearer)}
${line("with a proof", dpop)}

A proof adds ${median(added).toFixed(3)} ms of main thread (${least.toFixed(3)} to ${most.toFixed(3)}); at most ${mostMilliseconds}: ${median(added) <= mostMilliseconds ? "reached" : "missed"}.
`;
}
