/** Administration of users; each act is one transaction with its audit event, except for ending many sessions. */
import { Type } from "typebox";
import { changesBetween, sentOr } from "../administration/act.js";
import { checkInput, conflict, InvalidInput, notThere, refuseFaults, } from "../administration/faults.js";
import { closed, dateTime, nullable } from "../administration/schemas.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { endManySessions } from "../codes/ends.js";
import { brokenConstraint, inTransaction } from "../database/database.js";
import { deleteAll } from "../deletion/deletion.js";
import { changedClaims, changedNames, claimChanges, claimsOf, claimsRepresentation, faultsOfClaims, faultsOfOwnClaims, valuesOf, } from "./claim-changes.js";
import { commonPasswordFault } from "./common-passwords.js";
import { faultOfEmail, trimmedEmail } from "./email-address.js";
import { findKeylessUser } from "./email-keys.js";
import { endEverything, setPassword } from "./ends.js";
import { faultOfNewPassword, longestPassword } from "./password-text.js";
import { endSignIns } from "./sign-ins.sql.js";
import { deleteUserRow, findUserByEmail, findUserById, insertUser, lockUser, lockUserForDeletion, setUserDisabled, updateUser, } from "./users.sql.js";
/** As far as a pattern can check; `faultOfEmail` does the rest. */
const email = Type.String({
    maxLength: 400,
    pattern: "^\\s*[^@\\p{Cc}\\p{Cs}]{1,64}@[^@\\p{Cc}\\p{Cs}]{1,255}\\s*$",
    description: "an email address",
});
const roles = Type.Array(Type.String({
    pattern: "^[\\x21-\\x7e]{1,64}$",
    description: "a role: 1 to 64 printable characters without spaces",
}), { uniqueItems: true, maxItems: 100 });
/** As far as a pattern can check before normalization; `faultOfNewPassword` does the rest. */
const password = Type.String({
    pattern: `^[^\\p{Cc}\\p{Cs}]{8,${8 * longestPassword}}$`,
    description: `8 to ${longestPassword} characters long, without control characters`,
});
export const NewUserBody = Type.Object({ email, password, roles: Type.Optional(roles), claims: Type.Optional(claimChanges) }, closed);
export const UserChanges = Type.Partial(Type.Object({ email, password, roles, claims: claimChanges }), closed);
/** What people may change of themselves. */
const OwnChanges = Type.Pick(UserChanges, ["claims"], closed);
export const UserRepresentation = Type.Object({
    id: Type.String({ format: "uuid", description: "The sub of the tokens." }),
    email: Type.String(),
    roles: Type.Array(Type.String()),
    claims: claimsRepresentation,
    disabled: Type.Boolean({ description: "By an operator, or because they closed their account." }),
    delete_at: nullable({
        ...dateTime,
        description: "When the account will be deleted, because its user asked for that.",
    }),
    created_at: dateTime,
}, { $id: "User" });
export const describeUser = (user) => ({
    id: user.id,
    email: user.email,
    roles: [...user.roles],
    claims: claimsOf(valuesOf(user.claims)),
    disabled: user.disabledAt !== null,
    delete_at: user.deleteAt?.toISOString() ?? null,
    created_at: user.createdAt.toISOString(),
});
/** @throws {InvalidInput} if the address or password could not be used to sign in */
export function checkUser(sent) {
    checkInput(UserChanges, sent);
    const fault = (member, message) => message === null ? [] : [{ pointer: `/${member}`, message }];
    refuseFaults([
        ...(sent.email === undefined ? [] : fault("email", faultOfEmail(trimmedEmail(sent.email)))),
        ...(sent.password === undefined ? [] : fault("password", faultOfNewPassword(sent.password))),
        ...(sent.claims === undefined ? [] : faultsOfClaims(sent.claims)),
    ]);
}
/** @throws {OAuthError} if the email address is taken, or the address or password is invalid */
export async function addUser(db, sent, { by }, hashPassword) {
    checkUser(sent);
    const email = trimmedEmail(sent.email);
    await refuseCommon(sent.password, email);
    const passwordHash = await hashPassword(sent.password);
    const { roles = [], claims = {} } = sent;
    return inTransaction(db, (tx) => createUser(tx, { email, passwordHash, roles, claims }, by));
}
/**
 * Create a user in the caller's transaction. Checks only that the address is free.
 *
 * @param more of the audit event's detail
 * @throws {OAuthError} already_registered if the address is taken
 */
export async function createUser(tx, { claims: sent, ...user }, by, more = {}) {
    const { email } = user;
    await checkNotTaken(tx, email, null);
    const claims = changedClaims({ email, claims: {} }, email, sent);
    const created = await insertUser(tx, { ...user, claims }).catch(refuseTaken(email));
    const names = Object.keys(claims);
    const detail = { roles: created.roles, ...(names.length > 0 && { claims: names }), ...more };
    await insertAuditEvent(tx, { ...by, event: "user.created", userId: created.id, detail });
    return created;
}
/**
 * Change a user. A new password ends all sessions and sign-ins: the first batch in the same transaction, so that normally both
 * happen or neither; any further batches right after.
 *
 * @throws {OAuthError} if there is none, the email address is taken, or the password is easily guessed
 */
