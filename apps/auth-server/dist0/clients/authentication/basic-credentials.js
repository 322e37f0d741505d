/**
 * The Authorization header of client_secret_basic. RFC 6749 §2.3.1 form-encodes both parts before RFC 7617 joins
 * them, which many clients omit. Both readings are returned, the standard's first; they coincide if nothing needed
 * encoding.
 */
import { isUtf8 } from "node:buffer";
import { decodeFormComponent } from "../../http/form.js";
/**
 * Whether this is meant as a client's credentials, valid or not. Other schemes are not: HTTP libraries add the access
 * token to every request, and proxies their users' credentials.
 */
export const isBasic = (authorization) => /^basic(?![\w-])/i.test(authorization);
/** @returns at least one reading; null if the header is no well-formed Basic credential */
export function parseBasicCredentials(authorization) {
    const text = decodeBasic(authorization);
    return text === null ? null : readingsAt(text, text.indexOf(":"));
}
/**
 * The readings whose name is a URI, the standard's first. URIs contain colons that not every API encodes, so the
 * secret follows the last one: Regrant's secrets contain none.
 */
export function parseApiCredentials(authorization) {
    const text = decodeBasic(authorization);
    if (text === null)
        return [];
    return readingsAt(text, text.lastIndexOf(":")).filter(({ clientId }) => clientId.includes(":"));
}
function decodeBasic(authorization) {
    const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
    if (encoded === undefined)
        return null;
    const bytes = Buffer.from(encoded, "base64");
    const text = bytes.toString("utf8");
    return isUtf8(bytes) && text.indexOf(":") >= 1 && !text.includes("\0") ? text : null;
}
function readingsAt(text, colon) {
    const raw = { clientId: text.slice(0, colon), secret: text.slice(colon + 1) };
    const clientId = decodeFormComponent(raw.clientId);
    const secret = decodeFormComponent(raw.secret);
    if (clientId === null || secret === null || clientId.includes("\0"))
        return [raw];
    const standard = { clientId, secret };
    return clientId === raw.clientId && secret === raw.secret ? [standard] : [standard, raw];
}
//# sourceMappingURL=basic-credentials.js.map