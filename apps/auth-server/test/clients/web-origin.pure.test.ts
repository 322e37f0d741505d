import { describe, expect, it } from "vitest";
import { faultOfOrigin, isWebViewOrigin } from "../../src/clients/web-origin.js";

const extension = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

describe("An origin to be registered", () => {
  it.each([
    ["https://app.example.com", false],
    ["https://app.example.com:8443", false],
    ["http://localhost:3000", false],
    ["http://tauri.localhost", false],
    ["http://[::1]:3000", false],
    ["https://xn--bcher-kva.example", false],
    ["tauri://localhost", true],
    ["capacitor://localhost", true],
    ["ionic://localhost", true],
    ["app://localhost:8080", true],
    ["app://obsidian.md", true],
    [extension, true],
    ["moz-extension://0e1d2c3b-4a59-6877-8695-a4b3c2d1e0f9", true],
    ["vscode-webview://0abc1def", true],
  ])("may be %s (of a web view: %s)", (origin, isWebView) => {
    expect(faultOfOrigin(origin)).toBeNull();
    expect(isWebViewOrigin(origin)).toBe(isWebView);
  });

  it.each(["null", "NULL", "file://", "file:///", "FILE://", "file:///home/ada/app.html"])(
    "may not be %s: every sandboxed page and every local file has it",
    (origin) => {
      expect(faultOfOrigin(origin)).toMatch(/every sandboxed page and of every local file/);
    },
  );

  it.each([
    ["https://app.example.com/", "https://app.example.com"],
    ["https://App.Example.com", "https://app.example.com"],
    ["HTTPS://app.example.com", "https://app.example.com"],
    ["https://app.example.com:443", "https://app.example.com"],
    ["http://app.example.com:80/", "http://app.example.com"],
    ["https://app.example.com/callback?x", "https://app.example.com"],
    ["https://ada@app.example.com", "https://app.example.com"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
    ["http://127.1", "http://127.0.0.1"],
    ["tauri://localhost/", "tauri://localhost"],
    ["Tauri://LocalHost", "tauri://localhost"],
    [`${extension}/popup.html`, extension],
  ])("may not be %s, which browsers spell %s", (origin, spelled) => {
    expect(faultOfOrigin(origin)).toBe(`is spelled ${spelled} by browsers`);
    expect(faultOfOrigin(spelled)).toBeNull();
  });

  it.each(["", "app.example.com", "localhost:3000", "tauri:", "tauri:localhost", "about:blank", "x y"])(
    "may not be %j, which is none",
    (origin) => {
      expect(faultOfOrigin(origin)).toMatch(/is not an origin/);
    },
  );

  it.each([
    "data:text/html,x",
    "data://x",
    "blob:https://app.example.com/1",
    "javascript://x",
    "javascript:x",
    "about://blank",
  ])("may not be %s, whose pages have none", (origin) => {
    expect(faultOfOrigin(origin)).toMatch(/is not an origin/);
  });

  it("may not have a wildcard", () => {
    for (const origin of ["*", "https://*.example.com", "tauri://*"])
      expect(faultOfOrigin(origin)).toMatch(/wildcard/);
  });
});
