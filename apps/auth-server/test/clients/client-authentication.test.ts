import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashSecret, newSecret } from "../../src/secrets.js";
import { createClient, createResources } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import {
  type Answer,
  askByClientCredentials,
  expectRefusal,
  expectTokens,
  postForm,
} from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const client = await createClient(server);
const open = await createClient(server, { secret: null });

const asked = { grant_type: "client_credentials" };
/** A request that public clients may make: it passes authentication, and fails next. */
const askedByPublic = { grant_type: "refresh_token", refresh_token: "none" };
const encode = (text: string) => Buffer.from(text).toString("base64");
const byHeader = (authorization: string, form: Readonly<Record<string, string>> = asked) =>
  postForm(server, form, { authorization });
const byBasic = (id: string, secret: string, form?: Readonly<Record<string, string>>) =>
  byHeader(`Basic ${encode(`${id}:${secret}`)}`, form);

/** RFC 6749 §5.2: 401, with a challenge of the scheme that the client used. */
function expectChallenge(answer: Answer, reason: Parameters<typeof expectRefusal>[3]): void {
  expectRefusal(answer, 401, "invalid_client", reason);
  expect(answer.headers["www-authenticate"]).toBe('Basic realm="regrant", charset="UTF-8"');
}

function expectUnchallenged(answer: Answer, reason: Parameters<typeof expectRefusal>[3]): void {
  expectRefusal(answer, 401, "invalid_client", reason);
  expect(answer.headers).not.toHaveProperty("www-authenticate");
}

describe("client_secret_basic (RFC 6749 §2.3.1) [client-authentication-1]", () => {
  it("authenticates with client_id and secret in the header", async () => {
    expectTokens(await byBasic(client.clientId, client.secret));
  });

  it("takes the scheme in any letter case (RFC 9110 §11.1)", async () => {
    const credentials = encode(`${client.clientId}:${client.secret}`);
    for (const scheme of ["basic", "BASIC", "bAsIc"]) {
      expectTokens(await byHeader(`${scheme} ${credentials}`));
    }
  });

  it("takes a client_id in the body beside it where it is the same", async () => {
    expectTokens(await byBasic(client.clientId, client.secret, { ...asked, client_id: client.clientId }));
  });

  it("takes secrets with % + : and other characters, form-encoded as the RFC says and raw as many send them", async () => {
    for (const secret of ["50%", "a+b", "a b", "a:b:c", "%41", "100%25", "päss", "a%2Bb", "%", "=&?/\\\"'"]) {
      const { clientId } = await createClient(server, { secret });
      expectTokens(await byBasic(clientId, encodeURIComponent(secret)));
      expectTokens(await byBasic(clientId, new URLSearchParams({ s: secret }).toString().slice(2)));
      expectTokens(await byBasic(clientId, secret));
    }
  });

  it("takes a form-encoded client_id", async () => {
    const { clientId, secret } = await createClient(server, { clientId: "notes.cli~2-a_b" });
    expectTokens(await byBasic("notes%2Ecli%7E2%2Da%5Fb", secret));
    expectTokens(await byBasic(clientId, secret));
  });

  it("does not let one secret pass for another through the two readings", async () => {
    const { clientId } = await createClient(server, { secret: "a b" });
    for (const other of ["a%2Bb", "a%2520b", "ab", "a%20%20b"]) {
      expectChallenge(await byBasic(clientId, other), "client_secret_mismatch");
    }
  });

  it("refuses a wrong secret with a challenge [client-authentication-2]", async () => {
    for (const secret of [
      "wrong",
      `${client.secret} `,
      client.secret.slice(1),
      client.secret.toUpperCase(),
    ]) {
      expectChallenge(await byBasic(client.clientId, secret), "client_secret_mismatch");
    }
    expectChallenge(await byBasic(client.clientId, ""), "client_secret_mismatch");
  });

  it("refuses an unknown client with a challenge", async () => {
    expectChallenge(await byBasic("nobody", client.secret), "client_unknown");
  });

  it("refuses a disabled client with a challenge, and only one who knows the secret learns why", async () => {
    const gone = await createClient(server);
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [gone.clientId]);
    expectChallenge(await byBasic(gone.clientId, gone.secret), "client_disabled");
    expectChallenge(await byBasic(gone.clientId, "wrong"), "client_secret_mismatch");
  });

  it("refuses broken base64 and what is no pair, with a challenge [client-authentication-3]", async () => {
    for (const authorization of [
      "Basic",
      "Basic ",
      "Basic !!!",
      "Basic bm9jb2xvbg==",
      `Basic ${encode(":secret")}`,
      `Basic ${encode(`${client.clientId}:${client.secret}`)} more`,
      `Basic,${encode("a:b")}`,
      `Basic ${Buffer.from([0xff, 0x3a, 0xff]).toString("base64")}`,
      `Basic ${encode("a\0b:c")}`,
    ]) {
      expectChallenge(await byHeader(authorization), "client_authentication_malformed");
    }
  });

  it("never leads to a 5xx, whatever the header is", async () => {
    const printable = fc.string({ unit: "grapheme-ascii", maxLength: 80 });
    const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array).toString("base64"));
    const header = fc.oneof(
      printable,
      bytes.map((text) => `Basic ${text}`),
      printable.map((text) => `Basic ${encode(text)}`),
    );
    await fc.assert(
      fc.asyncProperty(header, async (authorization) => {
        expect((await byHeader(authorization)).status).toBe(401);
      }),
      { numRuns: 200 },
    );
  });
});

