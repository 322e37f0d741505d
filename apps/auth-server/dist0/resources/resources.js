/** Administration of resources; each act is one transaction with its audit event. */
import { parseUrl } from "../shared/index.js";
import { Type } from "typebox";
import { changesBetween } from "../administration/act.js";
import { conflict, notThere, refuseFaults } from "../administration/faults.js";
import { closed, dateTime } from "../administration/schemas.js";
import { describeValues, initialValues, schemasOf, withChanges } from "../administration/settings.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { brokenConstraint, inTransaction } from "../database/database.js";
import { isIdentityScope } from "../identity-scopes.js";
import { hashSecret, newSecret } from "../secrets.js";
import { findResource, insertResource, lockResource, updateResource, } from "./resources.sql.js";
import { resourceSettings } from "./settings.js";
const members = schemasOf(resourceSettings);
export const NewResourceBody = Type.Object({
    resource: Type.String({ maxLength: 1000, description: "Its identifier, the tokens' aud (RFC 8707 §2)." }),
    ...Type.Partial(Type.Object(members)).properties,
}, closed);
export const ResourceChanges = Type.Partial(Type.Object(members), closed);
export const ResourceRepresentation = Type.Object({
    resource: Type.String(),
    ...members,
    secrets: Type.Integer({ description: "How many secrets it may introspect with." }),
    created_at: dateTime,
}, { $id: "Resource" });
export const describeResource = (resource) => ({
    resource: resource.uri,
    ...describeValues(resourceSettings, resource),
    secrets: resource.secretHashes.length,
    created_at: resource.createdAt.toISOString(),
});
/** @throws {OAuthError} if the settings are wrong or the URI is taken */
export async function registerResource(db, sent, { by }) {
    const bare = { ...initialValues(resourceSettings), uri: sent.resource };
    const resource = withChanges(resourceSettings, bare, sent);
    check(resource);
    return inTransaction(db, async (tx) => {
        await insertResource(tx, resource);
        const inserted = await readResource(tx, resource.uri);
        await insertAuditEvent(tx, { ...by, event: "resource.created", detail: describeResource(inserted) });
        return inserted;
    }).catch((cause) => {
        if (brokenConstraint(cause) !== "resources_pkey")
            throw cause;
        const message = `the resource ${resource.uri} is already registered; see: regrant resource list`;
        throw conflict("already_registered", message, cause);
    });
}
function check({ uri, scope, scopeDescriptions, open, openScope }) {
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
                    message: (name) => `requires ${name("open_scope")}: what may anybody ask for?`,
                },
            ]
            : []),
    ]);
}
/** @throws {OAuthError} if there is none or the settings would be wrong */
export const changeResource = (db, uri, sent, act) => withResource(db, uri, act, async (tx, resource) => {
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
export const rotateResourceSecret = (db, uri, act) => withResource(db, uri, act, async (tx, resource) => {
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
export const dropPreviousResourceSecret = (db, uri, act) => withResource(db, uri, act, async (tx, resource) => {
    if (resource.secretHashes.length < 2)
        throw conflict("state_conflict", `the resource ${uri} has no previous secret`);
    const item = { ...resource, secretHashes: resource.secretHashes.slice(0, 1) };
    await updateResource(tx, item);
    await insertAuditEvent(tx, { ...act.by, event: "resource.secret_dropped", detail: { resource: uri } });
    return item;
});
export const withResource = (db, uri, { check }, work) => inTransaction(db, async (tx) => {
    const resource = await lockResource(tx, uri);
    if (resource === null)
        throw notThere(`resource ${uri}`);
    check?.(describeResource(resource));
    return work(tx, resource);
});
/** @throws {OAuthError} if there is none */
export async function readResource(db, uri) {
    const resource = await findResource(db, uri);
    if (resource === null)
        throw notThere(`resource ${uri}`);
    return resource;
}
//# sourceMappingURL=resources.js.map