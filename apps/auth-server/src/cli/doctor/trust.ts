/** Checks trusted issuers: that their keys can be had, and that their rules lead to clients. */
import { errors } from "jose";
import { KeysUnavailable, keysIn } from "../../assertions/key-source.js";
import { createRemoteKeys } from "../../assertions/remote-keys.js";
import type { Client } from "../../clients/clients.sql.js";
import { faultOfClient } from "../../trusted-issuers/rules.js";
import type { TrustedIssuer } from "../../trusted-issuers/trusted-issuers.sql.js";
import { error, type Finding, ok } from "./finding.js";

/** By the id of each enabled one whose keys cannot be had: why. */
export async function askForKeys(trusted: readonly TrustedIssuer[]): Promise<ReadonlyMap<string, string>> {
  const remoteKeys = createRemoteKeys({ allowLoopback: true, log: { info: () => {} } });
  const problems = await Promise.all(
    trusted.filter(isEnabled).map(async ({ id, jwks, jwksUri }): Promise<[string, string][]> => {
      const address = { uri: jwksUri ?? "", isTrusted: true, isKnown: true };
      const findKey = jwks === null ? remoteKeys.at(address) : keysIn(jwks);
      try {
        await findKey({ alg: "RS256" }, { payload: "", signature: "" });
        return [];
      } catch (cause) {
        // Which key an assertion will name, nobody knows yet.
        if (cause instanceof errors.JOSEError) return [];
        if (cause instanceof KeysUnavailable) return [[id, `${cause.host} ${cause.message}`]];
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
      `The keys of the trusted issuer ${id} cannot be had, so none of its assertions is taken: ${problem}.`,
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
        `The rule ${name} of the trusted issuer ${id} lets nobody in, or into less than it says: ${fault}.`,
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
          `The keys of all ${enabled.length} trusted issuers can be had, and their rules lead to clients.`,
        ),
      ];
}
