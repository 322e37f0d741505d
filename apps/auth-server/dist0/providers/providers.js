/** Administration of providers; each act is one transaction with its audit event, except for ending many sessions. */
import { isLoopbackHost, parseUrl } from "../shared/index.js";
import { Type } from "typebox";
import { changesBetween } from "../administration/act.js";
import { conflict, notThere, refuseFaults } from "../administration/faults.js";
import { closed, dateTime } from "../administration/schemas.js";
import { describeValues, initialValues, schemasOf, withChanges } from "../administration/settings.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { brokenConstraint, inTransaction } from "../database/database.js";
import { endSignInsOfProvider } from "./ends.js";
import { countIdentitiesOf } from "./identities.sql.js";
import { deleteProviderRow, findProvider, insertProvider, lockProvider, setProviderDisabled, updateProvider, } from "./providers.sql.js";
import { sealProviderSecret } from "./secret.js";
import { providerSettings } from "./settings.js";
const members = schemasOf(providerSettings);
export const providerId = Type.String({
    pattern: "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$",
    description: "1 to 32 lower-case letters, digits and hyphens",
});
const clientSecret = Type.String({
    pattern: "^[^\\p{Cc}\\p{Cs}]{1,2000}$",
    description: "a secret of 1 to 2000 characters",
});
export const NewProviderBody = Type.Object({
    id: providerId,
    client_secret: Type.Optional(clientSecret),
    ...Type.Partial(Type.Object(members)).properties,
    issuer: members.issuer,
    client_id: members.client_id,
}, closed);
export const ProviderChanges = Type.Partial(Type.Object(members), closed);
export const ProviderSecretBody = Type.Object({ client_secret: clientSecret }, closed);
export const ProviderRepresentation = Type.Object({
    id: providerId,
    ...members,
    has_secret: Type.Boolean({ description: "Whether this server has a secret to show there." }),
    disabled: Type.Boolean(),
    created_at: dateTime,
}, { $id: "Provider" });
export const describeProvider = (provider) => ({
    id: provider.id,
    ...describeValues(providerSettings, provider),
    has_secret: provider.clientSecret !== null,
    disabled: provider.disabledAt !== null,
    created_at: provider.createdAt.toISOString(),
});
/** @throws {OAuthError} if the settings are wrong, or the id or issuer is taken */
export async function registerProvider(db, secrets, { client_secret: secret, ...sent }, { by }) {
    const { id } = sent;
    const provider = withChanges(providerSettings, { ...initialValues(providerSettings), name: id }, sent);
    check(provider);
    const sealed = secret === undefined || secrets === null ? null : sealProviderSecret(secrets, id, secret);
    return inTransaction(db, async (tx) => {
        await insertProvider(tx, { ...provider, id, clientSecret: sealed });
        const inserted = await readProvider(tx, id);
        await insertAuditEvent(tx, { ...by, event: "provider.created", detail: describeProvider(inserted) });
        return inserted;
    }).catch((cause) => {
        if (brokenConstraint(cause) !== "providers_pkey")
            throw issuerTaken(cause, provider.issuer);
        throw conflict("already_registered", `the provider ${id} already exists; choose another id`, cause);
    });
}
const issuerTaken = (cause, issuer) => brokenConstraint(cause) === "providers_issuer_key"
    ? conflict("already_registered", `the issuer ${issuer} is already that of another provider; see: regrant provider list`, cause)
    : cause;
