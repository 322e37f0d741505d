import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildManagement } from "../src/management.js";
import { startApi, type TestApi } from "./support/api.js";

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  await api.app.verifier.refreshKeys();
});
afterEach(() => api.close());

/** Samples by name and labels. */
async function scrape(): Promise<Map<string, number>> {
  const management = buildManagement(api.app, new AbortController().signal);
  const response = await management.inject("/metrics");
  await management.close();
  expect(response.headers["content-type"]).toContain("text/plain");
  const samples = response.body.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    samples.map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

describe("/metrics", () => {
  it("measures the keys", async () => {
    const samples = await scrape();
    expect(samples.get("regrant_keys")).toBe(1);
    expect(samples.get("regrant_keys_age_seconds")).toBeLessThan(5);
    expect(samples.get("regrant_keys_usable_seconds")).toBeGreaterThan(86_390);
    expect(samples.get("regrant_keys_stale")).toBe(0);
    expect(samples.get("regrant_keys_last_fetch_failed")).toBe(0);
    expect(samples.get("regrant_keys_file_failed")).toBe(0);
  });

  it("measures requests by route and the process, under their usual names", async () => {
    await api.app.inject({ url: "/whoami", headers: api.authorize() });
    const samples = await scrape();
    const series = 'http_request_duration_seconds_count{method="GET",route="/whoami",status_code="200"}';
    expect(samples.get(series)).toBe(1);
    expect(samples.get("process_resident_memory_bytes")).toBeGreaterThan(0);
  });

  it("counts fetches by outcome", async () => {
    const before = (await scrape()).get('regrant_keys_fetches_total{outcome="loaded"}') ?? 0;
    await api.app.verifier.refreshKeys();
    api.closeIssuer();
    await api.app.verifier.refreshKeys();
    const samples = await scrape();
    expect(samples.get('regrant_keys_fetches_total{outcome="loaded"}')).toBe(before + 1);
    expect(samples.get('regrant_keys_fetches_total{outcome="failed"}')).toBe(1);
    expect(samples.get("regrant_keys_last_fetch_failed")).toBe(1);
  });

  it("counts what the cache had, and how much it holds", async () => {
    const headers = api.authorize();
    for (let count = 0; count < 3; count++) await api.app.inject({ url: "/whoami", headers });
    const samples = await scrape();
    expect(samples.get('regrant_token_cache_lookups_total{outcome="hit"}')).toBe(2);
    expect(samples.get('regrant_token_cache_lookups_total{outcome="miss"}')).toBe(1);
    expect(samples.get("regrant_token_cache_tokens")).toBe(1);
    expect(samples.get("regrant_token_cache_bytes")).toBeGreaterThan(1_024);
  });

  it("counts answers by status and reason", async () => {
    await api.app.inject({ url: "/whoami", headers: api.authorize() });
    await api.app.inject({ url: "/whoami", headers: api.authorize({ exp: 1 }) });
    await api.app.inject("/nowhere");
    const samples = await scrape();
    const count = (status: number, reason: string) =>
      samples.get(`regrant_api_requests_total{status="${status}",reason="${reason}"}`);
    expect([count(200, ""), count(401, "token_expired"), count(404, "not_found")]).toEqual([1, 1, 1]);
  });
});

describe("/health/ready", () => {
  it("says how the keys and the cache are doing", async () => {
    await api.app.inject({ url: "/whoami", headers: api.authorize() });
    const management = buildManagement(api.app, new AbortController().signal);
    expect((await management.inject("/health/ready")).json()).toMatchObject({
      status: "ready",
      keys: { source: "url", isStale: false, failures: 0, lastError: null, fileError: null },
      tokenCache: { tokens: 1, hits: 0, misses: 1 },
    });
    await management.close();
  });
});
