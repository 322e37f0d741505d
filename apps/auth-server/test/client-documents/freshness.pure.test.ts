import { describe, expect, it } from "vitest";
import { freshMs } from "../../src/client-documents/freshness.js";

const date = "Thu, 26 Nov 2026 10:00:00 GMT";
const later = "Thu, 26 Nov 2026 11:00:00 GMT";

describe("How long a document may be used", () => {
  it.each([
    ["nothing is stated", {}, 300],
    ["max-age", { "cache-control": "public, max-age=600" }, 600],
    ["MAX-AGE in quotation marks", { "cache-control": 'MAX-AGE="600"' }, 600],
    ["s-maxage first", { "cache-control": "max-age=600, s-maxage=900" }, 900],
    ["less its age", { "cache-control": "max-age=600", age: "100" }, 500],
    ["five minutes at least", { "cache-control": "max-age=0" }, 300],
    ["five minutes, though older already", { "cache-control": "max-age=600", age: "10000" }, 300],
    ["a day at most", { "cache-control": "max-age=31536000" }, 86_400],
    ["a day, for a number without end", { "cache-control": `max-age=${"9".repeat(400)}` }, 86_400],
    ["no-store", { "cache-control": "no-store, max-age=600" }, 300],
    ["no-cache", { "cache-control": "max-age=600,no-cache", expires: later, date }, 300],
    ["another directive that ends so", { "cache-control": "x-max-age=600" }, 300],
    ["Expires", { expires: later, date }, 3600],
    ["Expires less its age", { expires: later, date, age: "600" }, 3000],
    ["max-age before Expires", { "cache-control": "max-age=600", expires: later, date }, 600],
    ["Expires in the past", { expires: date, date: later }, 300],
    ["Expires: 0", { expires: "0", date }, 300],
    ["Expires without a date", { expires: later }, 300],
    ["nonsense", { "cache-control": "max-age=soon", age: "young", expires: "later" }, 300],
  ])("%s", (_what, headers, seconds) => {
    expect(freshMs(headers)).toBe(seconds * 1000);
  });
});
