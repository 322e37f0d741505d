/** The command line of `npm run bench`. */
import { parseArgs } from "node:util";

const loadNames = ["refresh", "client_credentials", "protected", "verifiers"] as const;
type LoadName = (typeof loadNames)[number];

export interface Options {
  readonly help: boolean;
  /** Timed seconds of each round of each side. */
  readonly seconds: number;
  /** Rounds of each side; the figures are medians over them. */
  readonly rounds: number;
  /** Virtual clients: connections, each with one request in flight. */
  readonly concurrency: number;
  readonly only: readonly LoadName[];
  readonly profile: boolean;
  readonly memory: boolean;
  readonly purge: boolean;
  readonly tableSize: boolean;
  readonly growth: boolean;
  /** How many distinct tokens `--memory` verifies. */
  readonly tokens: number;
}

export const usage = `npm run bench -- [options]

Measures Regrant and oidc-provider side by side on one PostgreSQL, the protected route against the same route
unprotected, and the verifier against others. Prints one report and writes it to bench/results/latest.md.

  --seconds N       timed seconds per round and side            (default 3)
  --rounds N        rounds per side, alternating; medians count (default 5)
  --concurrency N   requests in flight                          (default 32)
  --only LIST       of ${loadNames.join(",")}
  --profile         no comparison: run the authorization server under --cpu-prof with the refresh load (or
                    --only client_credentials) and print where its main thread spends its time
  --memory          no comparison: verify a million distinct tokens and print what the verifier keeps of them; most
                    of the time, about ten minutes, goes into signing them
  --tokens N        how many --memory verifies                  (default 1000000)
  --purge           no comparison: refreshes while the server purges a million expired sessions
  --table-size      no comparison: refreshes with ten million sessions beside those with ten thousand; wants 10 GB
  --growth          no comparison: the size of the sessions table over a million refreshes
  --help            this text
`;

/** @throws {TypeError} on an unknown option, {RangeError} on a value that makes no sense */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: args[0] === "--" ? args.slice(1) : [...args],
    options: {
      help: { type: "boolean", default: false },
      seconds: { type: "string", default: "3" },
      rounds: { type: "string", default: "5" },
      concurrency: { type: "string", default: "32" },
      only: { type: "string", default: loadNames.join(",") },
      profile: { type: "boolean", default: false },
      memory: { type: "boolean", default: false },
      purge: { type: "boolean", default: false },
      "table-size": { type: "boolean", default: false },
      growth: { type: "boolean", default: false },
      tokens: { type: "string", default: "1000000" },
    },
  });
  return {
    help: values.help,
    profile: values.profile,
    memory: values.memory,
    purge: values.purge,
    tableSize: values["table-size"],
    growth: values.growth,
    tokens: readNumber("tokens", values.tokens, { least: 1_000, most: 1e9, whole: true }),
    seconds: readNumber("seconds", values.seconds, { least: 0.2, most: 600 }),
    rounds: readNumber("rounds", values.rounds, { least: 1, most: 100, whole: true }),
    concurrency: readNumber("concurrency", values.concurrency, { least: 1, most: 1000, whole: true }),
    only: values.only.split(",").map(readLoadName),
  };
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

function readNumber(name: string, value: string, { least, most, whole = false }: Bounds): number {
  const number = Number(value);
  if (number >= least && number <= most && !(whole && !Number.isInteger(number))) return number;
  throw new RangeError(
    `--${name} is ${value}; it takes a ${whole ? "whole " : ""}number from ${least} to ${most}`,
  );
}

function readLoadName(value: string): LoadName {
  const name = loadNames.find((known) => known === value.trim());
  if (name !== undefined) return name;
  throw new RangeError(`--only has ${value}; it takes ${loadNames.join(",")}`);
}
