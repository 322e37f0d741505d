import { describe, expect, it } from "vitest";
import { de } from "../../src/http/views/texts/de.js";
import { en } from "../../src/http/views/texts/en.js";
import { scopeInWords } from "../../src/http/views/words.js";
import { identityScopes } from "../../src/identity-scopes.js";

describe("Scopes in words", () => {
  it("say of those of OpenID Connect what an app learns", () => {
    expect(scopeInWords(identityScopes, {}, en)).toEqual([
      "Know who you are (your user ID)",
      "See your name and profile details",
      "See your email address",
      "See your postal address",
      "See your phone number",
      "Stay signed in to your account after you sign out here",
    ]);
    expect(new Set(scopeInWords(identityScopes, {}, de)).size).toBe(identityScopes.length);
  });

  it("say of an API's what it is described as, or its name", () => {
    const descriptions = { "notes:read": "Read your notes", email: "Send email" };
    const scope = ["notes:read", "email", "notes:write", "constructor", "__proto__"];
    expect(scopeInWords(scope, descriptions, en)).toEqual([
      "Read your notes",
      "Send email",
      "notes:write",
      "constructor",
      "__proto__",
    ]);
  });
});
