/** Administration of resources; each act is one transaction with its audit event. */
import { parseUrl } from "@regrant/shared";
import { type Static, Type } from "typebox";
import { type Act, changesBetween, type WithSecret } from "../administration/act.js";
import { conflict, type NameMember, notThere, refuseFaults } from "../administration/faults.js";
import { closed, dateTime } from "../administration/schemas.js";
import { describeValues, initialValues, schemasOf, withChanges } from "../administration/settings.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { brokenConstraint, inTransaction, type Pool, type Transaction } from "../database/database.js";
import { isIdentityScope } from "../identity-scopes.js";
import { hashSecret, newSecret } from "../secrets.js";
import {
  findResource,
  insertResource,
  lockResource,
  type RegisteredResource,
  type Resource,
  updateResource,
} from "./resources.sql.js";
import { resourceSettings } from "./settings.js";

const members = schemasOf(resourceSettings);

export const NewResourceBody = Type.Object(
  {
    resource: Type.String({ maxLength: 1000, description: "Its identifier, the tokens' aud (RFC 8707 §2)." }),
    ...Type.Partial(Type.Object(members)).properties,
  },
  closed,
);
export type NewResourceBody = Static<typeof NewResourceBody>;

export const ResourceChanges = Type.Partial(Type.Object(members), closed);
export type ResourceChanges = Static<typeof ResourceChanges>;

export const ResourceRepresentation = Type.Object(
  {
    resource: Type.String(),
    ...members,
    secrets: Type.Integer({ description: "How many secrets it may introspect with." }),
    created_at: dateTime,
  },
  { $id: "Resource" },
);

export const describeResource = (resource: RegisteredResource): Static<typeof ResourceRepresentation> => ({
  resource: resource.uri,
  ...describeValues(resourceSettings, resource),
  secrets: resource.secretHashes.length,
  created_at: resource.createdAt.toISOString(),
});

/** @throws {OAuthError} if the settings are wrong or the URI is taken */
export async function registerResource(
  db: Pool,
  sent: NewResourceBody,
  { by }: Act,
): Promise<RegisteredResource> {
  const bare = { ...initialValues(resourceSettings), uri: sent.resource };
  const resource = withChanges(resourceSettings, bare, sent);
  check(resource);
  return inTransaction(db, async (tx) => {
    await insertResource(tx, resource);
    const inserted = await readResource(tx, resource.uri);
    await insertAuditEvent(tx, { ...by, event: "resource.created", detail: describeResource(inserted) });
    return inserted;
  }).catch((cause: unknown) => {
    if (brokenConstraint(cause) !== "resources_pkey") throw cause;
    const message = `the resource ${resource.uri} is already registered; see: regrant resource list`;
    throw conflict("already_registered", message, cause);
  });
}

function check({ uri, scope, scopeDescriptions, open, openScope }: Resource): void {
  // RFC 8707 §2: an absolute URI without a fragment.
  const isUri = parseUrl(uri) !== null && !/[#\s\p{Cc}\p{Cs}]/u.test(uri);
  const stray = Object.keys(scopeDescriptions).filter((token) => !scope.includes(token));
  refuseFaults([
    ...(isUri
      ? []
      : [
          {
            pointer: "/resource",
            message: `"${uri}" is not an absolute URI like https://notes.example.com`,
          },
        ]),
    ...stray.map((token) => ({
      pointer: "/scope_descriptions",
      message: `${token} is not in its scope`,
    })),
    ...openScope
      .filter((token) => !scope.includes(token))
      .map((token) => ({ pointer: "/open_scope", message: `${token} is not in its scope` })),
    ...openScope.filter(isIdentityScope).map((token) => ({
      pointer: "/open_scope",
      message: `${token} is a scope of this server, which tells about users: it cannot be an API's to open`,
    })),
    ...(open && openScope.length === 0
      ? [
          {
            pointer: "/open",
            message: (name: NameMember) => `requires ${name("open_scope")}: what may anybody ask for?`,
          },
        ]
      : []),
  ]);
}

/** @throws {OAuthError} if there is none or the settings would be wrong */
export const changeResource = (
  db: Pool,
  uri: string,
  sent: ResourceChanges,
  act: Act,
): Promise<RegisteredResource> =>
  withResource(db, uri, act, async (tx, resource) => {
    const next = withChanges(resourceSettings, resource, sent);
    check(next);
    await updateResource(tx, next);
    const changes = changesBetween(describeResource(resource), describeResource(next));
    const detail = { resource: uri, ...changes };
    if (changes.changed.length > 0)
      await insertAuditEvent(tx, { ...act.by, event: "resource.updated", detail });
    return next;
  });

/** Create a new introspection secret. The previous one stays valid until it is dropped. */
export const rotateResourceSecret = (
  db: Pool,
  uri: string,
  act: Act,
): Promise<WithSecret<RegisteredResource>> =>
  withResource(db, uri, act, async (tx, resource) => {
    const secret = newSecret();
    const item = {
      ...resource,
      secretHashes: [hashSecret(secret), ...resource.secretHashes.slice(0, 1)],
    };
    await updateResource(tx, item);
    await insertAuditEvent(tx, { ...act.by, event: "resource.secret_rotated", detail: { resource: uri } });
    return { item, secret };
  });

/** Invalidate the previous secret. @throws {OAuthError} if there is none */
export const dropPreviousResourceSecret = (db: Pool, uri: string, act: Act): Promise<RegisteredResource> =>
  withResource(db, uri, act, async (tx, resource) => {
    if (resource.secretHashes.length < 2)
      throw conflict("state_conflict", `the resource ${uri} has no previous secret`);
    const item = { ...resource, secretHashes: resource.secretHashes.slice(0, 1) };
    await updateResource(tx, item);
    await insertAuditEvent(tx, { ...act.by, event: "resource.secret_dropped", detail: { resource: uri } });
    return item;
  });

export const withResource = <T>(
  db: Pool,
  uri: string,
  { check }: Act,
  work: (tx: Transaction, resource: RegisteredResource) => Promise<T>,
): Promise<T> =>
  inTransaction(db, async (tx) => {
    const resource = await lockResource(tx, uri);
    if (resource === null) throw notThere(`resource ${uri}`);
    check?.(describeResource(resource));
    return work(tx, resource);
  });

/** @throws {OAuthError} if there is none */
export async function readResource(db: Pool | Transaction, uri: string): Promise<RegisteredResource> {
  const resource = await findResource(db, uri);
  if (resource === null) throw notThere(`resource ${uri}`);
  return resource;
}
