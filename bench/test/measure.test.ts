import { describe, expect, it } from "vitest";
import { messageCounter } from "../src/measure/round-trips.js";
import { median, percentile } from "../src/measure/statistics.js";

describe("statistics", () => {
  it("takes the middle, or the mean of the middle two", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it("takes percentiles by nearest rank", () => {
    const hundred = Float64Array.from({ length: 100 }, (_, i) => i + 1);
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 99, 100]);
    expect(percentile([7], 0.5)).toBe(7);
  });
});

/** One PostgreSQL message: type, length, payload. */
function message(type: string, payload = ""): Buffer {
  const bytes = Buffer.alloc(5 + payload.length);
  bytes.write(type, 0, "latin1");
  bytes.writeUInt32BE(4 + payload.length, 1);
  bytes.write(payload, 5, "latin1");
  return bytes;
}

describe("messageCounter", () => {
  const startUp = message(" ", "\0\x03\0\0user").subarray(1);
  const extendedQuery = ["P", "B", "D", "E", "S"].map((type) => message(type, "SQSQ"));
  const stream = Buffer.concat([
    startUp,
    message("p", "SSSS"),
    ...extendedQuery,
    message("Q", "begin"),
    message("X"),
  ]);

  it.each([1, 2, 3, 5, 7, 64, stream.length])("counts Sync and Query, in chunks of %i bytes", (size) => {
    let count = 0;
    const countIn = messageCounter(() => {
      count += 1;
    });
    for (let at = 0; at < stream.length; at += size) countIn(stream.subarray(at, at + size));
    expect(count).toBe(2);
  });
});
