/**
 * User codes: short enough to type, from letters that nobody mistakes for each other and that spell no words.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-6.1
 */
import { randomInt } from "node:crypto";
const letters = "BCDFGHJKLMNPQRSTVWXZ";
const half = 4;
/** WDJB-MJHT: one of 25.6 thousand million. */
export function newUserCode() {
    const draw = () => Array.from({ length: half }, () => letters[randomInt(letters.length)]).join("");
    return `${draw()}-${draw()}`;
}
/** What a person typed, as it was meant; null if it cannot be a code. */
export function parseUserCode(typed) {
    const bare = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
    const isCode = bare.length === 2 * half && [...bare].every((letter) => letters.includes(letter));
    return isCode ? `${bare.slice(0, half)}-${bare.slice(half)}` : null;
}
//# sourceMappingURL=user-code.js.map