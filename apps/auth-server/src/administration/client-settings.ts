/** The settings of a client: their schemas, and the rules that a schema cannot express. */
import { isScopeWithin, parseScope } from "@regrant/shared";
import { type Static, Type } from "typebox";
import { grantTypes } from "../grants/registry.js";
import { isClientId } from "../protocol/client-authentication.js";
import { faultOfRedirectUri, isUndotted } from "../protocol/redirect-uri.js";
import { faultOfOrigin, isWebViewOrigin } from "../protocol/web-origin.js";
import type { Client, NewClient } from "../store/clients.js";
import type { Db } from "../store/database.js";
import { listResources } from "../store/resources.js";
import { sentOr } from "./act.js";
import { type Fault, InvalidInput, refuseFaults } from "./faults.js";
import { closed, dateTime, lifetimes, nullableWord, scope, shortText } from "./schemas.js";

const uris = (description: string) =>
  Type.Array(Type.String({ maxLength: 2000 }), { uniqueItems: true, maxItems: 100, description });

const settings = {
  client_name: shortText(", the display name"),
  grant_types: Type.Array(Type.Unsafe<string>({ type: "string", enum: [...grantTypes] }), {
    minItems: 1,
    uniqueItems: true,
  }),
  scope,
  resources: Type.Array(Type.String({ maxLength: 1000 }), {
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
    description: "The APIs that it may request tokens for; the first is the default.",
  }),
  first_party: Type.Boolean({ description: "The operator's own client: no consent page." }),
  redirect_uris: uris("Exact redirect URIs for codes; any port on http loopback addresses and localhost."),
  allow_undotted_schemes: Type.Boolean({
    description:
      "Allows redirect URIs with a private-use scheme without a dot. Any app on a device can claim such a scheme (RFC 8252 §8.4).",
  }),
  refresh_token_delivery: Type.Unsafe<Client["refreshTokenDelivery"]>({
    type: "string",
    enum: ["body", "cookie"],
  }),
  allowed_origins: uris("Origins of a browser app, as browsers send them in the Origin header."),
  ...lifetimes,
  on_address_change: nullableWord(
    ["log", "revoke", "ignore"],
    "What to do with a session that is refreshed from another network.",
  ),
  refresh_burst: Type.Unsafe<number | null>({
    type: ["integer", "null"],
    minimum: 0,
    maximum: 1_000_000,
    description: "Limit on refreshes within one access token's lifetime; 0: no limit.",
  }),
  on_refresh_burst: nullableWord(["log", "revoke"], "What to do with a session beyond that limit."),
};

const { client_name, grant_types, resources, ...optional } = settings;

export const NewClientBody = Type.Object(
  {
    client_id: Type.Optional(
      Type.String({ maxLength: 128, description: "Derived from the name if absent." }),
    ),
    confidential: Type.Optional(
      Type.Boolean({ default: true, description: "False for an app that cannot keep a secret." }),
    ),
    client_name,
    grant_types,
    resources,
    ...Type.Partial(Type.Object(optional)).properties,
  },
  closed,
);
export type NewClientBody = Static<typeof NewClientBody>;

export const ClientChanges = Type.Partial(Type.Object(settings), closed);
export type ClientChanges = Static<typeof ClientChanges>;

export const ClientRepresentation = Type.Object(
  {
    client_id: Type.String(),
    ...settings,
    confidential: Type.Boolean(),
    secrets: Type.Integer({
      description: "Number of valid secrets: 2 after a rotation, until the previous one is dropped.",
    }),
    disabled: Type.Boolean(),
    created_at: dateTime,
  },
  { $id: "Client" },
);

/** A client as administrators see it, without its secrets. */
export const describeClient = (client: Client): Static<typeof ClientRepresentation> => ({
  client_id: client.clientId,
  client_name: client.name,
  confidential: client.secretHashes.length > 0,
  secrets: client.secretHashes.length,
  grant_types: [...client.grantTypes],
  scope: client.scope.join(" "),
  resources: client.resources.map(({ uri }) => uri),
  first_party: client.firstParty,
  redirect_uris: [...client.redirectUris],
  allow_undotted_schemes: client.allowUndottedSchemes,
  refresh_token_delivery: client.refreshTokenDelivery,
  allowed_origins: [...client.allowedOrigins],
  access_token_seconds: client.accessTokenSeconds,
  session_idle_seconds: client.sessionIdleSeconds,
  session_absolute_seconds: client.sessionAbsoluteSeconds,
  on_address_change: client.onAddressChange,
  refresh_burst: client.refreshBurst,
  on_refresh_burst: client.onRefreshBurst,
  disabled: client.disabledAt !== null,
  created_at: client.createdAt.toISOString(),
});

