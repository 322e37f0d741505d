/**
 * The limit that nothing which answers with RS256 tokens can pass: how many RSA-2048 signatures this machine makes.
 * A worker process of its own; it signs as many bytes as an access token's signing input has.
 */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { availableParallelism } from "node:os";
import { isMainThread, Worker as Thread, workerData } from "node:worker_threads";
import { answerCalls } from "../worker.js";

const SIGNING_INPUT_BYTES = 560;

export interface SignatureRate {
  readonly perSecond: number;
  readonly cpuSecondsPerThousand: number;
}

export interface RsaLimit {
  readonly oneThread: SignatureRate;
  readonly allCores: SignatureRate;
  readonly cores: number;
}

export interface RsaCommands {
  [name: string]: (argument: never) => unknown;
  measure(seconds: number): Promise<RsaLimit>;
}

/** Sign until the time is over; the number of signatures made. */
function signFor(key: KeyObject, seconds: number): number {
  const input = Buffer.alloc(SIGNING_INPUT_BYTES, "regrant");
  const end = performance.now() + seconds * 1000;
  let count = 0;
  for (; performance.now() < end; count += 1) sign("sha256", input, key);
  return count;
}

async function timed(signatures: () => Promise<number>, seconds: number): Promise<SignatureRate> {
  const before = process.cpuUsage();
  const count = await signatures();
  const { user, system } = process.cpuUsage(before);
  return { perSecond: count / seconds, cpuSecondsPerThousand: (user + system) / 1000 / count };
}

/** One thread per core, each signing for itself. Their start-up counts as CPU, so give them a second or so. */
async function signOnAllCores(key: KeyObject, seconds: number): Promise<number> {
  const counts = Array.from({ length: availableParallelism() }, () => {
    const thread = new Thread(new URL(import.meta.url), { workerData: { key, seconds } });
    return new Promise<number>((resolve, reject) => thread.once("message", resolve).once("error", reject));
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

if (isMainThread) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  signFor(privateKey, 0.2);
  answerCalls({
    measure: async (seconds) => ({
      oneThread: await timed(async () => signFor(privateKey, seconds), seconds),
      allCores: await timed(() => signOnAllCores(privateKey, seconds), seconds),
      cores: availableParallelism(),
    }),
  } satisfies RsaCommands);
} else {
  const { key, seconds } = workerData as { key: KeyObject; seconds: number };
  const { parentPort } = await import("node:worker_threads");
  parentPort?.postMessage(signFor(key, seconds));
}
