import { describe, expect, it } from "vitest";
import { ConfigError, readConfig, readDatabaseAddress, readSecrets } from "../src/config.js";
import { newSecret, parseSecrets } from "../src/secrets.js";

const secret = newSecret();
const needed = {
  DATABASE_URL: "postgres://regrant:hunter2@db.example:5432/regrant",
  SECRETS: `main:${secret}`,
};

/** The reported faults. */
function faultsOf(env: Readonly<Record<string, string>>): string {
  try {
    readConfig({ ...needed, ...env });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error instanceof Error ? error.message : "";
  }
  throw new Error(`accepted: ${JSON.stringify(env)}`);
}

describe("Settings", () => {
  it("have the documented defaults [config-1]", () => {
    const { secrets, ...config } = readConfig(needed);
    expect(config).toEqual({
      issuer: "http://localhost:4000",
      host: "localhost",
      port: 4000,
      managementHost: "127.0.0.1",
      managementPort: 4010,
      databaseUrl: needed.DATABASE_URL,
      databasePooler: "session",
      databasePoolSize: 10,
      trustProxy: [],
      logLevel: "info",
      accessTokenSeconds: 600,
      sessionIdleSeconds: 30 * 86_400,
      sessionAbsoluteSeconds: 180 * 86_400,
      refreshRetrySeconds: 30,
      registration: "off",
      mail: null,
      signUp: "off",
      requireMfaRoles: [],
      reuseRevokes: "session",
      onAddressChange: "log",
      refreshBurst: 30,
      onRefreshBurst: "log",
      countryHeader: null,
      signingKeySeconds: 90 * 86_400,
      signInSeconds: 7 * 86_400,
      maxConcurrentRequests: 400,
      maxSessions: 100,
      dpopNonceSeconds: 0,
      drainSeconds: 4,
      otlpEndpoint: null,
      purgeSeconds: 3600,
      retention: { endedSessionSeconds: 30 * 86_400, auditMonths: 13 },
      branding: { name: "Regrant", accent: { light: "#8f3a12", dark: "#f2a571" }, logo: null },
    });
    expect(secrets.map(({ name }) => name)).toEqual(["main"]);
  });

  it("are taken from their names", () => {
    const config = readConfig({
      ...needed,
      ISSUER: "https://auth.example.com",
      HOST: "0.0.0.0",
      PORT: "80",
      MANAGEMENT_HOST: "10.0.0.1",
      MANAGEMENT_PORT: "81",
      DATABASE_POOL_SIZE: "20",
      TRUST_PROXY: "10.0.0.0/8, 127.0.0.1",
      LOG_LEVEL: "warn",
      ACCESS_TOKEN_SECONDS: "60",
      SESSION_IDLE_SECONDS: "100",
      SESSION_ABSOLUTE_SECONDS: "200",
      REFRESH_RETRY_SECONDS: "0",
      REUSE_REVOKES: "user",
      ON_ADDRESS_CHANGE: "ignore",
      REFRESH_BURST: "0",
      ON_REFRESH_BURST: "revoke",
      COUNTRY_HEADER: "CF-IPCountry",
      SIGNING_KEY_SECONDS: "3600",
      SIGN_IN_SECONDS: "60",
      MAX_SESSIONS: "1",
    });
    expect(config).toMatchObject({
      issuer: "https://auth.example.com",
      host: "0.0.0.0",
      port: 80,
      managementHost: "10.0.0.1",
      managementPort: 81,
      databasePoolSize: 20,
      trustProxy: ["10.0.0.0/8", "127.0.0.1"],
      logLevel: "warn",
      accessTokenSeconds: 60,
      sessionIdleSeconds: 100,
      sessionAbsoluteSeconds: 200,
      refreshRetrySeconds: 0,
      reuseRevokes: "user",
      onAddressChange: "ignore",
      refreshBurst: 0,
      onRefreshBurst: "revoke",
      countryHeader: "cf-ipcountry",
      signingKeySeconds: 3600,
      signInSeconds: 60,
      maxSessions: 1,
    });
  });

  it("count as absent where they are empty or blank, as docker compose leaves them", () => {
    expect(readConfig({ ...needed, PORT: "", LOG_LEVEL: "  ", ISSUER: "" })).toEqual(readConfig(needed));
  });

  it("are reported all at once, each with its name, the value seen and what would be right", () => {
    const faults = faultsOf({
      ISSUER: "http://auth.example.com/",
      PORT: "70000",
      ACCESS_TOKEN_SECONDS: "10m",
      LOG_LEVEL: "loud",
      REUSE_REVOKES: "everyone",
      SECRETS: "",
    });
    for (const part of [
      'ISSUER: is "http://auth.example.com/"',
      "https origin",
      'PORT: is "70000"',
      "0 to 65535",
      'ACCESS_TOKEN_SECONDS: is "10m"',
      "1 to 86400",
      'LOG_LEVEL: is "loud"',
      "fatal, error, warn, info, debug, trace, silent",
      'REUSE_REVOKES: is "everyone"',
      "session, user",
      "SECRETS: missing",
    ]) {
      expect(faults).toContain(part);
    }
    expect(faults.trim().split("\n")).toHaveLength(7);
  });

  it("that are numbers are whole, in decimal, and in range", () => {
    for (const PORT of [
      "-1",
      "1.5",
      "0x10",
      "1e3",
      "65536",
      "NaN",
      "Infinity",
      "4 000",
      "٣",
      "99999999999",
    ]) {
      expect(faultsOf({ PORT })).toContain("PORT");
    }
    expect(faultsOf({ REFRESH_RETRY_SECONDS: "3601" })).toContain("0 to 3600");
    expect(faultsOf({ SIGNING_KEY_SECONDS: "3599" })).toContain("SIGNING_KEY_SECONDS");
    expect(faultsOf({ DATABASE_POOL_SIZE: "0" })).toContain("DATABASE_POOL_SIZE");
  });

  it("take an issuer that is an https origin, or http on loopback, and nothing else (RFC 8414 §2) [config-2]", () => {
    for (const ISSUER of [
      "https://auth.example.com",
      "https://auth.example.com:8443",
      "http://localhost:4000",
      "http://127.0.0.1:4000",
      "http://[::1]:4000",
    ]) {
      expect(readConfig({ ...needed, ISSUER }).issuer).toBe(ISSUER);
    }
    for (const ISSUER of [
      "https://auth.example.com/",
      "https://auth.example.com/tenant",
      "https://auth.example.com?x",
      "https://auth.example.com#x",
      "https://user@auth.example.com",
      "https://auth.example.com:443",
      "https://AUTH.example.com",
      "http://auth.example.com",
      "http://localhost.example.com",
      "auth.example.com",
      "ftp://localhost",
      "javascript:alert(1)",
    ]) {
      expect(faultsOf({ ISSUER })).toContain("ISSUER");
    }
  });

  it("take an IPv6 host with the brackets of a URL or without, and no port with it", () => {
    expect(readConfig({ ...needed, HOST: "[::1]", MANAGEMENT_HOST: "::1" })).toMatchObject({
      host: "::1",
      managementHost: "::1",
    });
    for (const HOST of ["[::1]:4000", "localhost:4000", "http://localhost", "a host"])
      expect(faultsOf({ HOST })).toContain(`HOST: is ${JSON.stringify(HOST)}`);
  });

  it("take proxies that are addresses or networks", () => {
    for (const TRUST_PROXY of ["127.0.0.1", "10.0.0.0/8,::1", "2001:db8::/32", "loopback, uniquelocal"]) {
      expect(readConfig({ ...needed, TRUST_PROXY }).trustProxy).not.toEqual([]);
    }
    for (const TRUST_PROXY of ["true", "1", "nginx", "10.0.0.0/33", "10.0.0.0/x", "127.0.0.1,*"]) {
      expect(faultsOf({ TRUST_PROXY })).toContain("TRUST_PROXY");
    }
  });

  it("take a country's header where TRUST_PROXY is set: without one, anybody could send it", () => {
    const behind = { ...needed, TRUST_PROXY: "10.0.0.0/8" };
    expect(readConfig({ ...behind, COUNTRY_HEADER: "cf-ipcountry" }).countryHeader).toBe("cf-ipcountry");
    const fault = faultsOf({ COUNTRY_HEADER: "cf-ipcountry" });
    expect(fault).toMatch(/COUNTRY_HEADER: is "cf-ipcountry".*TRUST_PROXY/);
    for (const COUNTRY_HEADER of ["cf ipcountry", "cf-ipcountry:", "7", "länd"])
      expect(faultsOf({ ...behind, COUNTRY_HEADER })).toContain("a header name");
  });
});