/** The settings with the changes applied. */
export const withChanges = (client: NewClient, sent: ClientChanges): NewClient => ({
  ...client,
  name: sentOr(sent.client_name, client.name),
  grantTypes: sentOr(sent.grant_types, client.grantTypes),
  scope: sent.scope === undefined ? client.scope : (parseScope(sent.scope) ?? []),
  resources: sentOr(sent.resources, client.resources),
  firstParty: sentOr(sent.first_party, client.firstParty),
  redirectUris: sentOr(sent.redirect_uris, client.redirectUris),
  allowUndottedSchemes: sentOr(sent.allow_undotted_schemes, client.allowUndottedSchemes),
  refreshTokenDelivery: sentOr(sent.refresh_token_delivery, client.refreshTokenDelivery),
  allowedOrigins: sentOr(sent.allowed_origins, client.allowedOrigins),
  accessTokenSeconds: sentOr(sent.access_token_seconds, client.accessTokenSeconds),
  sessionIdleSeconds: sentOr(sent.session_idle_seconds, client.sessionIdleSeconds),
  sessionAbsoluteSeconds: sentOr(sent.session_absolute_seconds, client.sessionAbsoluteSeconds),
  onAddressChange: sentOr(sent.on_address_change, client.onAddressChange),
  refreshBurst: sentOr(sent.refresh_burst, client.refreshBurst),
  onRefreshBurst: sentOr(sent.on_refresh_burst, client.onRefreshBurst),
});

/**
 * Check that the settings are consistent, and that the resources are registered and have the scope.
 *
 * @throws {InvalidInput} 400 if they contradict each other, 422 if they do not match what is registered
 */
export async function checkClient(db: Db, client: NewClient): Promise<void> {
  refuseFaults([...faultsOfId(client), ...faultsOfGrants(client), ...faultsOfAddresses(client)]);
  const registered = await listResources(db);
  const missing = client.resources.filter((uri) => !registered.some((known) => known.uri === uri));
  const offered = registered
    .filter(({ uri }) => client.resources.includes(uri))
    .flatMap((known) => known.scope);
  const faults = missing.map((uri) => ({
    pointer: `/resources/${client.resources.indexOf(uri)}`,
    message: `the resource ${uri} is not registered; to register it: regrant resource create ${uri}`,
  }));
  const unknown = client.scope.find((token) => !isScopeWithin([token], offered));
  if (faults.length === 0 && unknown !== undefined) {
    const message = `none of its resources has the scope ${unknown}; they have: ${offered.join(" ") || "none"}`;
    faults.push({ pointer: "/scope", message });
  }
  if (faults.length > 0) throw new InvalidInput(faults, "body_invalid", 422);
}

function faultsOfId({ clientId }: NewClient): Fault[] {
  if (isClientId(clientId) && !isUuid(clientId)) return [];
  const message =
    "must be at most 128 letters, digits, . _ ~ or -, and not a UUID, which would look like a user id";
  return [{ pointer: "/client_id", message }];
}

/** A client_id is the sub of the client's own tokens, and must not look like a user id (RFC 9068 §5). */
const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);

function faultsOfGrants({ grantTypes: grants, firstParty, secretHashes, redirectUris }: NewClient): Fault[] {
  const rules: readonly (readonly [string, boolean, string])[] = [
    ["password", firstParty, "password requires first_party"],
    [
      "client_credentials",
      secretHashes.length > 0,
      "client_credentials requires a secret, so it conflicts with confidential: false",
    ],
    [
      "authorization_code",
      redirectUris.length > 0,
      "authorization_code requires redirect_uris, where codes may be sent",
    ],
  ];
  return rules.flatMap(([grant, holds, message]) =>
    grants.includes(grant) && !holds ? [{ pointer: "/grant_types", message }] : [],
  );
}

function faultsOfAddresses(client: NewClient): Fault[] {
  const { redirectUris, allowedOrigins } = client;
  const at = (list: string, faultOf: (uri: string) => string | null) => (uri: string, index: number) => {
    const fault = faultOf(uri);
    return fault === null ? [] : [{ pointer: `/${list}/${index}`, message: `${uri} ${fault}` }];
  };
  return [
    ...redirectUris.flatMap(at("redirect_uris", (uri) => faultOfRedirect(client, uri))),
    ...allowedOrigins.flatMap(at("allowed_origins", faultOfOrigin)),
    ...faultsOfDelivery(client),
  ];
}

/** Any app can claim such a scheme, so its users must consent each time; users of first-party clients never consent. */
const faultOfRedirect = ({ allowUndottedSchemes, firstParty }: NewClient, uri: string): string | null =>
  faultOfRedirectUri(uri, allowUndottedSchemes) ??
  (firstParty && isUndotted(uri)
    ? "has a private-use scheme without a dot, which conflicts with first_party: an app that claims it would get codes without consent"
    : null);

function faultsOfDelivery({ refreshTokenDelivery, allowedOrigins }: NewClient): Fault[] {
  if (refreshTokenDelivery !== "cookie") return [];
  const pointer = "/refresh_token_delivery";
  if (allowedOrigins.length === 0)
    return [{ pointer, message: "cookie requires allowed_origins, where the browser app runs" }];
  const webViews = allowedOrigins.filter(
    (origin) => isWebViewOrigin(origin) && faultOfOrigin(origin) === null,
  );
  if (webViews.length === 0) return [];
  const message = `cookie conflicts with ${webViews.join(", ")}: such a page is on a different site from this server, so browsers never send the cookie (SameSite=Strict). Use body`;
  return [{ pointer, message }];
}
