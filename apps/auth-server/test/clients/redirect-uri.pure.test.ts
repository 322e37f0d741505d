import { describe, expect, it } from "vitest";
import {
  destinationOf,
  faultOfRedirectUri,
  isRegisteredRedirectUri,
} from "../../src/clients/redirect-uri.js";

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
    ["http://localhost/cb", "http://localhost:51999/cb", true],
    ["http://localhost:7000/cb", "http://localhost/cb", true],
    ["http://localhost/cb", "https://localhost:51999/cb", false],
    ["http://localhost/cb", "http://LOCALHOST:51999/cb", false],
    ["http://localhost/cb", "http://localhost.example:51999/cb", false],
    ["http://localhost/cb", "http://localhost:51999@example.com/cb", false],
    ["http://localhost/cb", "http://localhost:51999/cb2", false],
    ["http://localhost/cb", "http://localhost:99999/cb", false],
    ["http://localhost/cb", "http://127.0.0.1:51999/cb", false],
    ["http://localhost.example/cb", "http://localhost.example:80/cb", false],
    ["http://tauri.localhost/cb", "http://tauri.localhost:80/cb", false],
    ["https://localhost/cb", "https://localhost:80/cb", false],
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
  "has a private-use scheme without a dot, which any app may claim; use a reversed domain name such as com.example.app: (RFC 8252 section 7.1)";
const dots = "has a private-use scheme with a dot too many";
const insecure = "is http; only loopback addresses and localhost may be (RFC 8252 section 7.3)";
const schemeless = "has no scheme; write https:// or http:// in front";

describe("A redirect URI to be registered", () => {
  it.each([
    ...[web, "https://app.example.com", "https://app.example.com?a", "HTTPS://app.example.com:8443/a/b?c=d"],
    ...["https://[2001:db8::1]:8443/cb", "https://app.example.com/.a/b..c/...", "http://localhost:5173/"],
    ...["http://127.0.0.1/cb", "http://127.255.10.1/cb", "http://[::1]:3000/cb", "com.example.app:/oauth"],
    ...["http://tauri.localhost/callback", "http://a.b.localhost:3000/"],
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
    [`${web}#`, "has a fragment (RFC 6749 section 3.1.2)"],
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
    ["notepilot://vendor.extension/oauth/callback", scheme],
    ["com..app:/cb", dots],
    ["com..example.app:/cb", dots],
    ["com.example.:/cb", dots],
    ["localhost:3000/cb", schemeless],
    ["app.example.com:8080", schemeless],
  ])("may not be %s: it %s", (uri, fault) => {
    expect(faultOfRedirectUri(uri)).toBe(fault);
  });

  it.each([
    ["javascript:x", /run what follows/],
    ["JavaScript:alert(1)", /run what follows/],
    ["data:text/html,x", /run what follows/],
    ["vbscript:x", /run what follows/],
    ["file:///x", /on the disk/],
    ["blob:http://localhost/x", /on the disk/],
    ["about:blank", /on the disk/],
    ["view-source:https://app.example.com/", /on the disk/],
    ["intent://x", /which program/],
    ["intent:#Intent;action=x;end", /which program/],
    ["mailto:a@example.com", /another protocol/],
    ["urn:ietf:wg:oauth:2.0:oob", /another protocol/],
    ["http:x", /no plain host name/],
  ])("may never be %s, whatever the operator allows, and not for want of a dot", (uri, fault) => {
    for (const undotted of [false, true]) {
      expect(faultOfRedirectUri(uri, undotted)).toMatch(fault);
      expect(faultOfRedirectUri(uri, undotted)).not.toMatch(/dot/);
    }
  });

  it("may have a scheme without a dot where the operator allows it", () => {
    for (const uri of ["notepilot://vendor.extension/oauth/callback", "myapp:/cb", "vscode://x.y/cb"])
      expect(faultOfRedirectUri(uri, true)).toBeNull();
    for (const uri of ["myapp:/../cb", "myapp://x/*", "myapp:/cb#", "com..app:/cb", "localhost:3000/cb"])
      expect(faultOfRedirectUri(uri, true)).not.toBeNull();
  });

  it("is shown to people by its host, or by its scheme where the host is none", () => {
    const shown = ["https://a.example:8443/b", "http://[::1]:5/cb", "notepilot://www.bank.example/cb"];
    expect(shown.map(destinationOf)).toEqual(["a.example:8443", "[::1]:5", "notepilot"]);
  });
});