function check({ issuer, scope, rolesClaim, roles, }) {
    const url = parseUrl(issuer);
    const isSafe = url !== null && (url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname)));
    const faults = [
        isSafe && !/[?#]/.test(issuer) && url.username === "" && url.password === ""
            ? null
            : {
                pointer: "/issuer",
                message: `"${issuer}" is not an https URL without query and fragment (http: on this machine only)`,
            },
        scope.includes("openid")
            ? null
            : { pointer: "/scope", message: "has to contain openid: nothing else tells who signs in" },
        (rolesClaim === null) === (Object.keys(roles).length === 0)
            ? null
            : {
                pointer: rolesClaim === null ? "/roles" : "/roles_claim",
                message: (name) => rolesClaim === null
                    ? `requires ${name("roles_claim")}: which claim holds the groups?`
                    : `requires ${name("roles")}: which group gives which role?`,
            },
    ];
    refuseFaults(faults.filter((fault) => fault !== null));
}
/**
 * The issuer stays while anybody is linked: another issuer's subjects are other people.
 *
 * @throws {OAuthError} if there is none, or the settings would be wrong
 */
export const changeProvider = (db, id, sent, act) => withProvider(db, id, act, async (tx, provider) => {
    const next = withChanges(providerSettings, provider, sent);
    check(next);
    if (next.issuer !== provider.issuer && (await countIdentitiesOf(tx, id)) > 0) {
        const message = `users are linked to the provider ${id}, and another issuer's users are other people; create another provider instead`;
        throw conflict("state_conflict", message);
    }
    await updateProvider(tx, next);
    const changes = changesBetween(describeProvider(provider), describeProvider(next));
    if (changes.changed.length > 0)
        await insertAuditEvent(tx, {
            ...act.by,
            event: "provider.updated",
            detail: { provider: id, ...changes },
        });
    return next;
}).catch((cause) => {
    throw issuerTaken(cause, sent.issuer ?? "");
});
/** Replace the secret by one that the provider has issued. */
export const setProviderSecret = (db, secrets, id, secret, act) => withProvider(db, id, act, async (tx, provider) => {
    const next = { ...provider, clientSecret: sealProviderSecret(secrets, id, secret) };
    await updateProvider(tx, next);
    await insertAuditEvent(tx, { ...act.by, event: "provider.secret_changed", detail: { provider: id } });
    return next;
});
/**
 * Disable a provider, then end what was opened through it. Disabling commits first: every sign-in checks it, so that nothing
 * new comes.
 */
export async function disableProvider(db, id, act) {
    const item = await setDisabled(db, id, true, act);
    return {
        item,
        sessionsEnded: await endSignInsOfProvider(db, { providerId: id }, "provider_disabled", act.by),
    };
}
/** Delete a provider with the links to it. Users who have no other way to sign in need a new password. */
export async function deleteProvider(db, id, act) {
    const { item, sessionsEnded } = await disableProvider(db, id, act);
    await inTransaction(db, async (tx) => {
        if ((await lockProvider(tx, id)) === null)
            throw notThere(`provider ${id}`);
        const identities = await countIdentitiesOf(tx, id);
        await deleteProviderRow(tx, id);
        const detail = { provider: id, identities, sessions_ended: sessionsEnded };
        await insertAuditEvent(tx, { ...act.by, event: "provider.deleted", detail });
    });
    return { item, sessionsEnded };
}
export const enableProvider = (db, id, act) => setDisabled(db, id, false, act);
const setDisabled = (db, id, disabled, act) => withProvider(db, id, act, async (tx, provider) => {
    if ((provider.disabledAt !== null) === disabled)
        return provider;
    await setProviderDisabled(tx, id, disabled);
    const event = disabled ? "provider.disabled" : "provider.enabled";
    await insertAuditEvent(tx, { ...act.by, event, detail: { provider: id } });
    return readProvider(tx, id);
});
const withProvider = (db, id, { check }, work) => inTransaction(db, async (tx) => {
    const provider = await lockProvider(tx, id);
    if (provider === null)
        throw notThere(`provider ${id}`);
    check?.(describeProvider(provider));
    return work(tx, provider);
});
/** @throws {OAuthError} if there is none */
export async function readProvider(db, id) {
    const provider = await findProvider(db, id);
    if (provider === null)
        throw notThere(`provider ${id}`);
    return provider;
}
//# sourceMappingURL=providers.js.map