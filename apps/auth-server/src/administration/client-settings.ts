/** What an application is registered with: the schemas, and the rules that a schema cannot tell. */
import { isScopeWithin, parseScope, parseUrl } from "@regrant/shared";
import { type Static, Type } from "typebox";
import { grantTypes } from "../grants/registry.js";
import { isClientId } from "../protocol/client-authentication.js";
import { faultOfRedirectUri } from "../protocol/redirect-uri.js";
import type { Client, NewClient } from "../store/clients.js";
import type { Db } from "../store/database.js";
import { listResources } from "../store/resources.js";
import { sentOr } from "./act.js";
import { type Fault, InvalidInput, refuseFaults } from "./faults.js";
import { closed, dateTime, lifetimes, nullableWord, scope, shortText } from "./schemas.js";

const uris = (description: string) =>
  Type.Array(Type.String({ maxLength: 2000 }), { uniqueItems: true, maxItems: 100, description });

const settings = {
  client_name: shortText(", what people call it"),
  grant_types: Type.Array(Type.Unsafe<string>({ type: "string", enum: [...grantTypes] }), {
    minItems: 1,
    uniqueItems: true,
  }),
  scope,
  resources: Type.Array(Type.String({ maxLength: 1000 }), {
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
    description: "The APIs that it may ask tokens for, the first by default.",
  }),
  first_party: Type.Boolean({ description: "The operator's own: it shows no consent page." }),
  redirect_uris: uris("Where codes may be sent, letter for letter."),
  refresh_token_delivery: Type.Unsafe<Client["refreshTokenDelivery"]>({
    type: "string",
    enum: ["body", "cookie"],
  }),
  allowed_origins: uris("Where a browser app runs."),
  ...lifetimes,
  on_address_change: nullableWord(
    ["log", "revoke", "ignore"],
    "What a refresh from elsewhere does to the session.",
  ),
  refresh_burst: Type.Unsafe<number | null>({
    type: ["integer", "null"],
    minimum: 0,
    maximum: 1_000_000,
    description: "How many refreshes within one access token's life are too many; 0: no number is.",
  }),
  on_refresh_burst: nullableWord(["log", "revoke"], "What too many refreshes do to the session."),
};

const { client_name, grant_types, resources, ...optional } = settings;

export const NewClientBody = Type.Object(
  {
    client_id: Type.Optional(Type.String({ maxLength: 128, description: "Made from the name if absent." })),
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
      description: "How many secrets are accepted: 2 between a rotation and the end of the old one.",
    }),
    disabled: Type.Boolean(),
    created_at: dateTime,
  },
  { $id: "Client" },
);

/** A client as its administrators see it: never its secrets. */
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

/** The settings with what was sent in place. */
export const withChanges = (client: NewClient, sent: ClientChanges): NewClient => ({
  ...client,
  name: sentOr(sent.client_name, client.name),
  grantTypes: sentOr(sent.grant_types, client.grantTypes),
  scope: sent.scope === undefined ? client.scope : (parseScope(sent.scope) ?? []),
  resources: sentOr(sent.resources, client.resources),
  firstParty: sentOr(sent.first_party, client.firstParty),
  redirectUris: sentOr(sent.redirect_uris, client.redirectUris),
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
 * Check the settings as a whole, and that its resources are registered and have its scope.
 *
 * @throws {InvalidInput} 400 where they contradict each other, 422 where they do not fit what is registered
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
    message: `the resource ${uri} is not registered; register it: regrant resource create ${uri}`,
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
    "wants letters, digits, . _ ~ or -, 128 at the most, and not the form of a user's id (UUID)";
  return [{ pointer: "/client_id", message }];
}

/** A client's id is the sub of its own tokens and must not look like a user's (RFC 9068 §5). */
const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);

function faultsOfGrants({ grantTypes: grants, firstParty, secretHashes, redirectUris }: NewClient): Fault[] {
  const rules: readonly (readonly [string, boolean, string])[] = [
    ["password", firstParty, "password wants first_party"],
    [
      "client_credentials",
      secretHashes.length > 0,
      "client_credentials wants a secret, so it does not go with confidential: false",
    ],
    [
      "authorization_code",
      redirectUris.length > 0,
      "authorization_code wants redirect_uris: where codes may be sent",
    ],
  ];
  return rules.flatMap(([grant, holds, message]) =>
    grants.includes(grant) && !holds ? [{ pointer: "/grant_types", message }] : [],
  );
}

function faultsOfAddresses({ redirectUris, allowedOrigins, refreshTokenDelivery }: NewClient): Fault[] {
  const faults = redirectUris.flatMap((uri, index): Fault[] => {
    const fault = faultOfRedirectUri(uri);
    return fault === null ? [] : [{ pointer: `/redirect_uris/${index}`, message: `${uri} ${fault}` }];
  });
  for (const [index, origin] of allowedOrigins.entries()) {
    if (parseUrl(origin)?.origin === origin) continue;
    const message = `"${origin}" is not an origin like https://app.example.com (no path, no slash at the end)`;
    faults.push({ pointer: `/allowed_origins/${index}`, message });
  }
  if (refreshTokenDelivery === "cookie" && allowedOrigins.length === 0) {
    const message = "cookie wants allowed_origins: where the browser app runs";
    faults.push({ pointer: "/refresh_token_delivery", message });
  }
  return faults;
}