describe("Settings that are secret", () => {
  it("take a mail server by its host alone, or a directory, and a sender", () => {
    const MAIL_FROM = "Example <auth@example.com>";
    for (const SMTP_URL of [
      "smtp://localhost:25",
      "smtp://[2001:db8::1]/",
      "smtps://user%40example.com:p%40ss@mail.example.com",
      "file:///var/mail",
    ])
      expect(readConfig({ ...needed, SMTP_URL, MAIL_FROM }).mail).toEqual({ url: SMTP_URL, from: MAIL_FROM });
    for (const SMTP_URL of [
      "mail.example.com",
      "https://user:hunter2@mail.example.com",
      "smtp://",
      "smtp://user:hunter2@mail.example.com?tls=off",
      "smtp://user:hunter2@mail.example.com/inbox",
      "smtp://user:hunter2%zz@mail.example.com",
      "file://host/var/mail",
    ]) {
      const faults = faultsOf({ SMTP_URL, MAIL_FROM });
      expect(faults).toMatch(/SMTP_URL: must be a URL like smtps:.* \(value not shown\)$/);
      expect(faults).not.toContain("hunter2");
    }
    for (const from of ["", "auth", "a@b@c", "Example <auth@example.com", "x\r\nBcc: a@example.com"])
      expect(faultsOf({ SMTP_URL: "smtp://localhost", MAIL_FROM: from })).toContain("MAIL_FROM: is ");
  });

  it("are never shown, however wrong they are", () => {
    const short = Buffer.from("too short a secret").toString("base64url");
    const faults = [
      faultsOf({ SECRETS: `main:${short}` }),
      faultsOf({ SECRETS: `main ${secret}` }),
      faultsOf({ SECRETS: `${secret}` }),
      faultsOf({ SECRETS: `main:${secret}!` }),
      faultsOf({ SECRETS: `main:${secret},main:${secret}` }),
      faultsOf({ DATABASE_URL: "mysql://regrant:hunter2@db.example/regrant" }),
      faultsOf({ DATABASE_URL: "regrant:hunter2@db.example" }),
    ].join("\n");
    expect(faults).not.toMatch(new RegExp(`${secret}|${short}|hunter2`));
  });

  it("name, when they are missing, how to get them", () => {
    const read = () => readConfig({});
    expect(read).toThrow(/DATABASE_URL: missing.*npm start/);
    expect(read).toThrow(/SECRETS: missing.*regrant secret init/);
    expect(() => readDatabaseAddress({})).toThrow(/DATABASE_URL/);
    expect(() => readSecrets({})).toThrow(/SECRETS/);
  });

  it("are a list of names with 32 bytes or more each, in order", () => {
    const other = newSecret();
    const parsed = parseSecrets(` new:${other} , main:${secret} `);
    expect(parsed).toEqual([
      { name: "new", bytes: Buffer.from(other, "base64url") },
      { name: "main", bytes: Buffer.from(secret, "base64url") },
    ]);
    const short = Buffer.alloc(31).toString("base64url");
    expect(parseSecrets(`main:${short}`)).toMatch(/main has 31 bytes/);
    for (const wrong of ["", ",", `main:${secret},`, `:${secret}`, `ma in:${secret}`, `main:${secret}=`]) {
      expect(parseSecrets(wrong)).toMatch(/name:base64url/);
    }
    expect(parseSecrets(`a:${secret},a:${other}`)).toMatch(/twice/);
  });
});
