import { describe, expect, it, onTestFinished } from "vitest";
import { checkNotProxied, isLoopbackHost, keepLoopbackFromProxies } from "../src/loopback.js";

describe("This machine's own names", () => {
  it("are localhost, what is under it, and the loopback addresses", () => {
    const names = ["localhost", "tauri.localhost", "a.b.localhost", "127.0.0.1", "127.9.0.1", "[::1]"];
    expect(names.filter((name) => !isLoopbackHost(name))).toEqual([]);
    const others = ["localhost.example", "notlocalhost", ".localhost", "127.0.0.1.example", "10.0.0.1", ""];
    expect(others.filter(isLoopbackHost)).toEqual([]);
  });
});

describe("NO_PROXY for this machine", () => {
  it.each([
    [undefined, "localhost,.localhost,127.0.0.1,[::1]"],
    ["", "localhost,.localhost,127.0.0.1,[::1]"],
    [".corp.example, 10.0.0.0/8", ".corp.example,10.0.0.0/8,localhost,.localhost,127.0.0.1,[::1]"],
    ["localhost,127.0.0.1", "localhost,127.0.0.1,.localhost,[::1]"],
    ["*", "*"],
  ])("%s becomes %s", (before, after) => {
    const env = { NO_PROXY: before, no_proxy: before };
    keepLoopbackFromProxies(env);
    expect(env).toEqual({ NO_PROXY: after, no_proxy: after });
  });
});

describe("A request to this machine that would go to a proxy", () => {
  const proxied = { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: "http://proxy.corp.example:3128" };
  const names = ["NODE_USE_ENV_PROXY", "NODE_OPTIONS", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"];

  function check(env: Record<string, string>, url = "http://localhost:4000/oauth2/token") {
    const before = { ...process.env };
    onTestFinished(() => {
      process.env = before;
    });
    for (const name of names) delete process.env[name];
    Object.assign(process.env, env);
    return () => checkNotProxied(new URL(url));
  }

  it("is not sent, and the variables are named", () => {
    expect(check(proxied)).toThrow(
      /HTTP_PROXY is set, so requests to http:\/\/localhost:4000 would go through the proxy/,
    );
    expect(check({ ...proxied, NO_PROXY: ".corp.example" })).toThrow();
    expect(check({ NODE_OPTIONS: "--use-env-proxy", http_proxy: "http://proxy" })).toThrow(
      /^http_proxy is set/,
    );
  });

  it.each<[string, Record<string, string>, string?]>([
    ["without a proxy", { NODE_USE_ENV_PROXY: "1" }],
    ["where Node.js does not look at the variables", { HTTP_PROXY: "http://proxy" }],
    ["where NO_PROXY names the host", { ...proxied, NO_PROXY: "localhost" }],
    ["where no_proxy is *", { ...proxied, no_proxy: "*" }],
    ["to another machine", proxied, "https://auth.example.com/oauth2/token"],
  ])("is none %s", (_when, env, url) => {
    expect(check(env, url)).not.toThrow();
  });
});
