/** The registered clients: what was right when they were registered need not fit the issuer or the resources now. */
import { getDomain } from "tldts";
import type { Config } from "../../config.js";
import { faultOfRedirectUri, isUndotted } from "../../protocol/redirect-uri.js";
import { faultOfOrigin, isWebViewOrigin } from "../../protocol/web-origin.js";
import { isSecure } from "../../sign-in-cookie.js";
import type { Client } from "../../store/clients.js";
import { error, type Finding, ok, warning } from "./finding.js";

export interface ClientsState {
  readonly config: Config;
  /** Without those that are disabled. */
  readonly clients: readonly Client[];
}

/** What is wrong with all of them. */
export function checkClients({ config, clients }: ClientsState): Finding[] {
  if (clients.length === 0)
    return [warning("clients", "No client is registered.", "Register one: regrant client create --help")];
  const findings = clients.flatMap((client) => clientChecks.flatMap((check) => check(client, config) ?? []));
  return findings.length > 0 ? findings : [ok("clients", `The registered clients (${clients.length}) fit.`)];
}

const clientChecks: readonly ((client: Client, config: Config) => Finding | null)[] = [
  ({ clientId, allowedOrigins, refreshTokenDelivery }, { issuer }) => {
    const foreign = allowedOrigins.filter(
      (origin) => faultOfOrigin(origin) === null && !isSameSite(origin, issuer),
    );
    if (refreshTokenDelivery !== "cookie" || foreign.length === 0) return null;
    if (foreign.some(isWebViewOrigin)) {
      return error(
        "cookie_same_site",
        `The app ${clientId} runs in a web view, at ${foreign.filter(isWebViewOrigin).join(", ")}: its refresh token's cookie never comes along from there (SameSite=Strict), and it is signed out at each start.`,
        `Give it the refresh token in the body, to be kept in the device's own key store: regrant client update ${clientId} --refresh-token-delivery body`,
      );
    }
    return error(
      "cookie_same_site",
      `The browser app ${clientId} runs on ${foreign.join(", ")}, another site than ${issuer}: browsers keep its refresh token's cookie back (SameSite=Strict), and it is signed out at each reload.`,
      loopbackNames.test(new URL(issuer).hostname)
        ? "Use one name for both: localhost and 127.0.0.1 are two sites."
        : `Serve it from a host under the issuer's domain, over ${isSecure(issuer) ? "https" : "http"} as the issuer is.`,
    );
  },

  ({ clientId, allowedOrigins }) => {
    const faults = allowedOrigins.flatMap((origin) => {
      const fault = faultOfOrigin(origin);
      return fault === null ? [] : [`${origin} ${fault}`];
    });
    if (faults.length === 0) return null;
    return error(
      "allowed_origin",
      `The client ${clientId} has an allowed origin that no browser should or does send: ${faults.join("; ")}.`,
      `Put the right ones in its place: regrant client update ${clientId} --allowed-origin …`,
    );
  },

  ({ clientId, redirectUris, allowUndottedSchemes }) => {
    const faults = redirectUris.flatMap((uri) => {
      const fault = faultOfRedirectUri(uri, allowUndottedSchemes);
      return fault === null ? [] : [`${uri} ${fault}`];
    });
    if (faults.length === 0) return null;
    return error(
      "redirect_uri",
      `The client ${clientId} has a redirect URI that codes must not go to: ${faults.join("; ")}.`,
      "Take it out, and register an https URI, or a loopback one for a native app.",
    );
  },

  ({ clientId, redirectUris, allowUndottedSchemes }) => {
    const undotted = redirectUris.filter(isUndotted);
    if (!allowUndottedSchemes || undotted.length === 0) return null;
    return warning(
      "undotted_scheme",
      `The client ${clientId} has a redirect URI whose scheme any app on a device may claim: ${undotted.join(", ")}. PKCE keeps the code from whoever only catches it; whoever starts the sign-in under this client's name gets what the user allows.`,
      "Where the app offers another redirect URI, https, loopback or com.example.app:, register that one instead.",
    );
  },

  ({ clientId, resources }) =>
    resources.length > 0
      ? null
      : error(
          "client_resource",
          `The client ${clientId} may ask for no resource, so it gets no token (invalid_target).`,
          "Give it one: an access token is always for a registered resource.",
        ),

  ({ clientId, scope, resources }) => {
    const known = new Set(resources.flatMap((resource) => resource.scope));
    const nowhere = scope.filter((token) => !known.has(token));
    if (resources.length === 0 || nowhere.length === 0) return null;
    return warning(
      "client_scope",
      `The client ${clientId} has the scope ${nowhere.join(" ")}, which none of its resources understands: it is left out of every grant, and asking for it alone is refused (invalid_scope).`,
      "Add the scope to the resource, or take it from the client.",
    );
  },
];

const loopbackNames = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Schemeful same-site, as browsers decide on SameSite cookies: the scheme and the registrable domain, whatever the port. */
function isSameSite(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  return a.protocol === b.protocol && siteOf(a.hostname) === siteOf(b.hostname);
}

const siteOf = (hostname: string): string => getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
