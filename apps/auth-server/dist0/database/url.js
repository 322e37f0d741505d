/**
 * Parses DATABASE_URL with libpq's meaning, as far as node-postgres supports it; explains the rest in one sentence.
 *
 * Parsed by hand, because a URL parser ends the password at a raw # / or ?, takes the rest for a host and would
 * connect there.
 *
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
 */
import { readTls, tlsKeywords } from "./tls.js";
import { DatabaseUrlError } from "./url-error.js";
/**
 * What is between Regrant and PostgreSQL. `session`: nothing, or a pooler that assigns a server connection for the
 * whole session. `transaction`: a pooler that assigns one per transaction, so neither settings nor named statements
 * persist.
 */
export const poolers = ["session", "transaction"];
/**
 * The fault is an unencoded password. One message for all such cases, because naming any part could show a piece of
 * it.
 */
const encode = "has a # / ? @ or % in the user or password that is not percent-encoded; write # as %23, / as %2F, ? as %3F, @ as %40 and % as %25 there";
/**
 * @throws {DatabaseUrlError} says which part is wrong and how to fix it; never contains anything that may be a
 * password
 */
export function parseDatabaseUrl(text) {
    const value = unquoted(text);
    if (/[\r\n\t\0]/.test(value))
        throw new DatabaseUrlError("has a line break or tab inside; put it on one line");
    const [scheme] = /^postgres(ql)?:\/\//i.exec(value) ?? [];
    if (scheme !== undefined)
        return toTarget(parseUri(value.slice(scheme.length)));
    if (/^[a-z_]+ *=/.test(value))
        return toTarget(parseKeywords(value));
    throw new DatabaseUrlError("is not a URL like postgres://user:password@host:5432/database (value not shown)");
}
/** The value without surrounding quotes and line breaks, if it is valid. @throws {DatabaseUrlError} */
export function cleanDatabaseUrl(text, pooler) {
    const value = unquoted(text);
    const { parameters } = parseDatabaseUrl(value);
    if (pooler === "transaction" && parameters.length > 0)
        throw new DatabaseUrlError(`has options, which no session keeps with DATABASE_POOLER=transaction; make them the role's: alter role … set ${parameters[0]?.[0]} = …`);
    return value;
}
/** `docker --env-file` keeps quotes as part of the value. */
const unquoted = (text) => /^\s*(["'])(.*)\1\s*$/s.exec(text)?.[2]?.trim() ?? text.trim();
function parseUri(rest) {
    const slash = rest.indexOf("/");
    const [head, tail] = slash < 0 ? [rest, ""] : [rest.slice(0, slash), rest.slice(slash)];
    const at = head.lastIndexOf("@");
    const credentials = head.slice(0, Math.max(0, at));
    const [address = "", path = "", query = ""] = splitTail(head.slice(at + 1), tail);
    // Anything before an @ may be password, so none of it is taken for a host or database.
    if (credentials.includes("?") || path.includes("@"))
        throw new DatabaseUrlError(encode);
    const keywords = new Map();
    const colon = credentials.indexOf(":");
    if (colon >= 0)
        keywords.set("password", decode(credentials.slice(colon + 1)));
    keywords.set("user", decode(colon < 0 ? credentials : credentials.slice(0, colon)));
    readAddress(address, keywords);
    if (path.length > 1)
        keywords.set("dbname", decode(path.slice(1)));
    for (const pair of query.split("&").filter(Boolean)) {
        const [, name, value] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
        // Without an earlier @, the one after the ? may end the credentials.
        if (at < 0 && query.includes("@") && (name === undefined || !isKnown(decode(name))))
            throw new DatabaseUrlError(encode);
        if (name === undefined || value === undefined || name.includes("@"))
            throw new DatabaseUrlError("has something behind the ? that is not name=value (not shown); if it belongs to the password, write ? as %3F there");
        keywords.set(decode(name), decode(value));
    }
    return keywords;
}
/** Without a path, the query may follow the address. */
function splitTail(address, tail) {
    const all = `${address}${tail}`;
    const mark = all.indexOf("?");
    const [before, query] = mark < 0 ? [all, ""] : [all.slice(0, mark), all.slice(mark + 1)];
    const slash = before.indexOf("/");
    return slash < 0 ? [before, "", query] : [before.slice(0, slash), before.slice(slash), query];
}
function readAddress(address, keywords) {
    const [, bracketed, plain, port = ""] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/.exec(address) ?? [];
    if (address.includes(","))
        throw new DatabaseUrlError(oneHost);
    const host = bracketed ?? plain;
    if (host === undefined)
        throw new DatabaseUrlError("has an address with colons that is not in brackets; write [::1] for ::1");
    keywords.set("host", decode(host));
    keywords.set("port", port);
}
const oneHost = "names several hosts; name one, which leads to the primary: its own name, a virtual address or a proxy";
/** `host=… dbname=…`, values with spaces in single quotes. */
function parseKeywords(text) {
    const keywords = new Map();
    const pair = /\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|$)/gsy;
    while (pair.lastIndex < text.length) {
        const [, name, quoted, plain] = pair.exec(text) ?? [];
        if (name === undefined)
            throw new DatabaseUrlError("is not a list of name=value (value not shown); put single quotes around a value with spaces, and a \\ before ' and \\ in it");
        keywords.set(name, (quoted ?? plain ?? "").replace(/\\(.)/gs, "$1"));
    }
    return keywords;
}
/** A % that starts no valid escape is literal, as in the password 100%; a mix of both is ambiguous. */
function decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        const encoded = text.match(/(?:%[0-9a-f]{2})+/gi) ?? [];
        if (encoded.some(isText))
            throw new DatabaseUrlError(encode);
        return text;
    }
}
function isText(encoded) {
    try {
        return decodeURIComponent(encoded) !== "";
    }
    catch {
        return false;
    }
}
const own = ["host", "hostaddr", "port", "user", "password", "dbname", "application_name", "options"];
/** Accepted but without effect: the limits are Regrant's own, or node-postgres has no equivalent. */
const ignored = [
    ...["connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count"],
    ...["tcp_user_timeout", "fallback_application_name", "load_balance_hosts", "uselibpqcompat", "gsslib"],
    ...["krbsrvname", "gssdelegation"],
];
/** Parameters with restricted values. */
const limited = {
    target_session_attrs: [/^(any|primary|read-write)$/, "leave it out: Regrant needs the primary"],
    client_encoding: [/^(utf-?8|auto)$/i, "leave it out: Regrant speaks UTF8"],
    gssencmode: [/^(disable|prefer)$/, "leave it out, and use sslmode: there is no GSSAPI here"],
    replication: [/^(false|off|no|0)$/, "leave it out"],
    channel_binding: [/^(disable|prefer|require)$/, "has to be disable, prefer or require"],
};
/** Parameters of other programs. */
const foreign = {
    schema: "write options=-csearch_path%3D<schema> instead",
    currentSchema: "write options=-csearch_path%3D<schema> instead",
    search_path: "write options=-csearch_path%3D<schema> instead",
    pgbouncer: "leave it out, and set DATABASE_POOLER=transaction where the pooler pools transactions",
    connection_limit: "leave it out, and set DATABASE_POOL_SIZE",
    pool_timeout: "leave it out",
    sslaccept: "leave it out, and write sslmode=verify-full, or sslmode=require",
    service: "leave it out, and write host, port, user and dbname themselves",
    passfile: "leave it out, and write the password into DATABASE_URL or PGPASSWORD",
    require_auth: "leave it out, and write sslmode=verify-full, so that only the server gets the password",
};
const isKnown = (name) => [own, ignored, tlsKeywords, Object.keys(limited), Object.keys(foreign)].some((names) => names.includes(name));
function toTarget(keywords) {
    for (const [name, value] of keywords)
        refuseParameter(name, value);
    const text = (name) => keywords.get(name) || undefined;
    const host = text("hostaddr") ?? text("host");
    if (host?.includes(",") || text("port")?.includes(","))
        throw new DatabaseUrlError(oneHost);
    if (host !== undefined && !/^(\/.*|[^\s/@?#:]+|[0-9a-f:.]+(%\w+)?)$/iu.test(host))
        throw new DatabaseUrlError("has something in the place of the host that is none (not shown); see that host, port and database stand behind the last @");
    const port = text("port");
    if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536))
        throw new DatabaseUrlError("has a port that is no number from 1 to 65535 (not shown, as it may be a piece of a password); behind the host write :5432, and in a password # as %23, / as %2F, ? as %3F, @ as %40");
    const tls = host?.startsWith("/") ? undefined : readTls(keywords, text("hostaddr") && text("host"));
    const present = (name, value) => (value === undefined ? {} : { [name]: value });
    return {
        ...present("host", host),
        ...present("port", port === undefined ? undefined : Number(port)),
        ...present("user", text("user")),
        ...present("password", text("password")),
        ...present("database", text("dbname")),
        ...present("tls", tls),
        applicationName: text("application_name") ?? "regrant",
        channelBinding: (text("channel_binding") ?? "prefer"),
        ...readOptions(text("options") ?? ""),
    };
}
function refuseParameter(name, value) {
    const [words, otherwise] = limited[name] ?? [];
    if (words !== undefined) {
        if (value === "" || words.test(value))
            return;
        throw new DatabaseUrlError(`has a ${name} that does not work here; ${otherwise}`);
    }
    if (own.includes(name) || ignored.includes(name) || tlsKeywords.includes(name))
        return;
    if (name in foreign)
        throw new DatabaseUrlError(`has the parameter ${name}; ${foreign[name]}`);
    // An unknown name may be the rest of a password.
    const known = /^[a-z][a-z_]{2,40}$/.test(name) ? `the parameter ${name}` : "a parameter";
    throw new DatabaseUrlError(`has ${known} that is not known here; leave it out`);
}
/** `-c name=value` and `--name=value`; a space in a value is written "\ ". */
function readOptions(options) {
    const words = (options.match(/(?:[^\s\\]|\\.)+/gs) ?? []).map((word) => word.replace(/\\(.)/gs, "$1"));
    const parameters = [];
    const others = [];
    for (let at = 0; at < words.length; at += 1) {
        const word = words[at] === "-c" ? `-c${words[++at] ?? ""}` : (words[at] ?? "");
        const [, long, short, value] = /^(?:--([\w.-]+)|-c([\w.]+))=(.*)$/s.exec(word) ?? [];
        const name = long?.replaceAll("-", "_") ?? short;
        if (name === undefined || value === undefined)
            others.push(word);
        else
            parameters.push([name, value]);
    }
    return { parameters, ...(others.length > 0 && { startupOptions: others.join(" ") }) };
}
//# sourceMappingURL=url.js.map