/** Checks trusted issuers: that their keys are available, and that their rules lead to clients. */
import { errors } from "jose";
import { KeysUnavailable } from "../../assertions/key-source.js";
import { createRemoteKeys } from "../../assertions/remote-keys.js";
import type { Client } from "../../clients/clients.sql.js";
import { faultOfClient } from "../../trusted-issuers/rules.js";
import type { TrustedIssuer } from "../../trusted-issuers/trusted-issuers.sql.js";
import { keysOf } from "../../trusted-issuers/verify-trusted.js";
import { error, type Finding, ok } from "./finding.js";

/** Why keys are unavailable, by the id of each enabled issuer of which they are. */
export async function askForKeys(trusted: readonly TrustedIssuer[]): Promise<ReadonlyMap<string, string>> {
  const remoteKeys = createRemoteKeys({ allowLoopback: true, log: { info: () => {} } });
  const problems = await Promise.all(
    trusted.filter(isEnabled).map(async (issuer): Promise<[string, string][]> => {
      try {
        await keysOf(issuer, remoteKeys)({ alg: "RS256" }, { payload: "", signature: "" });
        return [];
      } catch (cause) {
        // The keys are there: only none was named, as there is no assertion yet.
        if (cause instanceof errors.JOSEError) return [];
        if (cause instanceof KeysUnavailable) return [[issuer.id, `${cause.host} ${cause.message}`]];
        throw cause;
      }
    }),
  );
  return new Map(problems.flat());
}

export interface TrustState {
  readonly trusted: readonly TrustedIssuer[];
  readonly clients: readonly Client[];
  readonly problems: ReadonlyMap<string, string>;
}

const isEnabled = ({ disabledAt }: TrustedIssuer): boolean => disabledAt === null;

export function checkTrust({ trusted, clients, problems }: TrustState): Finding[] {
  const enabled = trusted.filter(isEnabled);
  const unreachable = [...problems].map(([id, problem]) =>
    error(
      "trusted_keys",
      `The keys of the trusted issuer ${id} are unavailable, so all of its assertions are refused: ${problem}.`,
      `Correct the address (regrant trust update ${id} --jwks-uri …), or give the keys as a file (--jwks-file).`,
    ),
  );
  const unfit = enabled.flatMap(({ id, rules }) =>
    Object.entries(rules).flatMap(([name, rule]) => {
      const client = clients.find(({ clientId }) => clientId === rule.client_id) ?? null;
      const fault =
        client?.disabledAt != null
          ? `the client ${client.clientId} is disabled`
          : faultOfClient(client, rule);
      if (fault === null) return [];
      return error(
        "trusted_rules",
        `The rule ${name} of the trusted issuer ${id} does not work, or allows less than it says: ${fault}.`,
        `Correct the client or the rule; to remove it: regrant trust disallow ${id} ${name}`,
      );
    }),
  );
  const findings = [...unreachable, ...unfit];
  return findings.length > 0
    ? findings
    : [
        ok(
          "trusted_issuers",
          `The keys of all ${enabled.length} trusted issuers are available, and their rules lead to clients.`,
        ),
      ];
}
