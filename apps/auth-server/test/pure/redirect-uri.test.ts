import { describe, expect, it } from "vitest";
import { faultOfRedirectUri, isRegisteredRedirectUri } from "../../src/protocol/redirect-uri.js";

const web = "https://app.example.com/callback";

describe("A redirect URI that is asked for", () => {
  it.each([
    [web, web, true],
    [web, `${web}/`, false],
    [web, "https://app.example.com:443/callback", false],
    ["http://127.0.0.1/cb", "http://127.0.0.1/cb", true],
    ["http://127.0.0.1/cb", "http://127.0.0.1:1/cb", true],
    ["http://127.0.0.1:7000/cb", "http://127.0.0.1:65535/cb", true],
    ["http://127.0.0.1:7000/cb", "http://127.0.0.1/cb", true],
    ["http://127.0.0.1", "http://127.0.0.1:80", true],
    ["http://127.0.0.1?a", "http://127.0.0.1:80?a", true],
    ["http://[::1]/cb", "http://[::1]:9/cb", true],
    ["http://127.0.0.1/cb", "http://[::1]:9/cb", false],
    ["http://127.0.0.1/cb", "http://127.0.0.1:65536/cb", false],
    ["http://127.0.0.1/cb", "http://127.0.0.1:123456/cb", false],
    ["http://127.0.0.1/cb", "http://127.0.0.1:/cb", false],
    ["http://127.0.0.1/cb", "http://127.0.0.1:x/cb", false],
    ["http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb", false],
    ["http://127.0.0.1/cb", "x http://127.0.0.1:80/cb", false],
    ["http://127.0.0.1/cb", "http://127.0.0.1:80/other", false],
    ["http://127.0.0.10/cb", "http://127.0.0.10:80/cb", false],
    ["http://localhost/cb", "http://localhost:80/cb", false],
    ["http://127x0.0.1/cb", "http://127x0.0.1:80/cb", false],
    ["https://127.0.0.1/cb", "https://127.0.0.1:80/cb", false],
    ["https://a.example/?http://127.0.0.1/cb", "https://a.example/?http://127.0.0.1:80/cb", false],
  ])("where %s is registered: %s (%s)", (registered, presented, isRegistered) => {
    expect(isRegisteredRedirectUri(["https://other.example/", registered], presented)).toBe(isRegistered);
  });

  it("is none where none is registered", () => {
    expect(isRegisteredRedirectUri([], web)).toBe(false);
  });
});

const scheme =
  "has a private-use scheme without a dot; use a domain name turned round, like com.example.app: (RFC 8252 §7.1)";
const insecure = "is http; only loopback addresses may be (RFC 8252 §7.3)";

describe("A redirect URI to be registered", () => {
  it.each([
    ...[web, "https://app.example.com", "https://app.example.com?a", "HTTPS://app.example.com:8443/a/b?c=d"],
    ...["https://[2001:db8::1]:8443/cb", "https://app.example.com/.a/b..c/...", "http://localhost:5173/"],
    ...["http://127.0.0.1/cb", "http://127.255.10.1/cb", "http://[::1]:3000/cb", "com.example.app:/oauth"],
    ...[
      "com.example.my-app://oauth/cb",
      "com.2example.a+b:/cb",
      "com.example.http:/cb",
      "https://app.example.com/a?b=c.d/",
    ],
  ])("may be %s", (uri) => {
    expect(faultOfRedirectUri(uri)).toBeNull();
  });

  it.each([
    ["/callback", "is not an absolute URI"],
    ["https://app.example.com/a b", "is not an absolute URI"],
    ["https://app.example.com/ä", "is not an absolute URI"],
    [`${web}\n`, "is not an absolute URI"],
    [` ${web}`, "is not an absolute URI"],
    ["https://app.example.com\\cb", "is not an absolute URI"],
    [`${web}#`, "has a fragment (RFC 6749 §3.1.2)"],
    ["https://user@app.example.com/cb", "has a user name in it"],
    ["https://:word@app.example.com/cb", "has a user name in it"],
    [`${web}/*`, "has a wildcard; each URI is registered whole"],
    ["https://app.example.com/a/../b", "has dots in its path"],
    ["https://app.example.com/./b", "has dots in its path"],
    ["https://app.example.com/a/..", "has dots in its path"],
    ["https://app.example.com/a/..?b", "has dots in its path"],
    ["https://app.example.com/%2E%2e/b", "has dots in its path"],
    ["com.example.app:../b", "has dots in its path"],
    ["com.2example.app:../b", "has dots in its path"],
    ["https:app.example.com/cb", "has no plain host name"],
    ["https:app.example.com/https://app.example.com/cb", "has no plain host name"],
    ["https://app,b.example/cb", "has no plain host name"],
    ["https://app.example.com;x/cb", "has no plain host name"],
    ["http:127.0.0.1/cb", "has no plain host name"],
    ["http://app.example.com/cb", insecure],
    ["http://127.0.0.1.example.com/cb", insecure],
    ["http://localhost.example.com/cb", insecure],
    ["http://x127.0.0.1.com/cb", insecure],
    ["http://[::2]/cb", insecure],
    ["myapp:/cb", scheme],
    ["javascript:alert(1)", scheme],
    ["com..app:/cb", scheme],
    ["com..example.app:/cb", scheme],
    ["com.example.:/cb", scheme],
  ])("may not be %s: it %s", (uri, fault) => {
    expect(faultOfRedirectUri(uri)).toBe(fault);
  });
});
