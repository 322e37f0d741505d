/** The settings, from the environment: read once, checked together. Only this file reads process.env. */
import { isIP } from "node:net";
import { isSigningAlgorithm, parseUrl, type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import { parseJwksUrl, type RevocationOptions } from "@regrant/verifier";

export interface Config {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly SigningAlgorithm[];
  /** Whether tokens bound to a key are accepted beside bearer tokens, or alone. */
  readonly dpop: "accept" | "require";
  readonly jwksUrl: string | undefined;
  readonly jwksFile: string | undefined;
  readonly jwksStaleSeconds: number;
  readonly allowInsecureJwksUrl: boolean;
  /** Undefined: tokens of ended sessions are good until they expire. */
  readonly revocation: RevocationOptions | undefined;
  readonly host: string;
  readonly port: number;
  readonly managementHost: string;
  readonly managementPort: number;
  readonly clockToleranceSeconds: number;
  readonly logLevel: string;
  /** After the signal to end, how long the process keeps serving while it reports not ready. */
  readonly drainSeconds: number;
  /** The OpenTelemetry collector, if there is one. */
  readonly otlpEndpoint: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];

/** Reports all faults at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly faults: readonly string[]) {
    super(`These settings are invalid:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

interface Check<T> {
  readonly parse: (value: string) => T | null;
  /** What would be right, to complete "it must be …". */
  readonly right: string;
}

function parseHttpUrl(value: string): URL | null {
  const url = parseUrl(value);
  if (url === null) return null;
  const isHttp = url.protocol === "https:" || url.protocol === "http:";
  return isHttp && url.username === "" && url.password === "" && url.hash === "" ? url : null;
}

const issuer: Check<string> = {
  parse: (value) => (parseHttpUrl(value)?.search === "" ? value : null),
  right: "the issuer's URL, without query and fragment, exactly as in its tokens",
};
const resource: Check<string> = {
  parse: (value) => (parseHttpUrl(value) ? value : null),
  right: "this API's URL without fragment, exactly as registered at the issuer",
};
const integer = (least: number, most: number, unit: string): Check<number> => ({
  parse: (value) => (/^\d{1,9}$/.test(value) && +value >= least && +value <= most ? +value : null),
  right: `${unit} from ${least} to ${most}`,
});
const port = integer(0, 65_535, "a port");
/** Accepts an IPv6 address in brackets as well, as in a URL. */
const host: Check<string> = {
  parse(value) {
    const bare = value.replace(/^\[(.*)\]$/, "$1");
    return /^[A-Za-z0-9._-]+$/.test(bare) || isIP(bare) === 6 ? bare : null;
  },
  right: "a host name or an IP address, without a port",
};
const yesOrNo: Check<boolean> = {
  parse: (value) => ({ true: true, false: false })[value] ?? null,
  right: "true or false",
};
const oneOf = <const T extends string>(values: readonly T[]): Check<T> => ({
  parse: (value) => values.find((known) => known === value) ?? null,
  right: `one of ${values.join(", ")}`,
});
const algorithms: Check<readonly SigningAlgorithm[]> = {
  parse(value) {
    const names = value.split(",").map((name) => name.trim());
    return names.every(isSigningAlgorithm) ? names : null;
  },
  right: `one or more of ${signingAlgorithms.join(", ")}, with commas between`,
};
const jwksUrl = (allowInsecure: boolean): Check<string> => ({
  parse(value) {
    try {
      return parseJwksUrl(value, allowInsecure) && value;
    } catch {
      return null; // read() reports it, with the value
    }
  },
  right: "an https URL, or http on this machine; JWKS_ALLOW_HTTP=true allows http elsewhere",
});
const httpUrl: Check<string> = {
  parse: (value) => (parseHttpUrl(value) ? value : null),
  right: "an http or https URL like http://collector:4318",
};
const file: Check<string> = { parse: (value) => value, right: "a path" };

const fault = (name: string, value: string, right: string): string =>
  `${name} is ${JSON.stringify(value)}; it must be ${right}`;

/**
 * Read the settings. An empty value counts as absent.
 *
 * @throws ConfigError lists every fault with the value seen and what would be right
 */
export function readConfig(env: Environment): Config {
  const faults: string[] = [];

  function read<T, D>(name: string, check: Check<T>, fallback: D): T | D {
    const value = env[name];
    if (value === undefined || value === "") return fallback;
    const parsed = check.parse(value);
    if (parsed !== null) return parsed;
    faults.push(fault(name, value, check.right));
    return fallback;
  }

  const allowInsecureJwksUrl = read("JWKS_ALLOW_HTTP", yesOrNo, false);
  const jwks = jwksUrl(allowInsecureJwksUrl);
  const config: Config = {
    issuer: read("ISSUER", issuer, "http://localhost:4000"),
    audience: read("AUDIENCE", resource, "http://localhost:4001"),
    algorithms: read("ALGORITHMS", algorithms, ["RS256"]),
    dpop: read("DPOP", oneOf(["accept", "require"]), "accept"),
    jwksUrl: read("JWKS_URL", jwks, undefined),
    jwksFile: read("JWKS_FILE", file, undefined),
    jwksStaleSeconds: read("JWKS_STALE_SECONDS", integer(60, 31_536_000, "seconds"), 86_400),
    allowInsecureJwksUrl,
    revocation:
      read("REVOCATION", oneOf(["poll", "off"]), "poll") === "off"
        ? undefined
        : {
            mode: "poll",
            staleSeconds: read("REVOCATION_STALE_SECONDS", integer(20, 86_400, "seconds"), 300),
            onStale: read("REVOCATION_ON_STALE", oneOf(["accept", "refuse"] as const), "accept"),
          },
    host: read("HOST", host, "localhost"),
    port: read("PORT", port, 4001),
    managementHost: read("MANAGEMENT_HOST", host, "127.0.0.1"),
    managementPort: read("MANAGEMENT_PORT", port, 4011),
    clockToleranceSeconds: read("CLOCK_TOLERANCE_SECONDS", integer(0, 300, "seconds"), 5),
    logLevel: read("LOG_LEVEL", oneOf(logLevels), "info"),
    drainSeconds: read("DRAIN_SECONDS", integer(0, 60, "seconds"), 4),
    otlpEndpoint: read("OTEL_EXPORTER_OTLP_ENDPOINT", httpUrl, undefined),
  };
  if (config.jwksUrl === undefined && jwks.parse(config.issuer) === null) {
    faults.push(
      `JWKS_URL is not set and ISSUER is ${JSON.stringify(config.issuer)}; set it to ${jwks.right}`,
    );
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}
