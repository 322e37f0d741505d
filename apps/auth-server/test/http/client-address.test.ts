import { describe, expect, it } from "vitest";
import { createParties } from "../support/fixtures.js";
import { sessionOf } from "../support/rows.js";
import { type TestServer, testServer } from "../support/server.js";
import { expectRefreshToken, identify } from "../support/token-requests.js";

const server = await testServer();
const behindProxies = await testServer({ env: { TRUST_PROXY: "127.0.0.1, 10.0.0.0/8" } });
const { client, user } = await createParties(server);

/** Sign in from an address. @returns the address stored with the session */
async function addressSeen(at: TestServer, remoteAddress: string, forwardedFor?: string): Promise<string> {
  const response = await at.app.inject({
    method: "POST",
    url: "/oauth2/token",
    remoteAddress,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...(forwardedFor !== undefined && { "x-forwarded-for": forwardedFor }),
    },
    payload: new URLSearchParams({
      grant_type: "password",
      username: user.email,
      password: user.password,
      ...identify(client),
    }).toString(),
  });
  const answer = { status: response.statusCode, headers: response.headers, body: response.json() };
  return (await sessionOf(at, expectRefreshToken(answer).refresh_token)).first_address;
}

describe("The client's address (forwarded headers count only from TRUST_PROXY)", () => {
  it("is the connection's, whatever X-Forwarded-For says, where no proxy is trusted", async () => {
    expect(await addressSeen(server, "192.0.2.1", "198.51.100.7")).toBe("192.0.2.1");
    expect(await addressSeen(server, "192.0.2.1", "garbage")).toBe("192.0.2.1");
  });

  it("is not taken from X-Forwarded-For of an address that is no trusted proxy [client-address-1]", async () => {
    expect(await addressSeen(behindProxies, "192.0.2.1", "198.51.100.7")).toBe("192.0.2.1");
  });

  it("is the last one that no trusted proxy has, where the connection is a trusted proxy's", async () => {
    expect(await addressSeen(behindProxies, "127.0.0.1", "198.51.100.7")).toBe("198.51.100.7");
    expect(await addressSeen(behindProxies, "10.1.2.3", "203.0.113.9, 198.51.100.7, 10.9.9.9")).toBe(
      "198.51.100.7",
    );
    expect(await addressSeen(behindProxies, "10.1.2.3", "2001:db8::7")).toBe("2001:db8::7");
  });

  it("is the proxy's where it passes on something that is no address", async () => {
    for (const nonsense of [
      "unknown",
      "198.51.100.7:x",
      "garbage",
      "'; drop table sessions",
      "::1::1",
      "[]",
      ":80",
    ]) {
      expect(await addressSeen(behindProxies, "127.0.0.1", nonsense)).toBe("127.0.0.1");
    }
  });

  it.each([
    ["nginx, HAProxy, Envoy, AWS: the address alone", "198.51.100.7", "198.51.100.7"],
    ["Google: the client's, then the balancer's", "198.51.100.7,10.130.211.4", "198.51.100.7"],
    ["Azure's application gateway: with its port", "198.51.100.7:4711", "198.51.100.7"],
    ["a chain of both, without blanks", "203.0.113.9:1,198.51.100.7:4711,10.0.0.4:55", "198.51.100.7"],
    ["IPv6 in brackets, with a port", "[2001:db8::7]:4711", "2001:db8::7"],
    ["IPv6 in brackets and quotes", '"[2001:db8::7]"', "2001:db8::7"],
    ["IPv4 as IPv6 has it", "::ffff:198.51.100.7", "198.51.100.7"],
  ])("is read as balancers write it: %s", async (_who, forwardedFor, address) => {
    expect(await addressSeen(behindProxies, "10.1.2.3", forwardedFor)).toBe(address);
  });

  it("is remembered without the zone of a link-local IPv6 address", async () => {
    expect(await addressSeen(server, "fe80::1%eth0")).toBe("fe80::1");
    expect(await addressSeen(behindProxies, "127.0.0.1", "fe80::2%en0")).toBe("fe80::2");
  });
});