export async function changeUser(db, id, sent, act, hashPassword) {
    checkUser(sent);
    const { password } = sent;
    const email = sent.email === undefined ? undefined : trimmedEmail(sent.email);
    if (password !== undefined)
        await refuseCommon(password, email ?? (await readUser(db, id)).email);
    const passwordHash = password === undefined ? null : await hashPassword(password);
    const changed = await withUser(db, id, act, async (tx, user) => {
        if (email !== undefined && email !== user.email)
            await checkNotTaken(tx, email, id);
        const updated = await update(tx, user, { ...sent, email }, act.by);
        if (passwordHash !== null)
            await setPassword(tx, { userId: id }, passwordHash, act.by);
        return updated;
    }).catch(refuseTaken(email ?? ""));
    if (passwordHash !== null)
        await endManySessions(db, { userId: id }, "password_changed", act.by);
    return changed;
}
/**
 * Change what people may change of themselves.
 *
 * @throws {OAuthError} if there is no such user, or a claim is invalid or not the person's to edit
 */
export function changeOwnProfile(db, id, sent, by) {
    checkInput(OwnChanges, sent);
    const { claims = {} } = sent;
    refuseFaults([...faultsOfOwnClaims(claims), ...faultsOfClaims(claims)]);
    return withUser(db, id, { by }, (tx, user) => update(tx, user, { claims }, by));
}
async function update(tx, user, sent, by) {
    const { id } = user;
    const email = sentOr(sent.email, user.email);
    const claims = changedClaims(user, email, sent.claims);
    const next = { id, email, roles: sentOr(sent.roles, user.roles), claims };
    await updateUser(tx, next);
    // Personal data: the audit outlives the account, so it gets neither the address nor what is claimed.
    const { changed, from, to } = changesBetween({ roles: user.roles }, { roles: next.roles });
    const names = [
        ...(next.email === user.email ? [] : ["email"]),
        ...changed,
        ...changedNames(user.claims, claims).map((name) => `claims.${name}`),
    ];
    if (names.length > 0) {
        const detail = { changed: names, from, to };
        await insertAuditEvent(tx, { ...by, event: "user.updated", userId: id, detail });
    }
    return readUser(tx, id);
}
/** Change a user's roles, if that comes to anything. Nothing is written, nor locked, where it does not. */
export async function changeRoles(db, id, rolesAfter, by) {
    const isSame = ({ roles }) => JSON.stringify(rolesAfter(roles)) === JSON.stringify(roles);
    if (isSame(await readUser(db, id)))
        return;
    await withUser(db, id, { by }, (tx, user) => update(tx, user, { roles: rolesAfter(user.roles) }, by));
}
async function refuseCommon(password, address) {
    const message = await commonPasswordFault(password, address);
    if (message !== null)
        throw new InvalidInput([{ pointer: "/password", message }], "password_common");
}
const taken = (address, cause) => conflict("already_registered", `the user ${address} already exists, perhaps in another spelling; see: regrant user list`, cause);
/** The refusal of an address that another user got at the same moment. */
export const refuseTaken = (address) => (cause) => {
    throw brokenConstraint(cause)?.startsWith("users_email") ? taken(address, cause) : cause;
};
/** @throws {OAuthError} already_registered if a user has the address, in any spelling */
export async function checkFree(tx, email) {
    if ((await findUserByEmail(tx, email)) !== null)
        throw taken(email);
    await checkNotTaken(tx, email, null);
}
/** The index of keys does not cover users without a key. @throws {OAuthError} if another user has the address */
export async function checkNotTaken(tx, email, exceptId) {
    if ((await findKeylessUser(tx, email, exceptId)) !== null)
        throw taken(email);
}
/**
 * Disable a user, then end sign-ins, codes and sessions.
 *
 * Disabling commits first: every sign-in, refresh and page checks it, so the rest is useless however long ending it takes. After
 * a failure, repeat the call.
 */
export async function disableUser(db, id, act) {
    const item = await setDisabled(db, id, true, act);
    return {
        item,
        sessionsEnded: (await endEverything(db, { userId: id }, "user_disabled", act.by)).sessionsEnded,
    };
}
/**
 * Delete a user with sessions, sign-ins, codes and consents. They are disabled first, so that nothing new is opened meanwhile.
 * The audit keeps the id.
 */
export async function deleteUser(db, id, act) {
    await setDisabled(db, id, true, act);
    await endSignIns(db, { userId: id }, "user_deleted", act.by);
    return deleteAll(db, { userId: id }, act, {
        lock: (tx) => lockUserForDeletion(tx, id),
        record: (tx, sessionsEnded) => insertAuditEvent(tx, {
            ...act.by,
            event: "user.deleted",
            userId: id,
            detail: { sessions_ended: sessionsEnded },
        }),
        remove: (tx) => deleteUserRow(tx, id),
    });
}
/** Enable a user again, after ending anything that disabling left open. Cancels a deletion that the user asked for. */
export async function enableUser(db, id, act) {
    const user = await readUser(db, id);
    if (user.disabledAt !== null)
        await endEverything(db, { userId: id }, "user_disabled", act.by);
    return setDisabled(db, id, false, act);
}
const setDisabled = (db, id, disabled, act) => withUser(db, id, act, async (tx, user) => {
    if ((user.disabledAt !== null) === disabled && user.closedAt === null)
        return user;
    await setUserDisabled(tx, id, disabled);
    await insertAuditEvent(tx, { ...act.by, event: disabled ? "user.disabled" : "user.enabled", userId: id });
    if (!disabled && user.deleteAt !== null)
        await insertAuditEvent(tx, { ...act.by, event: "user.deletion_cancelled", userId: id });
    return readUser(tx, id);
});
const withUser = (db, id, { check }, work) => inTransaction(db, async (tx) => {
    const user = await lockUser(tx, id);
    if (user === null)
        throw notThere(`user ${id}`);
    check?.(describeUser(user));
    return work(tx, user);
});
/** @throws {OAuthError} if there is none */
export async function readUser(db, id) {
    const user = await findUserById(db, id);
    if (user === null)
        throw notThere(`user ${id}`);
    return user;
}
//# sourceMappingURL=users.js.map