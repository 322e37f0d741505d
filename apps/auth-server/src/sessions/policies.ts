/**
 * Policies at refresh: what looks suspicious although the token is good, and what follows from it. The statement that
 * rotates looks for the same, and leaves what it finds to this.
 */
import { networkOf } from "../protocol/address-prefix.js";
import type { RefreshDecision } from "./decide-refresh.js";
import type { LockedSession } from "./judge.sql.js";
import type { Rotation } from "./rotate.sql.js";

export interface Policies {
  readonly onAddressChange: "log" | "revoke" | "ignore";
  /** 0: refreshes are not counted. */
  readonly refreshBurst: number;
  readonly onRefreshBurst: "log" | "revoke";
}

/** The client's own policies, and the settings for those that it has not. */
export const policiesOf = (
  config: Policies,
  client: { readonly [name in keyof Policies]: Policies[name] | null },
): Policies => ({
  onAddressChange: client.onAddressChange ?? config.onAddressChange,
  refreshBurst: client.refreshBurst ?? config.refreshBurst,
  onRefreshBurst: client.onRefreshBurst ?? config.onRefreshBurst,
});

/** What the statement is to look for, so that it leaves a suspicious refresh alone. */
export const watch = (policies: Policies, address: string): Pick<Rotation, "network" | "burst"> => ({
  network: policies.onAddressChange === "ignore" ? null : networkOf(address),
  burst: policies.refreshBurst === 0 ? null : policies.refreshBurst,
});

/** For a statement that comes after the decision. */
export const unwatched = { network: null, burst: null } as const;

/** What is audited, and whether it ends the session, which is then refused with it. */
export interface Suspicion {
  readonly kind: Extract<RefreshDecision, "address_changed" | "refresh_burst">;
  readonly revokes: boolean;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** Of a refresh that is good otherwise. A retry is no refresh more, but its network counts: a thief may send it. */
export function suspicionsOf(
  session: LockedSession,
  decision: RefreshDecision,
  presented: Pick<Rotation, "address" | "country" | "userAgent" | "accessTokenSeconds">,
  policies: Policies,
): Suspicion[] {
  if (decision !== "current" && decision !== "retried") return [];
  const suspicions: Suspicion[] = [];
  const change = addressChange(session, presented);
  const told = decision === "retried" && policies.onAddressChange === "log" && isToldEnough(session);
  if (change !== null && policies.onAddressChange !== "ignore" && !told) {
    suspicions.push({
      kind: "address_changed",
      revokes: policies.onAddressChange === "revoke",
      detail: { ...change, ...(decision === "retried" && retryDetail(session, presented)) },
    });
  }
  const burst = decision === "current" ? burstOf(session, presented, policies) : null;
  if (burst !== null) {
    suspicions.push({
      kind: "refresh_burst",
      revokes: policies.onRefreshBurst === "revoke",
      detail: burst,
    });
  }
  return suspicions;
}

/**
 * Whoever retries from two networks by turns changes networks each time, and would fill the audit. Each generation's first retry
 * from elsewhere is told in any case: nobody hides theirs behind others.
 */
const isToldEnough = ({ generation, elsewhereGeneration, retriesRecorded }: LockedSession): boolean =>
  retriesRecorded && elsewhereGeneration === generation;

/** Two programs in two networks hold the same token: with an honest client, one of them is as a rule the same. */
const retryDetail = (
  { rotatedUserAgent }: LockedSession,
  { userAgent }: Pick<Rotation, "userAgent">,
): Suspicion["detail"] => ({
  retried: true,
  ...(rotatedUserAgent !== userAgent && { other_user_agent: true }),
});

/** The refresh that makes it too many; those after it are not told again. */
function burstOf(
  session: LockedSession,
  { accessTokenSeconds }: Pick<Rotation, "accessTokenSeconds">,
  { refreshBurst }: Policies,
): Suspicion["detail"] | null {
  const seconds = Math.min(accessTokenSeconds, session.resourceAccessTokenSeconds ?? accessTokenSeconds);
  if (refreshBurst === 0 || session.burstCount !== refreshBurst || session.secondsSinceBurstStart >= seconds)
    return null;
  return { refreshes: refreshBurst + 1, within_seconds: seconds };
}

/** From where to where, by network and, where both are known, by country. */
function addressChange(
  { lastAddress, lastCountry }: LockedSession,
  { address, country }: Pick<Rotation, "address" | "country">,
): Suspicion["detail"] | null {
  const [from, to] = [networkOf(lastAddress), networkOf(address)];
  const otherCountry = lastCountry !== null && country !== null && lastCountry !== country;
  if (from === to && !otherCountry) return null;
  return { from, to, ...(otherCountry && { from_country: lastCountry, to_country: country }) };
}