describe("client_secret_post (RFC 6749 §2.3.1) [client-authentication-4]", () => {
  it("authenticates with client_id and client_secret in the body", async () => {
    expectTokens(await askByClientCredentials(server, client));
  });

  it("takes every character of a secret", async () => {
    for (const secret of ["50%", "a+b", "a b", "a:b", "%41", "päss", "=&"]) {
      expectTokens(await askByClientCredentials(server, await createClient(server, { secret })));
    }
  });

  it("refuses wrong, unknown, disabled and absent, without a challenge [client-authentication-5]", async () => {
    const gone = await createClient(server);
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [gone.clientId]);
    const refusals = [
      [await askByClientCredentials(server, { ...client, secret: "wrong" }), "client_secret_mismatch"],
      [await askByClientCredentials(server, { ...client, clientId: "nobody" }), "client_unknown"],
      [await askByClientCredentials(server, gone), "client_disabled"],
      [await askByClientCredentials(server, { ...client, secret: "" }), "client_secret_missing"],
      [await postForm(server, asked), "client_missing"],
      [await postForm(server, { ...asked, client_secret: client.secret }), "client_missing"],
    ] as const;
    for (const [answer, reason] of refusals) expectUnchallenged(answer, reason);
  });

  it("takes any of several secrets, so that one is replaced in peace", async () => {
    const next = newSecret();
    const rotating = await createClient(server);
    await server.db.query(
      "update clients set secret_hashes = array_append(secret_hashes, $2) where client_id = $1",
      [rotating.clientId, hashSecret(next)],
    );
    expectTokens(await askByClientCredentials(server, rotating));
    expectTokens(await askByClientCredentials(server, { ...rotating, secret: next }));
  });

  it("refuses a client_id of a form that none has, as unknown, and never with a 5xx", async () => {
    const weird = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 200 }),
      fc.constantFrom("__proto__", "' or 1=1 --", "x".repeat(10_000), "../..", "%00", "ü", " "),
    );
    await fc.assert(
      fc.asyncProperty(weird, async (clientId) => {
        const answer = await askByClientCredentials(server, { clientId, secret: client.secret });
        if (!clientId.includes("\0")) expectUnchallenged(answer, "client_unknown");
        else expectRefusal(answer, 400, "invalid_request", "encoding_invalid");
      }),
    );
  });
});

describe("Two ways of authentication in one request (RFC 6749 §2.3)", () => {
  it("are refused, also where both say the same [client-authentication-6]", async () => {
    const answers = [
      await byBasic(client.clientId, client.secret, { ...asked, client_secret: client.secret }),
      await byBasic(client.clientId, client.secret, {
        ...asked,
        client_id: client.clientId,
        client_secret: client.secret,
      }),
      await byBasic(client.clientId, client.secret, { ...asked, client_id: open.clientId }),
    ];
    for (const answer of answers) {
      expectRefusal(answer, 400, "invalid_request", "client_authentication_repeated");
    }
  });
});

describe("Clients without a secret (RFC 6749 §2.1, §3.2.1) [client-authentication-7]", () => {
  it("are who they say, by client_id alone [client-authentication-8]", async () => {
    const answer = await postForm(server, { ...askedByPublic, client_id: open.clientId });
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_malformed");
  });

  it("may send an empty secret, in the body or the header", async () => {
    const inBody = await postForm(server, { ...askedByPublic, client_id: open.clientId, client_secret: "" });
    expectRefusal(inBody, 400, "invalid_grant", "refresh_token_malformed");
    const inHeader = await byBasic(open.clientId, "", askedByPublic);
    expectRefusal(inHeader, 400, "invalid_grant", "refresh_token_malformed");
  });

  it("may not send a secret [client-authentication-9]", async () => {
    const inBody = { ...askedByPublic, client_id: open.clientId, client_secret: "x" };
    expectUnchallenged(await postForm(server, inBody), "client_secret_unexpected");
    expectChallenge(await byBasic(open.clientId, "x", askedByPublic), "client_secret_unexpected");
  });

  it("may not pass for one that has a secret [client-authentication-10]", async () => {
    const answer = await postForm(server, { ...askedByPublic, client_id: client.clientId });
    expectUnchallenged(answer, "client_secret_missing");
  });

  it("are refused while disabled", async () => {
    const gone = await createClient(server, { secret: null });
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [gone.clientId]);
    const answer = await postForm(server, { ...askedByPublic, client_id: gone.clientId });
    expectUnchallenged(answer, "client_disabled");
  });
});

describe("Clients in the server's memory", () => {
  it("work at once when they are new, also after someone asked for them in vain", async () => {
    const wanted = { clientId: "not-yet", secret: newSecret() };
    expectUnchallenged(await askByClientCredentials(server, wanted), "client_unknown");
    await createClient(server, wanted);
    expectTokens(await askByClientCredentials(server, wanted));
  });
});
