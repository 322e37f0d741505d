import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../src/config.js";

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe("readConfig", () => {
  it("has a default for every setting", () => {
    expect(readConfig({})).toEqual({
      issuer: "http://localhost:4000",
      audience: "http://localhost:4001",
      algorithms: ["RS256"],
      dpop: "accept",
      jwksUrl: undefined,
      jwksFile: undefined,
      jwksStaleSeconds: 86_400,
      allowInsecureJwksUrl: false,
      revocation: { mode: "poll", staleSeconds: 300, onStale: "accept" },
      host: "localhost",
      port: 4001,
      managementHost: "127.0.0.1",
      managementPort: 4011,
      clockToleranceSeconds: 5,
      logLevel: "info",
      drainSeconds: 4,
      otlpEndpoint: undefined,
    });
  });

  it("takes an empty value for an absent one", () => {
    expect(readConfig({ PORT: "", JWKS_FILE: "" })).toMatchObject({ port: 4001, jwksFile: undefined });
  });

  it("takes the algorithms as a list", () => {
    expect(readConfig({ ALGORITHMS: "ES256, RS256", DPOP: "require" })).toMatchObject({
      algorithms: ["ES256", "RS256"],
      dpop: "require",
    });
  });

  it("keeps issuer and audience letter for letter", () => {
    const config = readConfig({ ISSUER: "https://Issuer.example/", AUDIENCE: "https://api.example/v1/" });
    expect(config).toMatchObject({ issuer: "https://Issuer.example/", audience: "https://api.example/v1/" });
  });

  it("reports every fault at once, with name, value and what would be right", () => {
    const faults = faultsOf({
      ISSUER: "localhost",
      PORT: "80000",
      MANAGEMENT_PORT: "1e3",
      CLOCK_TOLERANCE_SECONDS: "-1",
      LOG_LEVEL: "loud",
    });
    expect(faults).toHaveLength(5);
    expect(faults.join("\n")).toContain('PORT is "80000"; it must be a port from 0 to 65535');
    expect(faults.join("\n")).toContain('LOG_LEVEL is "loud"; it must be one of fatal, error');
  });

  it.each([
    ["ALGORITHMS", "RS256 ES256"],
    ["ALGORITHMS", "HS256"],
    ["ALGORITHMS", "RS256,"],
    ["DPOP", "off"],
    ["ISSUER", "https://issuer.example/?a=b"],
    ["ISSUER", "ftp://issuer.example"],
    ["AUDIENCE", "https://api.example/#x"],
    ["AUDIENCE", "api"],
    ["JWKS_URL", "http://issuer.example/jwks"],
    ["JWKS_URL", "nonsense"],
    ["JWKS_ALLOW_HTTP", "yes"],
    ["HOST", "a host"],
    ["HOST", "[::1]:4001"],
    ["HOST", "localhost:4001"],
    ["PORT", "0x1F"],
    ["CLOCK_TOLERANCE_SECONDS", "301"],
    ["JWKS_STALE_SECONDS", "59"],
  ])("refuses %s=%s", (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringContaining(`${name} is "${value}"`)]);
  });

  it("refuses an issuer whose keys would travel unprotected [resource-server-config-1]", () => {
    expect(faultsOf({ ISSUER: "http://issuer.example" })).toEqual([
      expect.stringContaining("JWKS_URL is not set"),
    ]);
    expect(faultsOf({ ISSUER: "http://issuer.example", JWKS_ALLOW_HTTP: "true" })).toEqual([]);
    expect(faultsOf({ ISSUER: "http://issuer.example", JWKS_URL: "https://issuer.example/jwks" })).toEqual(
      [],
    );
  });
});
