import { error, ok, warning } from "./finding.js";
import { isPrivate } from "./settings.js";
/** This many sign-ins from a single private address suggest a proxy. */
const suspicious = 5;
export function checkProxy({ config: { issuer, trustProxy }, addresses }) {
    const [only, another] = addresses;
    const isOneForAll = only !== undefined && another === undefined && only.signIns >= suspicious && isPrivate(only.address);
    const consequence = "All users share one limit on wrong passwords, and sessions show the proxy's address.";
    if (!issuer.startsWith("https:"))
        return ok("proxy", "ISSUER is http: no TLS proxy is expected.");
    if (trustProxy.length === 0) {
        return isOneForAll
            ? error("proxy", `All ${only.signIns} recent sign-ins came from ${only.address}, a proxy, but TRUST_PROXY is empty. ${consequence}`, `Set TRUST_PROXY=${only.address}, and make the proxy send X-Forwarded-For.`)
            : warning("proxy", `ISSUER is https, so a proxy terminates TLS, but TRUST_PROXY is empty: its X-Forwarded-For is ignored. ${consequence}`, "Set TRUST_PROXY to the proxy's address.");
    }
    return isOneForAll
        ? warning("proxy", `All ${only.signIns} recent sign-ins came from ${only.address}. If that is a proxy, it is not in TRUST_PROXY (${trustProxy.join(", ")}) or does not send X-Forwarded-For.`, "Check both.")
        : ok("proxy", `X-Forwarded-For is trusted from ${trustProxy.join(", ")}.`);
}
//# sourceMappingURL=proxy.js.map