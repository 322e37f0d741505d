/** Confidential OpenID clients that cannot use PKCE (OAuth 2.1 §7.5.1; RFC 9700 §2.1.1). */
import { beforeAll, describe, expect, it } from "vitest";
import { codeChallengeOf } from "../../src/codes/pkce.js";
import { newSecret } from "../../src/secrets.js";
import {
  type Asked,
  answerOf,
  authorizeUrl,
  createApp,
  issuer,
  redeem,
  signedIn,
  verifier,
} from "../support/authorization.js";
import type { Browser } from "../support/browser.js";
import { createResources, createUser, notes, type TestClient } from "../support/fixtures.js";
import { createRelyingParty, readIdToken } from "../support/openid.js";
import { testServer } from "../support/server.js";
import { expectRefusal, expectTokens } from "../support/token-requests.js";

const server = await testServer();
let browser: Browser;
let optional: TestClient;
let nonced: TestClient;
let required: TestClient;

beforeAll(async () => {
  await createResources(server);
  browser = await signedIn(server, await createUser(server));
  optional = await createRelyingParty(server, { pkce: "optional" });
  nonced = await createRelyingParty(server, { pkce: "nonce" });
  required = await createRelyingParty(server);
});

const bare = { scope: "openid", code_challenge: undefined, code_challenge_method: undefined };
const withPkce = { scope: "openid" };
const ask = async (client: TestClient, more: Asked) =>
  answerOf(await browser.get(authorizeUrl(client, more)));
const codeOf = async (client: TestClient, more: Asked) => (await ask(client, more)).code ?? "";
const without = { code_verifier: "" };
const reasonOf = ({ error_uri: uri = "" }: Record<string, string>) => uri.slice(`${issuer}/errors/`.length);

describe("A client with pkce=optional", () => {
  it("may leave it out of an OpenID request, with a nonce or without [pkce-exception-1]", async () => {
    for (const nonce of [undefined, "a nonce"]) {
      const tokens = expectTokens(
        await redeem(server, optional, await codeOf(optional, { ...bare, nonce }), without),
      );
      expect((await readIdToken(server, tokens, optional)).nonce).toBe(nonce);
    }
  });

  it("may use it all the same, and then it counts: oidcc-ensure-request-with-valid-pkce-succeeds [pkce-exception-2]", async () => {
    expectTokens(await redeem(server, optional, await codeOf(optional, withPkce)));
    const code = await codeOf(optional, withPkce);
    for (const code_verifier of ["", newSecret(), codeChallengeOf(verifier)])
      expectRefusal(
        await redeem(server, optional, code, { code_verifier }),
        400,
        "invalid_grant",
        "pkce_mismatch",
      );
    expectTokens(await redeem(server, optional, code));
  });

  it("learns of a downgrade: a verifier for a code without a challenge is refused (RFC 9700 §2.1.1) [pkce-exception-3]", async () => {
    const code = await codeOf(optional, bare);
    expectRefusal(await redeem(server, optional, code), 400, "invalid_grant", "pkce_mismatch");
    expectRefusal(
      await redeem(server, optional, code, { code_verifier: "short" }),
      400,
      "invalid_grant",
      "pkce_verifier_malformed",
    );
    expectTokens(await redeem(server, optional, code, without));
  });

  it("cannot use less than S256 [pkce-exception-4]", async () => {
    for (const [more, reason] of [
      [{ code_challenge: verifier, code_challenge_method: "plain" }, "pkce_method_unsupported"],
      [{ code_challenge: verifier, code_challenge_method: undefined }, "pkce_method_unsupported"],
      [{ code_challenge: "short" }, "pkce_malformed"],
    ] as const)
      expect(reasonOf(await ask(optional, { scope: "openid", ...more }))).toBe(reason);
  });

  it("needs PKCE for plain OAuth, and where openid is not its to ask for [pkce-exception-5]", async () => {
    const plain = await createApp(server, { pkce: "optional", scope: notes.scope });
    for (const [client, scope] of [
      [optional, "notes:read"],
      [optional, undefined],
      [plain, "openid notes:read"],
      [plain, "notes:read"],
    ] as const) {
      const answer = await ask(client, { ...bare, scope, nonce: "a nonce" });
      expect([reasonOf(answer), answer.code]).toEqual(["pkce_required", undefined]);
    }
  });

  it("has codes that no other client can use [pkce-exception-6]", async () => {
    const code = await codeOf(optional, bare);
    expectRefusal(await redeem(server, nonced, code, without), 400, "invalid_grant", "code_wrong_client");
    expectTokens(await redeem(server, optional, code, without));
  });
});

describe("A client with pkce=nonce", () => {
  it("may leave PKCE out with a nonce, not without one [pkce-exception-7]", async () => {
    const code = await codeOf(nonced, { ...bare, nonce: "a nonce" });
    const tokens = expectTokens(await redeem(server, nonced, code, without));
    expect(await readIdToken(server, tokens, nonced)).toMatchObject({ nonce: "a nonce" });
    for (const nonce of [undefined, ""]) {
      const answer = await ask(nonced, { ...bare, nonce });
      expect([reasonOf(answer), answer.code]).toEqual(["nonce_required", undefined]);
    }
    expectTokens(await redeem(server, nonced, await codeOf(nonced, withPkce)));
  });

  it("needs PKCE without openid, whatever the nonce [pkce-exception-8]", async () => {
    expect(reasonOf(await ask(nonced, { ...bare, scope: "notes:read", nonce: "n" }))).toBe("pkce_required");
  });
});

describe("Every other client", () => {
  it("needs PKCE, in an OpenID request with a nonce, too [pkce-exception-9]", async () => {
    const open = await createRelyingParty(server, { secret: null });
    for (const client of [required, open])
      expect(reasonOf(await ask(client, { ...bare, nonce: "a nonce" }))).toBe("pkce_required");
  });

  it("if it is public, can have no exception: the database says so, too [pkce-exception-10]", async () => {
    for (const pkce of ["nonce", "optional"] as const)
      await expect(createRelyingParty(server, { secret: null, pkce })).rejects.toThrow(
        /public_clients_use_pkce/,
      );
  });
});

describe("A setting that changes between request and redemption", () => {
  const set = (client: TestClient, pkce: string) =>
    server.db.query("update clients set pkce = $2 where client_id = $1", [client.clientId, pkce]);

  it("does not free a code from its challenge [pkce-exception-11]", async () => {
    const changing = await createRelyingParty(server);
    const code = await codeOf(changing, withPkce);
    await set(changing, "optional");
    const later = await testServer();
    expectRefusal(await redeem(later, changing, code, without), 400, "invalid_grant", "pkce_mismatch");
    expectTokens(await redeem(later, changing, code));
  });

  it("makes codes without a challenge worthless once it is required [pkce-exception-12]", async () => {
    const changing = await createRelyingParty(server, { pkce: "optional" });
    const code = await codeOf(changing, bare);
    await set(changing, "required");
    const later = await testServer();
    expectRefusal(await redeem(later, changing, code, without), 400, "invalid_grant", "pkce_mismatch");
    expectRefusal(await redeem(later, changing, code), 400, "invalid_grant", "pkce_mismatch");
  });
});
