import { error, ok, warning } from "./finding.js";
export function checkUsers({ collisions, pending }) {
    const findings = collisions.map(({ users }) => error("user_address", `${users.length} users share an email address in different spellings: ${users.map(({ id, email }) => `${inAscii(email)} (${id})`).join(", ")}. Each can sign in only with the exact spelling.`, "Change the address of all but one: regrant user update <id> --email …; then run regrant migrate."));
    if (pending > 0) {
        findings.push(warning("user_address", `Users who can sign in only with the exact spelling of their email address: ${pending}.`, "Run: regrant migrate"));
    }
    return findings.length > 0 ? findings : [ok("user_address", "Every email address belongs to one user.")];
}
/** More are not named. */
export const mostNamed = 20;
export function checkAdministrators({ issuer }, withoutFactor) {
    if (withoutFactor.length === 0)
        return ok("administrators", "Every administrator has a second factor.");
    const named = withoutFactor.slice(0, mostNamed).map(inAscii);
    return warning("administrators", `Administrators without a second factor: ${named.join(", ")}${withoutFactor.length > mostNamed ? ", and more" : ""}. A stolen password is enough to administer.`, `Have them set one up at ${issuer}/account/factors. With REQUIRE_MFA_ROLES=admin they have to.`);
}
/** Escapes characters that look alike or are invisible. */
const inAscii = (email) => email.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
//# sourceMappingURL=users.js.map