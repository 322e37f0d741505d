import Fastify from "fastify";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { measureProcess, measureRequests } from "../src/index.js";

it("requests are measured by method, the route's pattern and status, and what has no route is one series", async () => {
  const app = Fastify();
  const registry = new Registry();
  measureRequests(app, registry);
  app.get("/notes/:id", async () => "a note");
  await app.inject("/notes/1");
  await app.inject("/notes/2?secret=x");
  await app.inject("/made-up-1");
  await app.inject("/made-up-2");
  const counts = (await registry.metrics()).split("\n").filter((line) => /_count\{/.test(line));
  expect(counts).toEqual([
    'http_request_duration_seconds_count{method="GET",route="/notes/:id",status_code="200"} 2',
    'http_request_duration_seconds_count{method="GET",route="unknown",status_code="404"} 2',
  ]);
  await app.close();
});

it("the process is measured under the usual names", async () => {
  const registry = new Registry();
  measureProcess(registry);
  const text = await registry.metrics();
  for (const name of [
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "nodejs_eventloop_lag_p99_seconds",
  ])
    expect(text).toContain(`${name} `);
});
