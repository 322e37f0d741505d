/**
 * TLS to PostgreSQL: libpq's `sslmode` and related parameters, for Node.js.
 *
 * `require` encrypts without verifying, as in libpq: most hosters' certificates cannot be verified without their CA.
 * An attacker on the path can then impersonate the server; `regrant doctor` and the server's log say so.
 *
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 */
import { readFileSync } from "node:fs";
import { DatabaseUrlError } from "./url-error.js";
export const tlsKeywords = [
    ...["sslmode", "ssl", "requiressl", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslnegotiation"],
    ...["ssl_min_protocol_version", "ssl_max_protocol_version", "sslsni", "sslcompression", "sslcertmode"],
];
const modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"];
/**
 * @param name the name to expect in the certificate if the host is an address (`hostaddr`)
 * @returns undefined if the URL does not mention TLS
 * @throws {DatabaseUrlError}
 */
export function readTls(keywords, name) {
    const text = (keyword) => keywords.get(keyword) || undefined;
    const root = text("sslrootcert");
    const ownCa = root !== undefined && root !== "system";
    const mode = readMode(text) ?? (root === undefined ? undefined : "verify-full");
    const negotiation = text("sslnegotiation") ?? "postgres";
    if (negotiation !== "postgres" && negotiation !== "direct")
        throw new DatabaseUrlError("has an sslnegotiation that is neither postgres nor direct");
    if (mode === undefined) {
        if (negotiation === "direct")
            throw new DatabaseUrlError("has sslnegotiation=direct without sslmode; write sslmode=verify-full too");
        return undefined;
    }
    if (root === "system" && mode !== "verify-full" && mode !== "disable")
        throw new DatabaseUrlError("has sslrootcert=system with a weaker sslmode; write sslmode=verify-full");
    if (mode === "verify-ca" && !ownCa)
        throw new DatabaseUrlError("has sslmode=verify-ca without sslrootcert, so that anybody's certificate would do; name the CA's file in sslrootcert, or write sslmode=verify-full");
    const files = {
        ca: mode === "disable" || mode === "no-verify" || !ownCa ? undefined : fileOf("sslrootcert", root),
        cert: fileOf("sslcert", text("sslcert")),
        key: fileOf("sslkey", text("sslkey")),
    };
    const fixed = {
        ...(text("sslpassword") !== undefined && { passphrase: text("sslpassword") }),
        ...versions(text),
        ...(name !== undefined && { servername: name }),
    };
    const verifies = verification(mode, ownCa);
    return {
        verifies,
        negotiation,
        options: () => mode !== "disable" && {
            ...fixed,
            ...Object.fromEntries(Object.entries(files).flatMap(([key, read]) => (read ? [[key, read()]] : []))),
            rejectUnauthorized: verifies !== "nothing",
            ...(verifies === "authority" && { checkServerIdentity: () => undefined }),
        },
    };
}
/** With a CA given, libpq's `require` verifies it, which is what the operator wants. */
const verification = (mode, ownCa) => {
    if (mode === "verify-full")
        return "name";
    return mode === "verify-ca" || (mode === "require" && ownCa) ? "authority" : "nothing";
};
function readMode(text) {
    const sslmode = text("sslmode");
    if (sslmode !== undefined) {
        const mode = modes.find((known) => known === sslmode);
        if (mode !== undefined)
            return mode;
        throw new DatabaseUrlError("has an sslmode that is none of disable, require, verify-ca, verify-full");
    }
    const ssl = text("ssl");
    if (ssl === undefined)
        return text("requiressl") === "1" ? "require" : undefined;
    if (/^(true|1)$/.test(ssl))
        return "verify-full"; // as in node-postgres and JDBC
    if (/^(false|0)$/.test(ssl))
        return "disable";
    if (ssl === "no-verify")
        return "no-verify";
    throw new DatabaseUrlError("has an ssl that is neither true nor false; write sslmode=verify-full instead");
}
function versions(text) {
    const read = (keyword) => {
        const version = text(keyword);
        if (version === undefined || /^TLSv1(\.[123])?$/.test(version))
            return version;
        throw new DatabaseUrlError(`has an ${keyword} that is not like TLSv1.2`);
    };
    const [least, most] = [read("ssl_min_protocol_version"), read("ssl_max_protocol_version")];
    return {
        ...(least !== undefined && { minVersion: least }),
        ...(most !== undefined && { maxVersion: most }),
    };
}
/** The current content of a file, or its previous content while it is being replaced. */
function fileOf(keyword, path) {
    if (path === undefined)
        return undefined;
    let held = readPem(path);
    if (held === null)
        throw new DatabaseUrlError(`has an ${keyword} that is no PEM file which can be read here: ${path}`);
    return () => {
        held = readPem(path) ?? held;
        return held ?? "";
    };
}
function readPem(path) {
    try {
        const text = readFileSync(path, "utf8");
        return text.includes("-----BEGIN ") ? text : null;
    }
    catch {
        return null;
    }
}
//# sourceMappingURL=tls.js.map