import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { codeChallengeOf, isCodeChallenge, isCodeVerifier } from "../../src/codes/pkce.js";
import {
  type Asked,
  answerOf,
  authorizeUrl,
  createApp,
  getCode,
  redeem,
  signedIn,
  verifier,
} from "../support/authorization.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { askByRefreshToken, expectRefreshToken, expectRefusal } from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const confidential = await createApp(server);
const open = await createApp(server, { secret: null });
const browser = await signedIn(server, await createUser(server));

const reasonFor = async (client: TestClient, more: Asked): Promise<string | undefined> => {
  const { error, error_uri: uri, code } = answerOf(await browser.get(authorizeUrl(client, more)));
  expect(code).toBeUndefined();
  expect(error).toBe("invalid_request");
  return uri?.split("/errors/")[1];
};

describe("The code challenge (RFC 7636 §4.3, §4.4)", () => {
  it("is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1) [pkce-1]", async () => {
    for (const client of [confidential, open]) {
      expect(await reasonFor(client, { code_challenge: undefined })).toBe("pkce_required");
      const stripped = { code_challenge: undefined, code_challenge_method: undefined };
      expect(await reasonFor(client, stripped)).toBe("pkce_required");
    }
  });

  it("is S256: plain is refused, named or by being the RFC's default [pkce-2]", async () => {
    for (const method of ["plain", "PLAIN", "s256", "S512", undefined]) {
      const more = { code_challenge: verifier, code_challenge_method: method };
      expect(await reasonFor(open, more)).toBe("pkce_method_unsupported");
    }
  });

  it("is 43 characters of base64url that a SHA-256 can have", async () => {
    const right = codeChallengeOf(verifier);
    for (const challenge of [
      right.slice(1),
      `${right}A`,
      `${right}=`,
      `${right.slice(0, 42)}B`,
      `${right.slice(0, 41)}+A`,
      createHash("sha256").update(verifier).digest("hex"),
      "é".repeat(43),
      `${right}\n`,
    ]) {
      expect(await reasonFor(open, { code_challenge: challenge })).toBe("pkce_malformed");
      expect(isCodeChallenge(challenge)).toBe(false);
    }
    expect(isCodeChallenge(right)).toBe(true);
  });
});

describe("The code verifier (RFC 7636 §4.5, §4.6)", () => {
  it("fits the RFC's own example (Appendix B) [pkce-3]", () => {
    expect(codeChallengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
      "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    );
  });

  it("has to come: a code alone buys nothing, with the client's secret either [pkce-4]", async () => {
    for (const client of [confidential, open]) {
      const answer = await redeem(server, client, await getCode(browser, client), { code_verifier: "" });
      expectRefusal(answer, 400, "invalid_grant", "pkce_mismatch");
      expect(answer.body.error_description).toContain("It is missing.");
    }
  });

  it("has to be the one of the challenge: the challenge itself, another's or a cut one is refused [pkce-5]", async () => {
    const code = await getCode(browser, open);
    const wrong = [
      "w".repeat(43),
      codeChallengeOf(verifier),
      verifier.toUpperCase(),
      `${verifier}x`,
      `${verifier.slice(1)}x`,
    ];
    for (const code_verifier of wrong) {
      const answer = await redeem(server, open, code, { code_verifier });
      expectRefusal(answer, 400, "invalid_grant", "pkce_mismatch");
    }
    const cut = await redeem(server, open, code, { code_verifier: verifier.slice(1) });
    expectRefusal(cut, 400, "invalid_grant", "pkce_verifier_malformed");
  });

  it("has 43 to 128 characters (§4.1), and else has a reason of its own [pkce-6]", async () => {
    for (const code_verifier of ["x", "x".repeat(42), "x".repeat(129), "x".repeat(10_000)]) {
      const asked = { code_challenge: codeChallengeOf(code_verifier) };
      const answer = await redeem(server, open, await getCode(browser, open, asked), { code_verifier });
      expectRefusal(answer, 400, "invalid_grant", "pkce_verifier_malformed");
      expect(answer.body.error_description).not.toContain("x".repeat(10));
      expect(isCodeVerifier(code_verifier)).toBe(false);
    }
    const longest = `${"aZ9-._~".repeat(18)}xy`;
    const asked = { code_challenge: codeChallengeOf(longest) };
    expectRefreshToken(
      await redeem(server, open, await getCode(browser, open, asked), { code_verifier: longest }),
    );
  });

  it("may be of other characters than the RFC's, as some clients make it, where its hash fits [pkce-7]", async () => {
    for (const code_verifier of [
      `${"x".repeat(42)}+/==`,
      `${"x".repeat(43)} `,
      "é".repeat(43),
      "{}".repeat(30),
    ]) {
      const asked = { code_challenge: codeChallengeOf(code_verifier) };
      const code = await getCode(browser, open, asked);
      const other = await redeem(server, open, code, { code_verifier: code_verifier.replace(/.$/u, "y") });
      expectRefusal(other, 400, "invalid_grant", "pkce_mismatch");
      expectRefreshToken(await redeem(server, open, code, { code_verifier }));
    }
  });

  it("that is wrong neither uses the code up nor ends anything [pkce-8]", async () => {
    const code = await getCode(browser, open);
    const before = await redeem(server, open, code, { code_verifier: "w".repeat(43) });
    expectRefusal(before, 400, "invalid_grant", "pkce_mismatch");
    const tokens = expectRefreshToken(await redeem(server, open, code));
    const after = await redeem(server, open, code, { code_verifier: "w".repeat(43) });
    expectRefusal(after, 400, "invalid_grant", "pkce_mismatch");
    expectRefreshToken(await askByRefreshToken(server, open, tokens.refresh_token));
  });
});
