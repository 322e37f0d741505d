import { describe, expect, it } from "vitest";
import { newUserCode, parseUserCode } from "../../src/codes/user-code.js";

describe("User codes (RFC 8628 §6.1)", () => {
  it("have eight letters that nobody mistakes for others and that spell no words [device-code-1]", () => {
    const codes = Array.from({ length: 2000 }, newUserCode);
    for (const code of codes) expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(codes.join("").replaceAll("-", "")).size).toBe(20);
  });

  it.each([
    "WDJB-MJHT",
    "wdjb-mjht",
    "wdjb mjht",
    "WDJBMJHT",
    " wdjb–mjht ",
    "w d j b m j h t",
    "WDJB.MJHT\t",
  ])("may be typed as %j [device-code-2]", (typed) => {
    expect(parseUserCode(typed)).toBe("WDJB-MJHT");
  });

  it.each(["", "WDJB", "WDJB-MJHTX", "WDJB-MJHA", "WDJB-MJH1", "WDJB-MJHÄ", "ŚDJB-MJHT"])(
    "cannot be %j",
    (typed) => {
      expect(parseUserCode(typed)).toBeNull();
    },
  );
});
