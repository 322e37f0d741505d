/** Shares places among clients: they take turns, so that none that is slow or has much to do keeps others waiting. */

/** All that are given out together, and to one client. */
export const allPlaces = 64;
const placesOfOne = 8;

/** Does some of a client's work, as much as it has places. @returns the client if it needs another turn */
type Work<Client> = (client: Client, places: number) => Promise<Client | null>;

export interface Turns<Client> {
  /** Get in line, unless it is there already or at work. */
  add(client: Client): void;
  /** Let nobody begin another turn. Resolves when those under way are over. */
  stop(): Promise<void>;
}

/**
 * A client gets one place at its first turn, which shows whether it answers, and more at the following ones. `work` must not
 * reject.
 */
export function createTurns<Client>(idOf: (client: Client) => string, work: Work<Client>): Turns<Client> {
  const inLine = new Map<string, { readonly client: Client; readonly wanted: number }>();
  const atWork = new Map<string, Promise<void>>();
  let free = allPlaces;
  let isStopped = false;

  const begin = () => {
    for (const [id, { client, wanted }] of inLine) {
      if (free === 0 || isStopped) return;
      inLine.delete(id);
      const places = Math.min(free, wanted);
      free -= places;
      atWork.set(id, takeTurn(id, client, places));
    }
  };
  const takeTurn = async (id: string, client: Client, places: number) => {
    const next = await work(client, places);
    free += places;
    atWork.delete(id);
    if (next !== null) inLine.set(id, { client: next, wanted: placesOfOne });
    begin();
  };

  return {
    add(client) {
      const id = idOf(client);
      if (inLine.has(id) || atWork.has(id)) return;
      inLine.set(id, { client, wanted: 1 });
      begin();
    },
    async stop() {
      isStopped = true;
      await Promise.all(atWork.values());
    },
  };
}
