import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Fastify from "fastify";
import { expect, it } from "vitest";
import { startTracing } from "../src/index.js";

/** What a collector received, as text. */
async function collector() {
  const bodies: { path: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    bodies.push({ path: request.url ?? "", body: await text(request) });
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}/`, bodies, close: () => server.close() };
}

it("each request is a span of its caller's trace, with route and status and without the query string", async () => {
  const { endpoint, bodies, close } = await collector();
  const tracing = await startTracing({ endpoint, serviceName: "regrant-test" });
  const app = Fastify();
  await app.register(tracing.plugin);
  app.get("/authorize/:id", async (_request, reply) => reply.code(302).send());
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  await app.inject({
    url: "/authorize/7?code=a-secret-code",
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  });
  await app.inject("/nowhere?code=a-secret-code");
  await tracing.stop();
  await app.close();
  close();

  expect(bodies.map(({ path }) => path)).toEqual(["/v1/traces"]);
  const sent = bodies[0]?.body ?? "";
  expect(sent).not.toContain("a-secret-code");
  const [resourceSpans] = JSON.parse(sent).resourceSpans;
  expect(resourceSpans.resource.attributes).toContainEqual({
    key: "service.name",
    value: { stringValue: "regrant-test" },
  });
  const spans = resourceSpans.scopeSpans.flatMap((scope: { spans: unknown[] }) => scope.spans);
  expect(spans).toEqual([
    expect.objectContaining({ traceId, name: "GET /authorize/:id" }),
    expect.objectContaining({ name: "GET unknown" }),
  ]);
  expect(sent).toContain('{"key":"http.response.status_code","value":{"intValue":302}}');
});

it("a collector that is away holds nobody up", async () => {
  const tracing = await startTracing({ endpoint: "http://127.0.0.1:9", serviceName: "regrant-test" });
  const app = Fastify();
  await app.register(tracing.plugin);
  app.get("/", async () => "here");
  expect((await app.inject("/")).body).toBe("here");
  await app.close();
  await tracing.stop();
});
