/**
 * What the container `browser-app` of docker-compose.yml runs: serves the example app for the demo data's client. It starts
 * last, so its log says where everything is, once all of it answers.
 */
import { setTimeout as delay } from "node:timers/promises";
import { serveBrowserApp } from "../browser-app.js";
import type { Demo } from "../demo.js";
import { readPrivateJson } from "../private-file.js";
import { stackFiles } from "../running-stack.js";

const demo = readPrivateJson<Demo>(stackFiles.demo);
if (!demo) throw new Error(`${stackFiles.demo} is missing: the container demo makes it, in the same volume`);

const { ISSUER: issuer = "http://localhost:4000", READY_WHEN = "" } = process.env;
const { stop } = await serveBrowserApp({
  host: "0.0.0.0",
  port: 4002,
  issuer,
  clientId: demo.browserApp.client_id,
  resource: demo.resource,
});
const stopping = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) {
  process.once(name, () => {
    stopping.abort();
    void stop();
  });
}

const urls = READY_WHEN.split(" ").filter(Boolean);
while (!(await allAnswer())) await delay(1_000, undefined, { ref: false });
if (!stopping.signal.aborted) {
  console.log(`Regrant is ready.
  authorization server  ${issuer}
  resource server       ${demo.resource}
  browser app           ${demo.browserApp.origin}
  demo users            ${demo.ada.email} (admin), ${demo.grace.email}
  their passwords       docker compose exec browser-app cat .data/demo.json`);
}

async function allAnswer(): Promise<boolean> {
  const answers = urls.map(async (url) => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status === 200;
  });
  return stopping.signal.aborted || (await Promise.all(answers)).every(Boolean);
}
