import { describe, expect, it } from "vitest";
import { codeChallengeOf, isCodeChallenge, isCodeVerifier } from "../../src/codes/pkce.js";
import { networkOf } from "../../src/http/address-prefix.js";
import { decodeFormComponent, parseForm, required } from "../../src/http/form.js";
import { refusalIn, refusalOf } from "../support/refusals.js";

const read = (body: string | Buffer) => Object.fromEntries(parseForm(Buffer.from(body)));

describe("A form", () => {
  it.each([
    ["", {}],
    ["a=b", { a: "b" }],
    ["a=b&&c=d&", { a: "b", c: "d" }],
    ["a=b=c", { a: "b=c" }],
    ["a+b=c+d%20e%2Bf", { "a b": "c d e+f" }],
    ["a=%C3%A4&b=ä", { a: "ä", b: "ä" }],
    ["a=&b&=c", { "": "c" }],
    ["a=+", { a: " " }],
  ])("%j is read as %j", (body, form) => {
    expect(read(body)).toEqual(form);
  });

  it.each(["a=%", "a=%zz", "%=a", "a=%ff", "a=%00", "a%00=b", "a=\0", Buffer.from([0x61, 0x3d, 0xff])])(
    "%j is not UTF-8 in percent-encoding",
    async (body) => {
      expect(await refusalIn(() => read(body))).toBe("400 invalid_request encoding_invalid");
    },
  );

  it.each([
    ["a=1&a=1", "invalid_request parameter_repeated", "The parameter a was sent more than once."],
    ["a=&a=1", "invalid_request parameter_repeated", "The parameter a was sent more than once."],
    ["A=1&A=2", "invalid_request parameter_repeated", "A parameter was sent more than once."],
    ["a1=1&a1=2", "invalid_request parameter_repeated", "A parameter was sent more than once."],
    ["1a=1&1a=2", "invalid_request parameter_repeated", "A parameter was sent more than once."],
    [
      "resource=a&resource=b",
      "invalid_target resource_repeated",
      "There is more than one resource; an access token here is for one resource.",
    ],
    [
      "audience=a&audience=b",
      "invalid_target resource_repeated",
      "There is more than one audience; an access token here is for one resource.",
    ],
  ])(
    "%j repeats itself, and shows no name but one that may be a parameter's",
    async (body, refusal, message) => {
      expect(await refusalIn(() => read(body))).toBe(`400 ${refusal}`);
      expect((await refusalOf(() => read(body))).message).toBe(message);
    },
  );

  it("shows a name of 32 letters and none longer", async () => {
    const shown = async (name: string) => (await refusalOf(() => read(`${name}&${name}`))).message;
    expect(await shown("x".repeat(32))).toContain("x");
    expect(await shown("x".repeat(33))).toMatch(/^A parameter /);
  });

  it("has what is required of it, or names it", async () => {
    const form = parseForm(Buffer.from("a=b&c="));
    expect(required(form, "a")).toBe("b");
    for (const name of ["c", "d"]) {
      const refusal = await refusalOf(() => required(form, name));
      expect(refusal).toMatchObject({ code: "invalid_request", reason: "parameter_missing" });
      expect(refusal.message).toBe(`The parameter ${name} is missing.`);
    }
  });

  it("has names and values that decode, each by itself", () => {
    expect(["", "a", "a+b", "%41", "a%2B+", "%", "%e4"].map(decodeFormComponent)).toEqual([
      "",
      "a",
      "a b",
      "A",
      "a+ ",
      null,
      null,
    ]);
  });
});

describe("PKCE (RFC 7636)", () => {
  const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  it("hashes as in Appendix B", () => {
    expect(codeChallengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(challenge);
  });

  it("has challenges of 43 characters, of which the last holds four bits", () => {
    expect(isCodeChallenge(challenge)).toBe(true);
    const wrong = [challenge.slice(1), `${challenge}A`, `A${challenge}`, `${challenge.slice(0, 42)}B`];
    for (const value of [...wrong, `+${challenge.slice(1)}`, `${challenge}\n`, ""])
      expect(isCodeChallenge(value)).toBe(false);
  });

  it("has verifiers of 43 to 128 characters, whichever they are", () => {
    for (const value of ["v".repeat(43), "v".repeat(128), `${"v".repeat(40)}.~_-9Z`, `${"v".repeat(43)}+/==`])
      expect(isCodeVerifier(value)).toBe(true);
    for (const value of ["", "v".repeat(42), "v".repeat(129)]) expect(isCodeVerifier(value)).toBe(false);
  });
});

describe("The network of an address", () => {
  it.each([
    ["192.0.2.255", "192.0.2.0/24"],
    ["::ffff:192.0.2.7", "192.0.2.0/24"],
    ["2001:db8:1:ffff::1", "2001:db8:1::/48"],
    ["unix:", "unix:"],
  ])("%s is %s", (address, network) => {
    expect(networkOf(address).replace(/(:0)+\//, "::/")).toBe(network);
  });
});
