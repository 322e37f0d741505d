/** The settings of the authorization server: read once, checked together, all problems reported at once. */
import { type DatabaseAddress, type Pooler } from "./database/url.js";
import { type Branding } from "./http/branding.js";
import { type SecretEntry } from "./secrets.js";
export type LogLevel = (typeof logLevels)[number];
declare const logLevels: readonly ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
export interface Config {
    /** An origin, compared as a string, so without path or trailing slash. */
    readonly issuer: string;
    readonly host: string;
    readonly port: number;
    readonly managementHost: string;
    readonly managementPort: number;
    readonly databaseUrl: string;
    readonly databasePooler: Pooler;
    readonly databasePoolSize: number;
    /** The first encrypts and signs; all are accepted. */
    readonly secrets: readonly [SecretEntry, ...SecretEntry[]];
    /** Addresses or networks of proxies whose X-Forwarded-For is trusted; none by default. */
    readonly trustProxy: readonly string[];
    readonly logLevel: LogLevel;
    readonly accessTokenSeconds: number;
    readonly sessionIdleSeconds: number;
    readonly sessionAbsoluteSeconds: number;
    /** Open sessions per user and client, and signed-in browsers per user. */
    readonly maxSessions: number;
    readonly refreshRetrySeconds: number;
    readonly reuseRevokes: "session" | "user";
    readonly onAddressChange: "log" | "revoke" | "ignore";
    /** Refreshes of a session within one access token's lifetime; 0: no limit. */
    readonly refreshBurst: number;
    readonly onRefreshBurst: "log" | "revoke";
    /** In lower case; null if no proxy sends the country. */
    readonly countryHeader: string | null;
    /** Who may register a client (RFC 7591): nobody, whoever has an initial access token, anybody. */
    readonly registration: "off" | "token" | "open";
    /** How mails are sent; null: not at all. */
    readonly mail: MailSettings | null;
    /** Who may make an account: nobody but operators, whoever an operator invites, anybody. */
    readonly signUp: "off" | "invite" | "open";
    /** Users with one of these roles sign in with two factors. */
    readonly requireMfaRoles: readonly string[];
    readonly signingKeySeconds: number;
    /** How long a browser stays signed in. */
    readonly signInSeconds: number;
    /** Requests in progress; more are refused at once with 503. */
    readonly maxConcurrentRequests: number;
    /** How long the process keeps serving, reported as not ready, after it was told to stop. */
    readonly drainSeconds: number;
    /** The OpenTelemetry collector; null: no traces. */
    readonly otlpEndpoint: string | null;
    /** Time between purges; 0: no purge. */
    readonly purgeSeconds: number;
    readonly retention: Retention;
    readonly branding: Branding;
}
export interface MailSettings {
    /** `smtp:`, `smtps:`, or `file:` for a directory that gets a file per mail. May hold a password. */
    readonly url: string;
    /** The sender: an address, or a name and an address in angle brackets. */
    readonly from: string;
}
/** How long the purge keeps ended data. */
export interface Retention {
    /** Ended and expired sessions, kept so that they can be explained. */
    readonly endedSessionSeconds: number;
    /** Full months of audit events before the current one; 0: all. */
    readonly auditMonths: number;
}
/** The message has one line per wrong setting. */
export declare class ConfigError extends Error {
    readonly name = "ConfigError";
}
type Env = Readonly<Record<string, string | undefined>>;
/**
 * Read the settings from the environment.
 *
 * @throws {ConfigError} listing every problem: the setting, its value (never a secret's), and what is valid
 */
export declare function readConfig(env: Env): Config;
/** The settings for a command that sends a mail. @throws {ConfigError} */
export declare function readMailSettings(env: Env): Pick<Config, "mail" | "issuer" | "branding">;
/** The settings for commands that only use the database. @throws {ConfigError} */
export declare function readDatabaseAddress(env: Env): DatabaseAddress;
/** For commands that register what names the issuer. @throws {ConfigError} */
export declare function readIssuer(env: Env): string;
/** For commands that create or decrypt signing keys. @throws {ConfigError} */
export declare function readSecrets(env: Env): Config["secrets"];
/** For commands about signing keys. @throws {ConfigError} */
export declare function readKeySettings(env: Env): Pick<Config, "secrets" | "signingKeySeconds" | "accessTokenSeconds">;
/** For `regrant purge`. @throws {ConfigError} */
export declare function readRetention(env: Env): Retention;
export {};
