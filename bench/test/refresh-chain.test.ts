import { describe, expect, it } from "vitest";
import { inTurn, refreshChain } from "../src/generator/refresh-chain.js";

const target = { port: 1, method: "POST", path: "/token", headers: { Authorization: "Basic eA==" } } as const;
const bodyWith = (token: string) => Buffer.from(JSON.stringify({ refresh_token: token }));

describe("refreshChain", () => {
  it("presents the first token, then each successor, as whole requests", () => {
    const chain = refreshChain(target, "token-0");
    const first = chain.next();
    expect(first).toMatch(/^POST \/token HTTP\/1\.1\r\n/);
    const [head, body] = first.split("\r\n\r\n");
    expect(body).toBe("grant_type=refresh_token&refresh_token=token-0");
    expect(head).toContain(`Content-Length: ${body?.length}`);
    expect(chain.accept(bodyWith("token-1"))).toBeNull();
    expect(chain.next()).toBe(first.replace("token-0", "token-1"));
  });

  it.each([
    ["no token", Buffer.from("{}")],
    ["the same token", bodyWith("token-0")],
    ["a token of another length", bodyWith("token-10")],
  ])("takes %s for an error", (_what, body) => {
    expect(refreshChain(target, "token-0").accept(body)).toEqual(expect.any(String));
  });
});

describe("inTurn", () => {
  it("refreshes one session after another, each with the answer to its own last request", () => {
    const client = inTurn([refreshChain(target, "one-0"), refreshChain(target, "two-0")]);
    const next = () => client.next().split("refresh_token=")[1];
    expect(next()).toBe("one-0");
    expect(client.accept(bodyWith("one-1"))).toBeNull();
    expect(next()).toBe("two-0");
    expect(client.accept(bodyWith("two-1"))).toBeNull();
    expect([next(), next()]).toEqual(["one-1", "two-1"]);
  });
});
