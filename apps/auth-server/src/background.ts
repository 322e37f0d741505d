/** Work that no response waits for. It is finished before the process ends. */
import type { FastifyBaseLogger } from "fastify";

export interface Background {
  /** Run it in the background; a failure is logged under `problem`. */
  add(work: Promise<void>, problem: string): void;
  /** Resolves when all of it is done. */
  finish(): Promise<void>;
}

export function createBackground(log: FastifyBaseLogger): Background {
  const underWay = new Set<Promise<void>>();
  return {
    add(work, problem) {
      const done = work
        .catch((err: unknown) => log.error({ err }, problem))
        .finally(() => underWay.delete(done));
      underWay.add(done);
    },
    async finish() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
