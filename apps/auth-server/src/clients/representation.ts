/** A client as the administration sends and shows it, and the rules that a schema cannot express. */
import { isScopeWithin } from "@regrant/shared";
import { type Static, Type } from "typebox";
import {
  type Fault,
  InvalidInput,
  type NameMember,
  refuseFaults,
  type Wording,
  worded,
} from "../administration/faults.js";
import { closed, dateTime } from "../administration/schemas.js";
import { describeValues, schemasOf } from "../administration/settings.js";
import type { Db } from "../database/database.js";
import { isIdentityScope } from "../identity-scopes.js";
import { listResources } from "../resources/resources.sql.js";
import { authenticationMethodNames, type TokenEndpointAuthMethod } from "./authentication/methods.js";
import { isClientId } from "./client-id.js";
import { type Client, type ClientOrigin, clientOrigins, type NewClient } from "./clients.sql.js";
import { faultsOfProfile } from "./fapi2.js";
import type { GrantType } from "./grant-types.js";
import { faultsOfKeys } from "./own-keys.js";
import { faultOfRedirectUri, isUndotted } from "./redirect-uri.js";
import { clientSettings } from "./settings.js";
import { faultOfOrigin, isWebViewOrigin } from "./web-origin.js";

const members = schemasOf(clientSettings);
const { client_name, grant_types, ...optional } = members;
const method = Type.Unsafe<TokenEndpointAuthMethod>({
  type: "string",
  enum: authenticationMethodNames,
  description:
    "How it authenticates (RFC 7591 §2). A secret may come in the header or in the body, whichever of both is named here; private_key_jwt needs jwks or jwks_uri.",
});

export const NewClientBody = Type.Object(
  {
    client_id: Type.Optional(
      Type.String({ maxLength: 128, description: "Derived from the name if absent." }),
    ),
    token_endpoint_auth_method: Type.Optional(method),
    confidential: Type.Optional(
      Type.Boolean({ description: "False is another way to say token_endpoint_auth_method: none." }),
    ),
    client_name,
    grant_types,
    ...Type.Partial(Type.Object(optional)).properties,
  },
  closed,
);
export type NewClientBody = Static<typeof NewClientBody>;

export const ClientChanges = Type.Partial(Type.Object(members), closed);
export type ClientChanges = Static<typeof ClientChanges>;

export const ClientRepresentation = Type.Object(
  {
    client_id: Type.String(),
    ...members,
    token_endpoint_auth_method: method,
    confidential: Type.Boolean({ description: "Whether it authenticates at all." }),
    origin: Type.Unsafe<ClientOrigin>({
      type: "string",
      enum: clientOrigins,
      description:
        "Who registered it: an operator, its own metadata document (its client_id is the address), or itself (RFC 7591). Only an operator's client can be changed here.",
    }),
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
  ...describeValues(clientSettings, settingsOf(client)),
  token_endpoint_auth_method: client.tokenEndpointAuthMethod,
  confidential: client.tokenEndpointAuthMethod !== "none",
  origin: client.origin,
  secrets: client.secretHashes.length,
  disabled: client.disabledAt !== null,
  created_at: client.createdAt.toISOString(),
});

/** The settings of a client; its resources are their URIs. */
export const settingsOf = (client: Client): NewClient => ({
  ...client,
  resources: client.resources.map(({ uri }) => uri),
});

/**
 * Check that the settings are consistent, and that the resources are registered and have the scope.
 *
 * @throws {InvalidInput} 400 if they contradict each other, 422 if they do not match what is registered
 */
export async function checkClient(db: Db, client: NewClient): Promise<void> {
  refuseFaults([
    ...faultsOfId(client),
    ...faultsOfResources(client),
    ...faultsOfGrants(client),
    ...faultsOfExchange(client),
    ...faultsOfAddresses(client),
    ...faultsOfLogoutUri(client),
    ...faultsOfKeys(client),
    ...faultsOfProfile(client),
  ]);
  const registered = await listResources(db);
  const missing = client.resources.filter((uri) => !registered.some((known) => known.uri === uri));
  const offered = registered
    .filter(({ uri }) => client.resources.includes(uri))
    .flatMap((known) => known.scope);
  const faults: Fault[] = missing.map((uri) => ({
    pointer: `/resources/${client.resources.indexOf(uri)}`,
    message: notRegistered(uri),
  }));
  for (const [index, pair] of client.mayExchange.entries()) {
    const [from = ""] = pair.split(" ");
    if (registered.some(({ uri }) => uri === from)) continue;
    faults.push({ pointer: `/may_exchange/${index}`, message: `"${pair}": ${notRegistered(from)}` });
  }
  const unknown = client.scope.find((token) => !isIdentityScope(token) && !isScopeWithin([token], offered));
  if (faults.length === 0 && unknown !== undefined) {
    const message = `none of its resources has the scope ${unknown}; they have: ${offered.join(" ") || "none"}`;
    faults.push({ pointer: "/scope", message });
  }
  if (faults.length > 0) throw new InvalidInput(faults, "body_invalid", 422);
}

const notRegistered = (uri: string): string =>
  `the resource ${uri} is not registered; to register it: regrant resource create ${uri}`;

