/**
 * A queue with limited concurrency that takes turns among parties, so that one with many requests only delays itself.
 * If it is full, the party with the most waiting jobs gives up its newest to a party with fewer.
 */
export interface FairQueue {
  hasRoom(party: string): boolean;
  /** The job's result. @throws what `full` creates, if there is no room or the job was displaced */
  run<T>(party: string, work: () => Promise<T>): Promise<T>;
}

interface Job {
  readonly start: () => Promise<void>;
  readonly giveUp: () => void;
}

export function createFairQueue(atOnce: number, places: number, full: () => Error): FairQueue {
  /** In the order of their turns. */
  const waiting = new Map<string, Job[]>();
  let [running, taken] = [0, 0];

  const longest = () =>
    [...waiting.values()].reduce((most, jobs) => (jobs.length > most.length ? jobs : most), []);
  const hasRoom = (party: string) =>
    taken < places || (waiting.get(party)?.length ?? 0) + 1 < longest().length;

  function startNext(): void {
    for (const [party, jobs] of waiting) {
      if (running >= atOnce) return;
      waiting.delete(party);
      const job = jobs.shift();
      if (jobs.length > 0) waiting.set(party, jobs); // to the end of the line
      if (job === undefined) continue;
      taken -= 1;
      running += 1;
      void job.start().finally(() => {
        running -= 1;
        startNext();
      });
    }
  }

  return {
    hasRoom,
    run: (party, work) =>
      new Promise((resolve, reject) => {
        if (!hasRoom(party)) return reject(full());
        if (taken >= places) {
          longest().pop()?.giveUp();
          taken -= 1;
        }
        const job = { start: () => work().then(resolve, reject), giveUp: () => reject(full()) };
        waiting.set(party, [...(waiting.get(party) ?? []), job]);
        taken += 1;
        startNext();
      }),
  };
}
