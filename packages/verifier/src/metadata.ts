/** Protected resource metadata (RFC 9728): how a refused client finds the authorization server. */

import { type ProtectedResourceMetadata, parseUrl, wellKnown } from "@regrant/shared";
import type { DpopSupport } from "./binding.js";
import { metadataCors } from "./cors.js";
import { proofAlgorithms } from "./dpop/proof-keys.js";

export interface ResourceDescription {
  readonly name?: string | undefined;
  readonly scopesSupported?: readonly string[] | undefined;
}

/**
 * The URL of the metadata, whose path is inserted between the resource's host and path.
 *
 * @returns null if the resource identifier is not an http(s) URL
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3.1
 */
export function resourceMetadataUrl(resource: string): URL | null {
  const url = parseUrl(resource);
  if (url === null) return null;
  const { origin, pathname, protocol, search } = url;
  if (protocol !== "https:" && protocol !== "http:") return null;
  const path = pathname === "/" ? "" : pathname;
  return new URL(`${origin}${wellKnown.protectedResource}${path}${search}`);
}

/**
 * The document. `resource` is the exact identifier, as clients compare it (RFC 9728 §3.3).
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-2
 */
export const describeResource = (
  issuer: string,
  resource: string,
  description: ResourceDescription,
  dpop: DpopSupport = null,
): ProtectedResourceMetadata => ({
  resource,
  authorization_servers: [issuer],
  bearer_methods_supported: ["header"],
  ...(dpop !== null && { dpop_signing_alg_values_supported: [...proofAlgorithms] }),
  ...(dpop === "required" && { dpop_bound_access_tokens_required: true }),
  ...(description.scopesSupported && { scopes_supported: [...description.scopesSupported] }),
  ...(description.name !== undefined && { resource_name: description.name }),
});

/** The document and where it is served. */
export interface Metadata {
  /** The URL in challenges. */
  readonly url: URL;
  /** Below the resource's path and at the root: clients look in both places (RFC 9728 §3.1). */
  readonly paths: ReadonlySet<string>;
  readonly document: ProtectedResourceMetadata;
  readonly headers: Readonly<Record<string, string>>;
}

/** All that is needed to serve it; null if the resource identifier is not an http(s) URL. */
export function prepareMetadata(
  issuer: string,
  resource: string,
  description: ResourceDescription,
  dpop: DpopSupport = null,
): Metadata | null {
  const url = resourceMetadataUrl(resource);
  if (url === null) return null;
  return {
    url,
    paths: new Set([url.pathname, wellKnown.protectedResource]),
    document: describeResource(issuer, resource, description, dpop),
    headers: { ...metadataCors, "cache-control": "public, max-age=3600" },
  };
}
