/** What the container `browser-app` of docker-compose.yml runs: serves the example app for the demo data's client. */
import { serveBrowserApp } from "../browser-app.js";
import type { Demo } from "../demo.js";
import { readPrivateJson } from "../private-file.js";
import { stackFiles } from "../running-stack.js";

const demo = readPrivateJson<Demo>(stackFiles.demo);
if (!demo) throw new Error(`${stackFiles.demo} is missing: the container demo makes it, in the same volume`);

const { stop } = await serveBrowserApp({
  host: "0.0.0.0",
  port: 4002,
  issuer: process.env.ISSUER ?? "http://localhost:4000",
  clientId: demo.browserApp.client_id,
  resource: demo.resource,
});
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => void stop());
