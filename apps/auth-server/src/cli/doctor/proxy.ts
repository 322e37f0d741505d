/** The proxy in front, of which the server learns only what it is told to believe. */
import type { Config } from "../../config.js";
import type { SignInAddress } from "../../store/database-facts.js";
import { error, type Finding, ok, warning } from "./finding.js";
import { isPrivate } from "./settings.js";

export interface ProxyState {
  readonly config: Config;
  readonly addresses: readonly SignInAddress[];
}

/** So many sign-ins from one private address are not one person in the operator's own network. */
const suspicious = 5;

export function checkProxy({ config: { issuer, trustProxy }, addresses }: ProxyState): Finding {
  const [only, another] = addresses;
  const isOneForAll =
    only !== undefined && another === undefined && only.signIns >= suspicious && isPrivate(only.address);
  const consequence = "Everybody shares one limit on wrong passwords, and no session shows where it is used.";
  if (!issuer.startsWith("https:")) return ok("proxy", "The server answers its clients itself, over http.");
  if (trustProxy.length === 0) {
    return isOneForAll
      ? error(
          "proxy",
          `All ${only.signIns} sign-ins of late came from ${only.address}, a proxy, and TRUST_PROXY is empty. ${consequence}`,
          `Set TRUST_PROXY=${only.address}, and have the proxy send X-Forwarded-For.`,
        )
      : warning(
          "proxy",
          `ISSUER is https, so a proxy takes TLS off, and TRUST_PROXY is empty: its X-Forwarded-For does not count. ${consequence}`,
          "Set TRUST_PROXY to the proxy's address.",
        );
  }
  return isOneForAll
    ? warning(
        "proxy",
        `All ${only.signIns} sign-ins of late came from ${only.address}. If that is a proxy, it is not in TRUST_PROXY (${trustProxy.join(", ")}) or sends no X-Forwarded-For.`,
        "Look at both.",
      )
    : ok("proxy", `X-Forwarded-For counts from ${trustProxy.join(", ")}.`);
}
