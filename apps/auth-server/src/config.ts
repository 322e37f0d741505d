/** The settings of the authorization server: read once, checked together, all problems reported at once. */

import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { isLoopbackHost, parseUrl } from "@regrant/shared";
import { maxAccessTokenSeconds, maxSessionSeconds } from "./bounds.js";
import { cleanDatabaseUrl, type DatabaseAddress, type Pooler, poolers } from "./database/url.js";
import { DatabaseUrlError } from "./database/url-error.js";
import {
  type Branding,
  contrast,
  hardestPaper,
  type Image,
  imageTypeOf,
  leastContrast,
  readable,
  type Scheme,
} from "./http/branding.js";
import { parseSecrets, type SecretEntry } from "./secrets.js";

const day = 86_400;

/** Every new visitor loads it. */
const mostImageBytes = 262_144;

export type LogLevel = (typeof logLevels)[number];
const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

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
  /** Seconds after which DPoP proofs need another nonce; 0: they need none. */
  readonly dpopNonceSeconds: number;
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
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Read the settings from the environment.
 *
 * @throws {ConfigError} listing every problem: the setting, its value (never a secret's), and what is valid
 */
export function readConfig(env: Env): Config {
  const settings = new Settings(env);
  const config: Config = {
    issuer: issuerOf(settings),
    host: settings.host("HOST", "localhost"),
    port: settings.integer("PORT", 4000, 0, 65_535),
    managementHost: settings.host("MANAGEMENT_HOST", "127.0.0.1"),
    managementPort: settings.integer("MANAGEMENT_PORT", 4010, 0, 65_535),
    ...database(settings),
    databasePoolSize: settings.integer("DATABASE_POOL_SIZE", 10, 1, 1000),
    secrets: settings.secrets("SECRETS"),
    trustProxy: settings.networks("TRUST_PROXY"),
    logLevel: settings.oneOf("LOG_LEVEL", logLevels, "info"),
    accessTokenSeconds: accessTokenSeconds(settings),
    sessionIdleSeconds: settings.integer("SESSION_IDLE_SECONDS", 30 * day, 1, maxSessionSeconds),
    sessionAbsoluteSeconds: settings.integer("SESSION_ABSOLUTE_SECONDS", 180 * day, 1, maxSessionSeconds),
    maxSessions: settings.integer("MAX_SESSIONS", 100, 1, 100_000),
    refreshRetrySeconds: settings.integer("REFRESH_RETRY_SECONDS", 30, 0, 3600),
    reuseRevokes: settings.oneOf("REUSE_REVOKES", ["session", "user"] as const, "session"),
    onAddressChange: settings.oneOf("ON_ADDRESS_CHANGE", ["log", "revoke", "ignore"] as const, "log"),
    refreshBurst: settings.integer("REFRESH_BURST", 30, 0, 1_000_000),
    onRefreshBurst: settings.oneOf("ON_REFRESH_BURST", ["log", "revoke"] as const, "log"),
    countryHeader: settings.proxyHeader("COUNTRY_HEADER", "TRUST_PROXY"),
    registration: settings.oneOf("REGISTRATION", ["off", "token", "open"] as const, "off"),
    ...people(settings),
    signingKeySeconds: signingKeySeconds(settings),
    dpopNonceSeconds: settings.nonce("DPOP_NONCE"),
    signInSeconds: settings.integer("SIGN_IN_SECONDS", 7 * day, 60, 365 * day),
    maxConcurrentRequests: settings.integer("MAX_CONCURRENT_REQUESTS", 400, 1, 100_000),
    drainSeconds: settings.integer("DRAIN_SECONDS", 4, 0, 60),
    otlpEndpoint: settings.httpUrl("OTEL_EXPORTER_OTLP_ENDPOINT"),
    purgeSeconds: settings.integer("PURGE_SECONDS", 3600, 0, 30 * day),
    retention: settings.retention(),
    branding: branding(settings),
  };
  settings.throwFaults();
  return config;
}

const accessTokenSeconds = (settings: Settings) =>
  settings.integer("ACCESS_TOKEN_SECONDS", 600, 1, maxAccessTokenSeconds);
const signingKeySeconds = (settings: Settings) =>
  settings.integer("SIGNING_KEY_SECONDS", 90 * day, 3600, maxSessionSeconds);

function people(settings: Settings): Pick<Config, "mail" | "signUp" | "requireMfaRoles"> {
  const mail = settings.mail("SMTP_URL", "MAIL_FROM");
  const signUp = settings.oneOf("SIGN_UP", ["off", "invite", "open"] as const, "off");
  if (signUp !== "off" && mail === null)
    settings.needs("SIGN_UP", signUp, "SMTP_URL", "invitations and links are sent by mail");
  return { mail, signUp, requireMfaRoles: settings.words("REQUIRE_MFA_ROLES") };
}

function branding(settings: Settings): Branding {
  const accent = settings.accent("BRAND_ACCENT_COLOR", "light", "#8f3a12");
  // Lighter, where only the one for light pages is set.
  const lighter = accent === "#8f3a12" ? "#f2a571" : readable(accent, "dark");
  return {
    name: settings.line("BRAND_NAME", 60, "Regrant"),
    accent: { light: accent, dark: settings.accent("BRAND_ACCENT_COLOR_DARK", "dark", lighter) },
    logo: settings.image("BRAND_LOGO_FILE"),
  };
}

function database(settings: Settings): Pick<Config, "databaseUrl" | "databasePooler"> {
  const databasePooler = settings.oneOf("DATABASE_POOLER", poolers, "session");
  return { databaseUrl: settings.databaseUrl("DATABASE_URL", databasePooler), databasePooler };
}

/** The settings for a command that sends a mail. @throws {ConfigError} */
export function readMailSettings(env: Env): Pick<Config, "mail" | "issuer" | "branding"> {
  const settings = new Settings(env);
  const read = {
    mail: settings.mail("SMTP_URL", "MAIL_FROM"),
    issuer: issuerOf(settings),
    branding: branding(settings),
  };
  settings.throwFaults();
  return read;
}

/** The settings for commands that only use the database. @throws {ConfigError} */
export function readDatabaseAddress(env: Env): DatabaseAddress {
  const settings = new Settings(env);
  const { databaseUrl, databasePooler } = database(settings);
  settings.throwFaults();
  return { url: databaseUrl, pooler: databasePooler };
}

/** For commands that register what names the issuer. @throws {ConfigError} */
export function readIssuer(env: Env): string {
  const settings = new Settings(env);
  const issuer = issuerOf(settings);
  settings.throwFaults();
  return issuer;
}

const issuerOf = (settings: Settings): string => settings.origin("ISSUER", "http://localhost:4000");

/** For commands that create or decrypt signing keys. @throws {ConfigError} */
export function readSecrets(env: Env): Config["secrets"] {
  const settings = new Settings(env);
  const secrets = settings.secrets("SECRETS");
  settings.throwFaults();
  return secrets;
}

/** For commands about signing keys. @throws {ConfigError} */
export function readKeySettings(
  env: Env,
): Pick<Config, "secrets" | "signingKeySeconds" | "accessTokenSeconds"> {
  const settings = new Settings(env);
  const read = {
    secrets: settings.secrets("SECRETS"),
    signingKeySeconds: signingKeySeconds(settings),
    accessTokenSeconds: accessTokenSeconds(settings),
  };
  settings.throwFaults();
  return read;
}

/** For `regrant purge`. @throws {ConfigError} */
export function readRetention(env: Env): Retention {
  const settings = new Settings(env);
  const retention = settings.retention();
  settings.throwFaults();
  return retention;
}

const missingDatabaseUrl =
  "missing; set it to a PostgreSQL database like postgres://regrant:password@db.example:5432/regrant, or use npm start, which brings its own";
const missingSecrets =
  "missing; generate it with regrant secret init, and keep it: without it, all refresh tokens and signing keys are lost";

/** Reads settings and collects what is wrong with them. */
class Settings {
  readonly #env: Env;
  readonly #faults: string[] = [];

  constructor(env: Env) {
    this.#env = env;
  }

  throwFaults(): void {
    if (this.#faults.length > 0)
      throw new ConfigError(`These settings are invalid:\n${this.#faults.join("\n")}`);
  }

  text(name: string, otherwise: string): string {
    return this.#env[name]?.trim() || otherwise;
  }

  /** Accepts an IPv6 address with or without brackets. */
  host(name: string, otherwise: string): string {
    const seen = this.text(name, otherwise);
    const host = seen.replace(/^\[(.*)\]$/, "$1");
    if (/^[A-Za-z0-9._-]+$/.test(host) || isIP(host) === 6) return host;
    return this.#fault(name, seen, "a host name or an IP address, without a port", otherwise);
  }

  networks(name: string): string[] {
    const parts = this.text(name, "")
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
    const wrong = parts.find((part) => !isNetwork(part));
    if (wrong === undefined) return parts;
    return this.#fault(name, wrong, "a comma-separated list of addresses or networks like 10.0.0.0/8", []);
  }

  /** A header that only a trusted proxy may set: without one, any client could. */
  proxyHeader(name: string, proxies: string): string | null {
    const seen = this.text(name, "");
    if (seen === "") return null;
    if (!/^[a-z][a-z0-9-]*$/i.test(seen))
      return this.#fault(name, seen, "a header name like cf-ipcountry", null);
    if (this.text(proxies, "") === "")
      return this.#fault(name, seen, `omitted, unless ${proxies} names the proxy that sends it`, null);
    return seen.toLowerCase();
  }

  integer(name: string, otherwise: number, from: number, to: number): number {
    const seen = this.text(name, String(otherwise));
    const value = /^\d{1,10}$/.test(seen) ? Number(seen) : Number.NaN;
    if (value >= from && value <= to) return value;
    return this.#fault(name, seen, `a whole number from ${from} to ${to}`, otherwise);
  }

  oneOf<const T extends string>(name: string, values: readonly T[], otherwise: T): T {
    const seen = this.text(name, otherwise);
    return (
      values.find((value) => value === seen) ??
      this.#fault(name, seen, `one of ${values.join(", ")}`, otherwise)
    );
  }

  /** Seconds, or a word for them. */
  nonce(name: string): number {
    const seen = this.text(name, "off");
    if (seen === "off") return 0;
    if (seen === "on") return 300;
    const seconds = /^\d{2,5}$/.test(seen) ? Number(seen) : 0;
    if (seconds >= 30 && seconds <= day) return seconds;
    return this.#fault(name, seen, `off, on (300), or a number of seconds from 30 to ${day}`, 0);
  }

  /** https, or http on loopback: tokens and passwords are sent there (RFC 6749 §3.1, RFC 8414 §2). */
  origin(name: string, otherwise: string): string {
    const seen = this.text(name, otherwise);
    const url = parseUrl(seen);
    const loopback = url !== null && isLoopbackHost(url.hostname);
    if (url?.origin === seen && (url.protocol === "https:" || (url.protocol === "http:" && loopback)))
      return seen;
    return this.#fault(
      name,
      seen,
      "an https origin like https://auth.example.com (no path, no trailing slash), or http on localhost",
      otherwise,
    );
  }

  httpUrl(name: string): string | null {
    const seen = this.text(name, "");
    if (seen === "") return null;
    if (/^https?:$/.test(parseUrl(seen)?.protocol ?? "")) return seen;
    return this.#fault(name, seen, "an http or https URL like http://collector:4318", null);
  }

  /** Words with commas between. */
  words(name: string): string[] {
    const words = this.text(name, "")
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean);
    const wrong = words.find((word) => !/^[\x21-\x7e]{1,64}$/.test(word));
    if (wrong === undefined) return words;
    return this.#fault(
      name,
      wrong,
      "a comma-separated list of roles, each of 1 to 64 printable characters without spaces",
      [],
    );
  }

  /** Values of URLs are not shown: they may hold a password. */
  mail(urlName: string, fromName: string): MailSettings | null {
    const url = this.text(urlName, "");
    const from = this.line(fromName, 320, "");
    if (url === "") return null;
    const parsed = parseUrl(url);
    const isFile = parsed?.protocol === "file:" && parsed.host === "";
    if (parsed === null || !(isFile || isSmtp(parsed)))
      return this.#refuse(
        `  ${urlName}: must be a URL like smtps://user:password@mail.example.com, smtp://localhost:25 or file:///var/mail (value not shown)`,
        null,
      );
    if (/^[^<>@\s]+@[^<>@\s]+$|^[^<>"]+ <[^<>@\s]+@[^<>@\s]+>$/.test(from)) return { url, from };
    return this.#fault(
      fromName,
      from,
      "the sender of mails: auth@example.com, or Example <auth@example.com>",
      null,
    );
  }

  needs(name: string, seen: string, other: string, why: string): void {
    this.#faults.push(`  ${name}: is ${JSON.stringify(seen)}, which needs ${other}: ${why}`);
  }

  databaseUrl(name: string, pooler: Pooler): string {
    const seen = this.text(name, "");
    if (seen === "") return this.#refuse(`  ${name}: ${missingDatabaseUrl}`, "");
    try {
      return cleanDatabaseUrl(seen, pooler);
    } catch (cause) {
      if (!(cause instanceof DatabaseUrlError)) throw cause;
      return this.#refuse(`  ${name}: ${cause.message}`, "");
    }
  }

  /** Characters at most, in one line: it stands in the title of each page. */
  line(name: string, most: number, otherwise: string): string {
    const seen = this.text(name, otherwise);
    if ([...seen].length <= most && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(seen)) return seen;
    return this.#fault(name, seen, `one line of at most ${most} characters`, otherwise);
  }

  /** A colour in which text can be read on the pages of that scheme. */
  accent(name: string, scheme: Scheme, otherwise: string): string {
    const seen = this.text(name, otherwise).toLowerCase();
    const [, r = "", g = "", b = ""] = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(seen) ?? [];
    const color = r === "" ? seen : `#${r}${r}${g}${g}${b}${b}`;
    if (!/^#[0-9a-f]{6}$/.test(color)) return this.#fault(name, seen, "a colour like #8f3a12", otherwise);
    const seenContrast = contrast(color, hardestPaper[scheme]);
    if (seenContrast >= leastContrast) return color;
    const right = `a colour that can be read on ${scheme} pages: text needs a contrast of ${leastContrast}, and this one has ${Math.floor(seenContrast * 10) / 10}; ${readable(color, scheme)} would do`;
    return this.#fault(name, seen, right, otherwise);
  }

  /** A file that is read once, here: pages load nothing from other hosts. */
  image(name: string): Image | null {
    const path = this.text(name, "");
    if (path === "") return null;
    const bytes = this.#read(path);
    if (typeof bytes === "string") return this.#fault(name, path, `a file that can be read (${bytes})`, null);
    const type = imageTypeOf(bytes);
    if (type !== null && bytes.length <= mostImageBytes) return { type, bytes };
    return this.#fault(name, path, "an SVG, PNG, WebP or JPEG of at most 256 KiB", null);
  }

  /** @returns why it cannot be read, where it cannot */
  #read(path: string): Buffer | string {
    try {
      return readFileSync(path);
    } catch (error) {
      return error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    }
  }

  retention(): Retention {
    return {
      endedSessionSeconds: this.integer("ENDED_SESSION_SECONDS", 30 * day, 0, maxSessionSeconds),
      auditMonths: this.integer("AUDIT_RETENTION_MONTHS", 13, 0, 1200),
    };
  }

  secrets(name: string): [SecretEntry, ...SecretEntry[]] {
    const seen = this.text(name, "");
    const none: [SecretEntry] = [{ name: "", bytes: Buffer.alloc(0) }];
    if (seen === "") return this.#refuse(`  ${name}: ${missingSecrets}`, none);
    const parsed = parseSecrets(seen);
    return typeof parsed === "string" ? this.#refuse(`  ${name}: ${parsed} (value not shown)`, none) : parsed;
  }

  #fault<T>(name: string, seen: string, right: string, otherwise: T): T {
    return this.#refuse(`  ${name}: is ${JSON.stringify(seen)}; it must be ${right}`, otherwise);
  }

  #refuse<T>(line: string, otherwise: T): T {
    this.#faults.push(line);
    return otherwise;
  }
}

/** Nothing but a host, and whom to sign in as. */
function isSmtp({ protocol, hostname, pathname, search, hash, username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  return /^smtps?:$/.test(protocol) && hostname !== "" && /^\/?$/.test(pathname) && search + hash === "";
}

/** An address, a network in CIDR form, or one of Fastify's names for private networks. */
function isNetwork(text: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(text)) return true;
  const [, address = "", prefix] = /^([^/%]+)(?:\/([1-9]\d{0,2}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(prefix ?? 1) <= (family === 4 ? 32 : 128);
}
