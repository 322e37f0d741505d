/**
 * Policies on refreshes that are valid but suspicious. The rotation's statement checks the same conditions and leaves
 * such refreshes to this code.
 */
import { networkOf } from "../http/address-prefix.js";
/** The client's own policies, or else the settings. */
export const policiesOf = (config, client) => ({
    onAddressChange: client.onAddressChange ?? config.onAddressChange,
    refreshBurst: client.refreshBurst ?? config.refreshBurst,
    onRefreshBurst: client.onRefreshBurst ?? config.onRefreshBurst,
});
/** The statement's conditions, so that it does not match a suspicious refresh. */
export const watch = (policies, address) => ({
    network: policies.onAddressChange === "ignore" ? null : networkOf(address),
    burst: policies.refreshBurst === 0 ? null : policies.refreshBurst,
});
/** For a statement that follows the decision. */
export const unwatched = { network: null, burst: null };
/**
 * What is suspicious about an otherwise valid refresh. A retry does not count as another refresh, but its network
 * counts: a thief may have sent it.
 */
export function suspicionsOf(session, decision, presented, policies) {
    if (decision !== "current" && decision !== "retried")
        return [];
    const suspicions = [];
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
 * Someone who alternates between two networks would fill the audit log. Each generation's first retry from elsewhere
 * is always recorded, so that nobody can hide behind others.
 */
const isToldEnough = ({ generation, elsewhereGeneration, retriesRecorded }) => retriesRecorded && elsewhereGeneration === generation;
/** Two programs in two networks hold the same token; for an honest client, one of them stays the same as a rule. */
const retryDetail = ({ rotatedUserAgent }, { userAgent }) => ({
    retried: true,
    ...(rotatedUserAgent !== userAgent && { other_user_agent: true }),
});
/** The refresh that exceeds the limit; later ones are not reported again. */
function burstOf(session, { accessTokenSeconds }, { refreshBurst }) {
    const seconds = Math.min(accessTokenSeconds, session.resourceAccessTokenSeconds ?? accessTokenSeconds);
    if (refreshBurst === 0 || session.burstCount !== refreshBurst || session.secondsSinceBurstStart >= seconds)
        return null;
    return { refreshes: refreshBurst + 1, within_seconds: seconds };
}
/** Old and new network and, if both are known, country. */
function addressChange({ lastAddress, lastCountry }, { address, country }) {
    const [from, to] = [networkOf(lastAddress), networkOf(address)];
    const otherCountry = lastCountry !== null && country !== null && lastCountry !== country;
    if (from === to && !otherCountry)
        return null;
    return { from, to, ...(otherCountry && { from_country: lastCountry, to_country: country }) };
}
//# sourceMappingURL=policies.js.map