import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailKey, faultOfEmail, trimmedEmail } from "../../src/users/email-address.js";
import { canonicalPassword, faultOfNewPassword, possiblePasswords } from "../../src/users/password-text.js";

const blanks = [" ", "\t", "\u00a0", "\u2003", "\u202f", "\u3000", "\r\n", " \t "];
const invisibles = ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u200e", "\u202e", "\u200d", "\u{e0041}"];

describe("An e-mail address, as it is compared", () => {
  it.each([
    ["ada@example.com", "ada@example.com"],
    ["Ada@Example.COM", "ada@example.com"],
    ["jürg@example.com", "jürg@example.com"],
    ["ju\u0308rg@example.com", "jürg@example.com"],
    ["JU\u0308RG@example.com", "jürg@example.com"],
    ["eva@bücher.example", "eva@xn--bcher-kva.example"],
    ["eva@bu\u0308cher.example", "eva@xn--bcher-kva.example"],
    ["eva@XN--BCHER-KVA.example", "eva@xn--bcher-kva.example"],
    ["eva@BÜCHER.EXAMPLE", "eva@xn--bcher-kva.example"],
    ["eva@bücher\u3002example", "eva@xn--bcher-kva.example"],
    ["eva@straße.example", "eva@xn--strae-oqa.example"],
    ["ada@example.com.", "ada@example.com"],
    ["user@localhost", "user@localhost"],
    ["a@127.1", "a@127.1"],
    ["a@0x7f", "a@0x7f"],
    ["a@xn--", "a@xn--"],
    ['"a@b"@example.com', '"a@b"@example.com'],
    ["Ada", "ada"],
    ["", ""],
    ["@", "@"],
    ["@ .", "@"],
    ["@. .", "@"],
    ["kim@example.com。", "kim@example.com"],
  ])("%j is %j", (typed, key) => {
    expect(emailKey(typed)).toBe(key);
  });

  it("has no blanks around it and nothing invisible in it", () => {
    for (const extra of [...blanks, ...invisibles]) {
      for (const typed of [
        `${extra}kim@example.com`,
        `kim@example.com${extra}`,
        `${extra} kim@example.com ${extra}`,
      ])
        expect(emailKey(typed)).toBe("kim@example.com");
    }
    for (const hidden of invisibles)
      expect(emailKey(`k${hidden}im@exa${hidden}mple.com`)).toBe("kim@example.com");
    expect(emailKey("k im@example.com")).toBe("k im@example.com");
  });

  it("is its own form, whatever was typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (local, domain) => {
        const key = emailKey(`${local}@${domain}`);
        expect(emailKey(key)).toBe(key);
      }),
    );
  });

  it("is found or not in no time, however many marks stand on a letter", () => {
    const typed = `a${"\u0316\u0301".repeat(16_000)}`;
    const since = performance.now();
    emailKey(typed);
    trimmedEmail(typed);
    expect(performance.now() - since).toBeLessThan(50);
  });
});

describe("An e-mail address to be given to a user", () => {
  it("is kept as typed, in NFC and without blanks around it", () => {
    for (const blank of blanks)
      expect(trimmedEmail(`${blank}Kim@example.com${blank}`)).toBe("Kim@example.com");
    expect(trimmedEmail("ju\u0308rg@bücher.example")).toBe("jürg@bücher.example");
  });

  it.each([
    "kim@example.com",
    "jürg@example.com",
    "eva@bücher.example",
    "eva@xn--bcher-kva.example",
    "a@localhost",
  ])("may be %s", (email) => expect(faultOfEmail(email)).toBeNull());

  it("may have nothing invisible, which is named", () => {
    for (const hidden of invisibles) {
      const name = `U+${hidden.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
      for (const email of [
        `kim@example.com${hidden}`,
        `${hidden}kim@example.com`,
        `k${hidden}im@example.com`,
      ])
        expect(faultOfEmail(trimmedEmail(email))).toMatch(
          new RegExp(`invisible characters.*${name.replace("+", "\\+")}$`),
        );
    }
  });

  it.each([
    "",
    "kim",
    "@example.com",
    "kim@",
    "k im@example.com",
    "kim@exam ple.com",
    "a@b@example.com",
    "k\u0001@example.com",
    "k\ud800@example.com",
  ])("may not be %j", (email) => expect(faultOfEmail(email)).toBe("must be an email address"));

  it.each(["kim@127.0.0.1", "kim@127.1", "kim@0x7f", "kim@a%b", "kim@a<b"])(
    "may not be %s, whose domain is no name",
    (email) => expect(faultOfEmail(email)).toMatch(/no domain name$/),
  );
});

describe("A password", () => {
  const composed = "pässwörd";
  const decomposed = composed.normalize("NFD");

  it("is one, whichever way its letters are put together", () => {
    expect(canonicalPassword(decomposed)).toBe(composed);
    expect(possiblePasswords(composed)).toEqual([composed]);
    expect(possiblePasswords(decomposed)).toEqual([composed, decomposed]);
  });

  it("has 8 to 1024 characters, as people count them", () => {
    for (const good of ["12345678", "🙂".repeat(8), "🙂".repeat(1024), "        ", "e\u0301".repeat(1024)])
      expect(faultOfNewPassword(good)).toBeNull();
    for (const bad of [
      "",
      "1234567",
      "🙂".repeat(7),
      "🙂".repeat(1025),
      "e\u0301".repeat(7),
      "x".repeat(100_000),
    ])
      expect(faultOfNewPassword(bad)).toBe("must be 8 to 1024 characters long");
  });

  it("has no character that a login page could not send", () => {
    for (const bad of ["12345678\0", "1234\n5678", "12345678\r", "1234567\ud800", "1234567\t"])
      expect(faultOfNewPassword(bad)).toMatch(/control characters/);
  });

  it("that may be set is one that is tried", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 8, maxLength: 40 }), (typed) => {
        if (faultOfNewPassword(typed) === null)
          expect(possiblePasswords(typed)[0]).toBe(typed.normalize("NFC"));
      }),
    );
    expect(possiblePasswords("x".repeat(1025))).toEqual([]);
    expect(possiblePasswords("x".repeat(100_000))).toEqual([]);
  });
});
