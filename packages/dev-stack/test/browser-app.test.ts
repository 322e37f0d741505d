import { describe, expect, it, onTestFinished } from "vitest";
import { type BrowserApp, freePort, serveBrowserApp } from "../src/index.js";

async function served(): Promise<BrowserApp> {
  const app = await serveBrowserApp({
    port: await freePort(),
    issuer: "http://localhost:4000",
    clientId: "the-client",
    resource: "http://localhost:4001",
  });
  onTestFinished(() => app.stop());
  return app;
}

describe("the browser app", () => {
  it("is told its settings where it is served, not where it is built", async () => {
    const answer = await fetch(`${(await served()).url}/config.json`);
    expect(await answer.json()).toEqual({
      issuer: "http://localhost:4000",
      clientId: "the-client",
      resource: "http://localhost:4001",
    });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("may talk to the two servers and load its own files, and nothing else", async () => {
    const { url } = await served();
    const page = await fetch(url);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self' http://localhost:4000 http://localhost:4001;");
    expect(policy).not.toMatch(/unsafe|data:|\*/);
    const files = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
    expect(files.length).toBeGreaterThanOrEqual(3);
    const statuses = files.map(async (path) => (await fetch(url + path)).status);
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]));
  });

  it("is nothing but its files", async () => {
    const { url } = await served();
    const paths = ["/missing", "/../package.json", "/%2e%2e/package.json", "/config.json/"];
    const statuses = paths.map(async (path) => (await fetch(url + path)).status);
    expect(await Promise.all(statuses)).toEqual([404, 404, 404, 404]);
  });
});
