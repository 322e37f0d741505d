import { afterAll, describe, expect, it } from "vitest";
import { fetchVerifier } from "../src/fetch.js";
import { proofs, type Sent } from "./support/corpus/proofs.js";
import { key } from "./support/corpus/token.js";
import { audience, startIssuer } from "./support/issuer.js";
import { requestOf } from "./support/sent.js";

const issuer = await startIssuer([key]);
const api = fetchVerifier({ issuer: issuer.issuer, audience, warn: false });
const guard = api.requireToken();
afterAll(async () => {
  api.close();
  await issuer.close();
});

async function verdictOf(sent: Sent): Promise<string> {
  const response = await guard(requestOf(sent), () => new Response("admitted"));
  const text = await response.text();
  return response.ok ? text : JSON.parse(text).error_uri.split("/").at(-1);
}

describe("requests with proofs (RFC 9449 §4.3, §7, §11)", () => {
  it.each(proofs)("$name: $expected", async ({ make, expected, isSentTwice }) => {
    const sent = make(issuer.issuer);
    if (isSentTwice) expect(await verdictOf(sent)).toBe("admitted");
    expect(await verdictOf(sent)).toBe(expected);
  });

  it("have names of their own", () => {
    expect(new Set(proofs.map(({ name }) => name)).size).toBe(proofs.length);
  });
});
