import { isScopeWithin, parseScope } from "@regrant/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClient, createParties, files, notes, type TestClient } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  expectRefusal,
  expectTokens,
} from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server);

const scopeOf = async (at: TestClient, more: Readonly<Record<string, string>> = {}) => {
  const tokens = expectTokens(await askByClientCredentials(server, at, more));
  const { scope } = await claimsOf(server, tokens.access_token);
  expect(tokens.scope).toBe(scope);
  return scope;
};

describe("The scope of a new grant (RFC 6749 §3.3)", () => {
  it("is by default all that the client may have at the resource [scope-1]", async () => {
    expect(await scopeOf(client)).toBe("notes:read notes:write");
    expect(await scopeOf(client, { resource: files.uri })).toBe("files:read");
  });

  it("is what was asked for, said in token and answer alike [scope-2]", async () => {
    expect(await scopeOf(client, { scope: "notes:read" })).toBe("notes:read");
    expect(await scopeOf(client, { scope: "notes:write notes:read" })).toBe("notes:write notes:read");
  });

  it("counts a name that stands there twice once", async () => {
    expect(await scopeOf(client, { scope: "notes:read notes:read" })).toBe("notes:read");
  });

  it("is absent, in token and answer, where the client may have none there [scope-3]", async () => {
    const scopeless = await createClient(server, { scope: [] });
    const tokens = expectTokens(await askByClientCredentials(server, scopeless));
    expect(tokens).not.toHaveProperty("scope");
    expect(await claimsOf(server, tokens.access_token)).not.toHaveProperty("scope");
  });

  it("is no more than the client has, though the resource knows more [scope-4]", async () => {
    const reader = await createClient(server, { scope: ["notes:read"] });
    expect(await scopeOf(reader)).toBe("notes:read");
    const answer = await askByClientCredentials(server, reader, { scope: "notes:write" });
    expectRefusal(answer, 400, "invalid_scope", "scope_not_allowed");
  });

  it("is no more than the resource knows, though the client has more [scope-5]", async () => {
    const answer = await askByClientCredentials(server, client, { scope: "files:read" });
    expectRefusal(answer, 400, "invalid_scope", "scope_not_allowed");
  });

  it("leaves out what is unknown or not allowed, wherever it stands, and says what is left [scope-6]", async () => {
    for (const scope of [
      "notes:read offline_access",
      "openid profile email offline_access notes:read",
      "nonsense notes:read notes",
    ]) {
      expect(await scopeOf(client, { scope })).toBe("notes:read");
    }
    const named = { scope: "files:read notes:read", resource: notes.uri };
    expect(await scopeOf(client, named)).toBe("notes:read");
    expect(await scopeOf(client, { scope: "notes:write admin notes:read" })).toBe("notes:write notes:read");
  });

  it("is refused where nothing is left of it, and the refusal names it", async () => {
    for (const scope of ["offline_access", "openid profile", "Notes:read", "notes:*", "*", "notes:rea"]) {
      const answer = await askByClientCredentials(server, client, { scope });
      expectRefusal(answer, 400, "invalid_scope", "scope_not_allowed");
      expect(answer.body.error_description).toContain(`'${scope}'`);
    }
  });

  it("is refused where it belongs to several APIs and none is named (RFC 9068 §3) [scope-7]", async () => {
    for (const scope of ["notes:read files:read", "files:read openid notes:write"]) {
      const answer = await askByClientCredentials(server, client, { scope });
      expectRefusal(answer, 400, "invalid_scope", "scope_not_allowed");
      expect(answer.body.error_description).toContain("'files:read");
      expect(answer.body.error_description).toContain(`resource='${files.uri}'`);
    }
  });

  it("is refused with the API that has it, where another of the client's does", async () => {
    const answer = await askByClientCredentials(server, client, { scope: "files:read" });
    expect(answer.body.error_description).toContain(`resource='${files.uri}'`);
    const without = await createClient(server, { scope: ["notes:read"] });
    const { body } = await askByClientCredentials(server, without, { scope: "files:read" });
    expect(body.error_description).not.toContain(files.uri);
  });

  it("is refused before the password is looked at", async () => {
    const answer = await askByPassword(server, client, { ...user, password: "wrong" }, { scope: "nope" });
    expectRefusal(answer, 400, "invalid_scope", "scope_not_allowed");
  });

  it("is refused where it breaks the grammar", async () => {
    for (const scope of [
      " ",
      " notes:read",
      "notes:read ",
      "a  b",
      "a\tb",
      "a\nb",
      'a"b',
      "a\\b",
      "é",
      "\x7f",
    ]) {
      const answer = await askByClientCredentials(server, client, { scope });
      expectRefusal(answer, 400, "invalid_scope", "scope_malformed");
    }
  });
});

describe("The grammar of scope (RFC 6749 §3.3, Appendix A.4)", () => {
  const token = fc.stringMatching(/^[\x21\x23-\x5B\x5D-\x7E]+$/);

  it("takes every list of names separated by single spaces, each name once", () => {
    fc.assert(
      fc.property(fc.array(token, { minLength: 1 }), (names) => {
        expect(parseScope(names.join(" "))).toEqual([...new Set(names)]);
      }),
    );
  });

  it("takes no name with any other character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const wellFormed = /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/.test(text);
        expect(parseScope(text) !== null).toBe(wellFormed);
      }),
    );
  });

  it("makes a part of a whole only what is in it", () => {
    expect(isScopeWithin([], [])).toBe(true);
    expect(isScopeWithin(["a"], ["b", "a"])).toBe(true);
    expect(isScopeWithin(["a", "b"], ["a"])).toBe(false);
  });
});
