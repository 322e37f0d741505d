/** The peers as subjects: a process each, with one client and one signing key. */
import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import type { PeerAlgorithm, PeerCommands } from "../peer/commands.js";
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

const scripts = {
  "oidc-provider": new URL("../peer/oidc-provider/main.js", import.meta.url),
  "@node-oauth/oauth2-server": new URL("../peer/oauth2-server/main.js", import.meta.url),
} as const;

export type PeerName = keyof typeof scripts;
export const peerNames = Object.keys(scripts) as PeerName[];

/** What has to be known to start peers; Regrant too has its client and key before it starts. */
export interface Peers {
  readonly client: ClientCredentials;
  readonly signingKey: JsonWebKey;
  readonly alg: PeerAlgorithm;
}

const generators = {
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
};

/** @param alg only oidc-provider takes another than RS256 */
export const setUpPeers = (alg: PeerAlgorithm = "RS256"): Peers => ({
  client: { id: "bench", secret: newSecret() },
  signingKey: generators[alg]().privateKey.export({ format: "jwk" }),
  alg,
});

/** @param makeTables on the first start on a database; later processes find the tables there */
export async function startPeer(
  name: PeerName,
  { client, signingKey, alg }: Peers,
  databaseUrl: string,
  makeTables: boolean,
): Promise<Subject> {
  const worker = startWorker<PeerCommands>(scripts[name], { NODE_ENV: "production" });
  const settings = { databaseUrl, poolSize, resource, scope, accessTokenSeconds, refreshTokenSeconds };
  const port = await worker.call("listen", { ...settings, client, signingKey, alg, makeTables });
  return {
    name,
    pid: worker.pid,
    target: tokenTarget(port, "/token", client),
    signIn: (count) => worker.call("signIn", count),
    stop: worker.stop,
  };
}