function faultsOfId({ clientId }: NewClient): Fault[] {
  if (isClientId(clientId) && !isUuid(clientId)) return [];
  const message =
    "must be at most 128 letters, digits, . _ ~ or -, and not a UUID, which would look like a user id";
  return [{ pointer: "/client_id", message }];
}

/** A client_id is the sub of the client's own tokens, and must not look like a user id (RFC 9068 §5). */
const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);

function faultsOfResources({ resources }: NewClient): Fault[] {
  if (resources.length > 0) return [];
  const message: Wording = (name) =>
    `name an API that it may request tokens for, or let it sign users in with ${name("scope")} openid`;
  return [{ pointer: "/resources", message }];
}

const tokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

function faultsOfGrants(client: NewClient): Fault[] {
  const { grantTypes: grants, firstParty, tokenEndpointAuthMethod, redirectUris, pkce, mayExchange } = client;
  const rules: readonly (readonly [GrantType, boolean, Wording])[] = [
    ["password", firstParty, (name) => `password requires ${name("first_party")}`],
    [
      "client_credentials",
      tokenEndpointAuthMethod !== "none",
      (name) =>
        `client_credentials requires a secret or keys, so it conflicts with ${name("confidential: false")}`,
    ],
    [
      tokenExchange,
      tokenEndpointAuthMethod !== "none" && mayExchange.length > 0,
      (name) =>
        `token-exchange requires a secret or keys, and ${name("may_exchange")}, which says what may be exchanged`,
    ],
    [
      "authorization_code",
      redirectUris.length > 0,
      (name) => `authorization_code requires ${name("redirect_uris")}, where codes may be sent`,
    ],
  ];
  const faults = rules.flatMap(([grant, holds, message]) =>
    grants.includes(grant) && !holds ? [{ pointer: "/grant_types", message }] : [],
  );
  if (pkce === "required" || tokenEndpointAuthMethod !== "none") return faults;
  const message = `${pkce} requires a secret or keys: nothing but PKCE tells a public client from a thief of its codes`;
  return [...faults, { pointer: "/pkce", message }];
}

/** What a token is exchanged into must be one that the client may ask for. */
function faultsOfExchange({ mayExchange, resources }: NewClient): Fault[] {
  return mayExchange.flatMap((pair, index) => {
    const [, to = ""] = pair.split(" ");
    if (resources.includes(to)) return [];
    const message: Wording = (name) =>
      `"${pair}": ${to} is not among its ${name("resources")}, so it could not ask for a token for it`;
    return [{ pointer: `/may_exchange/${index}`, message }];
  });
}

function faultsOfAddresses(client: NewClient): Fault[] {
  const { redirectUris, allowedOrigins } = client;
  const at = (list: string, faultOf: (uri: string) => Wording | null) => (uri: string, index: number) => {
    const fault = faultOf(uri);
    if (fault === null) return [];
    return [{ pointer: `/${list}/${index}`, message: (name: NameMember) => `${uri} ${worded(fault, name)}` }];
  };
  return [
    ...redirectUris.flatMap(at("redirect_uris", (uri) => faultOfRedirect(client, uri))),
    ...client.postLogoutRedirectUris.flatMap(
      at("post_logout_redirect_uris", (uri) => faultOfRedirect({ ...client, firstParty: false }, uri)),
    ),
    ...allowedOrigins.flatMap(at("allowed_origins", faultOfOrigin)),
    ...faultsOfDelivery(client),
  ];
}

/** Called by this server, so it must be reachable over HTTP (OpenID Connect Back-Channel Logout 1.0 §2.2). */
function faultsOfLogoutUri({ backchannelLogoutUri: uri }: NewClient): Fault[] {
  if (uri === null) return [];
  const fault = /^https?:/.test(uri) ? faultOfRedirectUri(uri) : "is not an https URI";
  return fault === null ? [] : [{ pointer: "/backchannel_logout_uri", message: `${uri} ${fault}` }];
}

/** Any app can claim such a scheme, so its users must consent each time; users of first-party clients never consent. */
function faultOfRedirect({ allowUndottedSchemes, firstParty }: NewClient, uri: string): Wording | null {
  const fault = faultOfRedirectUri(uri, allowUndottedSchemes);
  if (fault === null) {
    if (!firstParty || !isUndotted(uri)) return null;
    return (name) =>
      `has a private-use scheme without a dot, which conflicts with ${name("first_party")}: an app that claims it would get codes without consent`;
  }
  if (faultOfRedirectUri(uri, true) !== null) return fault;
  return (name) => `${fault}. If the app's makers have fixed it, set ${name("allow_undotted_schemes")}`;
}

function faultsOfDelivery({ refreshTokenDelivery, allowedOrigins }: NewClient): Fault[] {
  if (refreshTokenDelivery !== "cookie") return [];
  const pointer = "/refresh_token_delivery";
  if (allowedOrigins.length === 0)
    return [
      {
        pointer,
        message: (name) => `cookie requires ${name("allowed_origins")}, where the browser app runs`,
      },
    ];
  const webViews = allowedOrigins.filter(
    (origin) => isWebViewOrigin(origin) && faultOfOrigin(origin) === null,
  );
  if (webViews.length === 0) return [];
  const message = `cookie conflicts with ${webViews.join(", ")}: such a page is on a different site from this server, so browsers never send the cookie (SameSite=Strict). Use body`;
  return [{ pointer, message }];
}
