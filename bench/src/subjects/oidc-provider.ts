/** oidc-provider as a subject: its process, its client, its users' sign-in. */
import type { PeerCommands } from "../peer/main.js";
import {
  accessTokenSeconds,
  type ClientCredentials,
  newSecret,
  poolSize,
  refreshTokenSeconds,
  resource,
  type Subject,
  scope,
  tokenTarget,
} from "../work.js";
import { startWorker } from "../worker.js";

const client: ClientCredentials = { id: "bench", secret: newSecret() };

/** @param makeTables on the first start on a database; later processes find the tables there */
export async function startOidcProvider(databaseUrl: string, makeTables: boolean): Promise<Subject> {
  const worker = startWorker<PeerCommands>(new URL("../peer/main.js", import.meta.url), {
    NODE_ENV: "production",
  });
  const settings = { databaseUrl, poolSize, resource, scope, accessTokenSeconds, refreshTokenSeconds };
  const port = await worker.call("listen", { ...settings, client, makeTables });
  return {
    name: "oidc-provider",
    pid: worker.pid,
    target: tokenTarget(port, "/token", client),
    signIn: (count) => worker.call("signIn", count),
    stop: worker.stop,
  };
}
