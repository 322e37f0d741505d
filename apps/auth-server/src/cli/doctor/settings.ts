/** Settings that are well-formed and still unwise. */
import ipaddr from "ipaddr.js";
import { type Config, ConfigError, readConfig } from "../../config.js";
import { error, type Finding, ok, warning } from "./finding.js";

type Env = Readonly<Record<string, string | undefined>>;

/** The settings, or each of their faults. */
export function readSettings(env: Env): Config | Finding[] {
  try {
    return readConfig(env);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    // One line for each fault, after a line of introduction.
    return cause.message
      .split("\n")
      .slice(1)
      .map((line) => error("setting_wrong", line.trim(), "Set it, and run regrant doctor again."));
  }
}

export interface SettingsState extends Config {
  /** Whether this runs in a container: there 0.0.0.0 is the container's own network. */
  readonly isContained: boolean;
}

export const settingsChecks: readonly ((state: SettingsState) => Finding)[] = [
  () => ok("settings_read", "Every setting is well-formed."),

  ({ refreshRetrySeconds }) =>
    refreshRetrySeconds > 0
      ? ok("retry_window", `A lost answer can be asked for again, for ${refreshRetrySeconds} seconds.`)
      : warning(
          "retry_window",
          "REFRESH_RETRY_SECONDS is 0: a client that loses one answer, or has two tabs, is signed out as if its token were stolen.",
          "Set it to 30.",
        ),

  ({ managementHost, managementPort, isContained }) => {
    const where = `${managementHost}:${managementPort}`;
    if (isContained && ["0.0.0.0", "::"].includes(managementHost)) {
      return ok(
        "management_host",
        `Health and metrics have no login, and are on ${where} of this container, for whoever checks it from outside: publish no port for them.`,
      );
    }
    return isPrivate(managementHost)
      ? ok("management_host", `Health and metrics are on ${where}, which is not public.`)
      : warning(
          "management_host",
          `Health and metrics have no login, and are on ${where}: every network that reaches this machine can read them.`,
          "Set MANAGEMENT_HOST to 127.0.0.1 or to an address inside the operator's network.",
        );
  },

  ({ host, issuer }) => {
    const { hostname } = new URL(issuer);
    const isOneLoopback = host === "127.0.0.1" || host === "::1";
    if (hostname !== "localhost" || !isOneLoopback)
      return ok("loopback_names", `The server listens on ${host}, which fits ISSUER.`);
    return warning(
      "loopback_names",
      `ISSUER says localhost, which is ::1 as well as 127.0.0.1, and HOST is ${host} alone: programs that try the other one first find nobody.`,
      "Set HOST to localhost, which listens on both.",
    );
  },
];

/** A loopback or private address; a name cannot be told. */
export function isPrivate(host: string): boolean {
  if (host === "localhost") return true;
  if (!ipaddr.isValid(host)) return false;
  return ["loopback", "private", "uniqueLocal", "linkLocal"].includes(ipaddr.process(host).range());
}
