import { describe, expect, it } from "vitest";
import { faultOfClientIdUrl } from "../../src/client-documents/client-id-url.js";
import { isClientIdUrl } from "../../src/clients/client-id.js";

describe("A client_id that is a URL", () => {
  it.each([
    "https://app.example.com/client",
    "https://claude.ai/oauth/claude-code-client-metadata",
    "https://vscode.dev/oauth/client-metadata.json",
    "https://app.example.com/client/",
    "https://app.example.com/client?v=1",
    "https://app.example.com/..client/a.b",
    "https://xn--bcher-kva.example/client",
    `https://app.example.com/${"x".repeat(176)}`,
  ])("may be %s", (clientId) => {
    expect(isClientIdUrl(clientId)).toBe(true);
    expect(faultOfClientIdUrl(clientId, false)).toBeNull();
  });

  it.each([
    ["http://app.example.com/client", "is not https"],
    ["http://localhost/client", "is not https"],
    ["https://app.example.com", "has no path, which says which client of the host it is"],
    ["https://app.example.com/", "has no path, which says which client of the host it is"],
    ["https://app.example.com/?client", "has no path, which says which client of the host it is"],
    ["https://app.example.com/client#", "has a fragment"],
    ["https://app.example.com/client#me", "has a fragment"],
    ["https://ada@app.example.com/client", "has a user name in it"],
    ["https://:secret@app.example.com/client", "has a user name in it"],
    ["https://@app.example.com/client", "has to be spelled 'https://app.example.com/client'"],
    ["https://app.example.com/a/../client", "has to be spelled 'https://app.example.com/client'"],
    ["https://app.example.com/./client", "has to be spelled 'https://app.example.com/client'"],
    ["https://app.example.com/%2e%2E/client", "has to be spelled 'https://app.example.com/client'"],
    ["https://app.example.com/a/.%2e", "has to be spelled 'https://app.example.com/'"],
    ["https://app.example.com\\client", "has to be spelled 'https://app.example.com/client'"],
    ["https://app.example.com/cli\tent", "has to be spelled 'https://app.example.com/client'"],
    ["https://app.example.com/client\n", "has to be spelled 'https://app.example.com/client'"],
    ["https://app.example.com/a b", "has to be spelled 'https://app.example.com/a%20b'"],
    ["https://app.example.com/ü", "has to be spelled 'https://app.example.com/%C3%BC'"],
    ["https://APP.example.com/client", "has to be spelled 'https://app.example.com/client'"],
    ["HTTPS://app.example.com/client", "has to be spelled 'https://app.example.com/client'"],
    ["https://app.example.com:443/client", "has to be spelled 'https://app.example.com/client'"],
    ["https:///app.example.com/client", "has to be spelled 'https://app.example.com/client'"],
    ["https://bücher.example/client", "has to be spelled 'https://xn--bcher-kva.example/client'"],
    ["https://2130706433/client", "has to be spelled 'https://127.0.0.1/client'"],
    ["https://app.example.com\u3002/client", "has to be spelled 'https://app.example.com./client'"],
    ["https://", "is not a URL"],
    ["https://[::1/client", "is not a URL"],
    [`https://app.example.com/${"x".repeat(177)}`, "is longer than 200 characters"],
  ])("may not be %j", (clientId, fault) => {
    expect(isClientIdUrl(clientId)).toBe(true);
    expect(faultOfClientIdUrl(clientId, false)).toBe(fault);
  });

  it.each([
    "notes",
    "app.example.com/client",
    "urn:ietf:client",
    " https://app.example.com/client",
    "httpsclient",
  ])("is not %j", (clientId) => expect(isClientIdUrl(clientId)).toBe(false));

  it("may be http on this computer, in development", () => {
    for (const host of ["localhost:4003", "app.localhost", "127.0.0.1:4003", "[::1]"])
      expect(faultOfClientIdUrl(`http://${host}/client`, true)).toBeNull();
    expect(faultOfClientIdUrl("http://app.example.com/client", true)).toBe("is not https");
  });
});
