/** The command line of `npm run bench`. */
import { parseArgs } from "node:util";
import { isSigningAlgorithm, type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";

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
  /** Of the access tokens in `--profile`. */
  readonly alg: SigningAlgorithm;
  readonly purge: boolean;
  readonly logout: boolean;
  readonly bff: boolean;
  readonly passkeys: boolean;
  readonly revocation: boolean;
  readonly dpop: boolean;
  readonly algorithms: boolean;
  readonly proofs: boolean;
  readonly tableSize: boolean;
  readonly growth: boolean;
  readonly overload: boolean;
  readonly footprint: boolean;
  readonly start: boolean;
  readonly open: boolean;
  readonly sweep: boolean;
  readonly publish: boolean;
  /** The most sessions of `--table-size`. */
  readonly sessions: number;
  /** Of `--overload`: JSON on stdout instead of Markdown. */
  readonly json: boolean;
}

export const usage = `npm run bench -- [options]

Measures Regrant, oidc-provider and @node-oauth/oauth2-server side by side on one PostgreSQL, the protected route against the same route
unprotected, and the verifier against others. Prints one report and writes it to bench/results/latest.md.

  --seconds N       timed seconds per round and side            (default 3)
  --rounds N        rounds per side, alternating; medians count (default 5)
  --concurrency N   requests in flight                          (default 32)
  --only LIST       of ${loadNames.join(",")}
  --profile         no comparison: run the authorization server under --cpu-prof with the refresh load (or
                    --only client_credentials) and print where its main thread spends its time
  --alg ALG         with --profile: ${signingAlgorithms.join(", ")} (default RS256)
  --purge           no comparison: refreshes while the server purges a million expired sessions
  --logout          no comparison: refreshes while the server tells a client of a thousand ended sessions
  --bff             requests through @regrant/bff beside those through a plain @fastify/http-proxy
  --passkeys        no comparison: the server's CPU for a sign-in with a passkey, and with a password
  --revocation      no comparison: building a status list, and a verifier that polls it beside one that does not
  --dpop            no comparison: what a DPoP proof adds to a token request
  --algorithms      refreshes with each algorithm that tokens may be signed with, beside oidc-provider with RS256 and ES256
  --proofs          no comparison: a verifier's CPU for tokens of each algorithm, and for a DPoP proof beside one
  --table-size      no comparison: refreshes with ten thousand sessions and more, up to ten million; wants 10 GB
  --sessions N      the most that --table-size makes         (default 10000000)
  --growth          no comparison: the size of the sessions table over a million refreshes
  --overload        no comparison: refreshes at twice the rate that the server can answer, for --seconds (default 60
                    here), and refreshes beside a flood of wrong passwords
  --footprint       start-up, resident memory and bytes of database per session, of Regrant and its peers
  --start           no comparison: start to first token, resident memory, and the time of regrant --help
  --open            refresh latency of all three at shares of Regrant's peak
  --sweep           refreshes per second of all three, with 1 to 128 in flight
  --publish         measure nothing: write what the last runs left in bench/results/ into docs/benchmarks.md
  --json            with --overload: print JSON
  --help            this text
`;

/** @throws {TypeError} on an unknown option, {RangeError} on a value that makes no sense */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: args[0] === "--" ? args.slice(1) : [...args],
    options: {
      help: { type: "boolean", default: false },
      seconds: { type: "string" },
      rounds: { type: "string", default: "5" },
      concurrency: { type: "string", default: "32" },
      only: { type: "string", default: loadNames.join(",") },
      profile: { type: "boolean", default: false },
      alg: { type: "string", default: "RS256" },
      purge: { type: "boolean", default: false },
      logout: { type: "boolean", default: false },
      bff: { type: "boolean", default: false },
      passkeys: { type: "boolean", default: false },
      revocation: { type: "boolean", default: false },
      dpop: { type: "boolean", default: false },
      algorithms: { type: "boolean", default: false },
      proofs: { type: "boolean", default: false },
      "table-size": { type: "boolean", default: false },
      growth: { type: "boolean", default: false },
      overload: { type: "boolean", default: false },
      footprint: { type: "boolean", default: false },
      start: { type: "boolean", default: false },
      open: { type: "boolean", default: false },
      sweep: { type: "boolean", default: false },
      publish: { type: "boolean", default: false },
      sessions: { type: "string", default: "10000000" },
      json: { type: "boolean", default: false },
    },
  });
  return {
    help: values.help,
    profile: values.profile,
    alg: readAlgorithm(values.alg),
    purge: values.purge,
    logout: values.logout,
    bff: values.bff,
    passkeys: values.passkeys,
    revocation: values.revocation,
    dpop: values.dpop,
    algorithms: values.algorithms,
    proofs: values.proofs,
    tableSize: values["table-size"],
    growth: values.growth,
    overload: values.overload,
    footprint: values.footprint,
    start: values.start,
    open: values.open,
    sweep: values.sweep,
    publish: values.publish,
    sessions: readNumber("sessions", values.sessions, { least: 100_000, most: 10_000_000, whole: true }),
    json: values.json,
    seconds: readNumber("seconds", values.seconds ?? (values.overload ? "60" : "3"), {
      least: 0.2,
      most: 600,
    }),
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

function readAlgorithm(value: string): SigningAlgorithm {
  if (isSigningAlgorithm(value)) return value;
  throw new RangeError(`--alg is ${value}; it takes one of ${signingAlgorithms.join(", ")}`);
}

function readLoadName(value: string): LoadName {
  const name = loadNames.find((known) => known === value.trim());
  if (name !== undefined) return name;
  throw new RangeError(`--only has ${value}; it takes ${loadNames.join(",")}`);
}
