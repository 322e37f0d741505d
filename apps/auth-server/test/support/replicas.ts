/** Two replicas and APIs that verify their tokens, all with one clock that the test sets. */
import { createVerifier, type Verifier } from "@regrant/verifier";
import { cleanUp } from "./clean-up.js";
import { cloneDatabase } from "./databases.js";
import { notes } from "./fixtures.js";
import { type TestServer, testServer } from "./server.js";

export interface Clock {
  seconds: number;
}

/** Two replicas on a database of their own; neither has loaded the keys yet. */
export async function replicas(env: Readonly<Record<string, string>> = {}) {
  const clock: Clock = { seconds: Math.floor(Date.now() / 1000) };
  const databaseUrl = await cloneDatabase();
  const options = { databaseUrl, env, now: () => clock.seconds * 1000, withKeys: false };
  const [one, other] = [await testServer(options), await testServer(options)] as const;
  return { clock, one, other, databaseUrl };
}

export interface Api {
  readonly verifier: Verifier;
  /** When it fetched the keys, in seconds of the test's clock. */
  readonly fetches: readonly number[];
}

/** An API that fetches the keys from this replica as late as max-age allows. */
export async function apiAt({ app, context }: TestServer, clock: Clock): Promise<Api> {
  const base = app.server.listening
    ? `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
    : await app.listen({ host: "127.0.0.1", port: 0 });
  const fetches: number[] = [];
  const verifier = createVerifier({
    issuer: context.config.issuer,
    audience: notes.uri,
    jwksUrl: `${base}/.well-known/jwks.json`,
    refreshInBackground: false,
    now: () => clock.seconds * 1000,
    onKeysEvent: () => void fetches.push(clock.seconds),
  });
  cleanUp(async () => verifier.close());
  return { verifier, fetches };
}
