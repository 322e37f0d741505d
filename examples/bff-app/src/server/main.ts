/** The app as a program of its own; its settings are in README.md. */
import { serveBffApp } from "./server.js";

const { ISSUER, API, PORT = "4004", ORIGIN, CLIENT_ID, CLIENT_SECRET, BFF_SECRETS } = process.env;
const { url, stop } = await serveBffApp({
  issuer: ISSUER ?? "http://localhost:4000",
  api: API ?? "http://localhost:4001",
  port: Number(PORT),
  ...(ORIGIN !== undefined && { origin: ORIGIN }),
  clientId: CLIENT_ID ?? "notes-bff",
  clientSecret: CLIENT_SECRET ?? "",
  secrets: BFF_SECRETS ?? "",
});
console.log(`The app is at ${url}`);
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => void stop());
