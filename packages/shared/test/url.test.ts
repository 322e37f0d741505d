import { expect, it } from "vitest";
import { parseUrl } from "../src/index.js";

it("a URL of any length is parsed or it is none, whatever the runtime promised of it", () => {
  for (const length of [100, 16_392, 16_394, 65_535, 65_536]) {
    const text = "http://127.0.0.1".padEnd(length, "A!");
    const url = parseUrl(text);
    if (url !== null) expect(url.protocol).toBe("http:");
  }
  expect(parseUrl("https://example.com/a")?.pathname).toBe("/a");
  expect(["", "a", "//a", "http://", "http://[", "http://a b"].map(parseUrl)).toEqual(Array(6).fill(null));
});
