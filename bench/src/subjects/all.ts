/** Regrant and its peers on one database, for the measurements that take all of them alike. */
import type { Bench } from "../loads/bench.js";
import type { Subject } from "../work.js";
import { peerNames, setUpPeers, startPeer } from "./peers.js";
import { setUpRegrant, startRegrant } from "./regrant.js";

export interface SubjectOnDatabase {
  readonly name: string;
  /** In which it has its tables. */
  readonly schema: string;
  start(): Promise<Subject>;
}

const schemas = { "oidc-provider": "peer", "@node-oauth/oauth2-server": "oauth2_server" } as const;

/** Sets all of them up; none runs yet. */
export async function setUpAll(bench: Bench, databaseUrl: string): Promise<readonly SubjectOnDatabase[]> {
  const regrant = await setUpRegrant(databaseUrl);
  const peers = setUpPeers();
  for (const name of peerNames) {
    const first = await startPeer(name, peers, databaseUrl, true);
    await first.stop();
  }
  return [
    {
      name: "Regrant",
      schema: "public",
      start: () => startRegrant(regrant, { logFolder: bench.folder, databaseUrl }),
    },
    ...peerNames.map((name) => ({
      name,
      schema: schemas[name],
      start: () => startPeer(name, peers, databaseUrl, false),
    })),
  ];
}

/** Sets all up on the run's own database and starts all; they are stopped with the bench. */
export async function startAll(bench: Bench): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  for (const { start } of await setUpAll(bench, bench.databaseUrl)) {
    const subject = await start();
    bench.onEnd(subject.stop);
    subjects.push(subject);
  }
  return subjects;
}
