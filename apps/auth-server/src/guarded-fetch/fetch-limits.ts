/** Bounds on fetching, so that made-up client ids do not turn this server against others, or keep it busy. */
import { LRUCache } from "lru-cache";

/** Fetches at once, of unknown clients. */
const mostAtOnce = 50;

/** Fetches from one registrable domain in a minute, whatever host and path; of a client that users have let in, for itself. */
const mostInMinute = 20;
const minuteMs = 60_000;

export interface FetchLimits {
  /**
   * @param isKnown whether users have let this client in: no flood of others' ids locks it out
   * @throws what `refuse` makes of the seconds to wait
   */
  within<T>(url: URL, isKnown: boolean, fetch: () => Promise<T>): Promise<T>;
}

export function createFetchLimits(now: () => number, refuse: (waitSeconds: number) => Error): FetchLimits {
  const counts = new LRUCache<string, number>({
    max: 10_000,
    ttl: minuteMs,
    noUpdateTTL: true,
    perf: { now },
    ttlResolution: 0,
  });
  let atOnce = 0;
  return {
    async within(url, isKnown, fetch) {
      const source = isKnown ? url.href : await siteOf(url);
      const count = counts.get(source) ?? 0;
      if (count >= mostInMinute) throw refuse(Math.ceil(counts.getRemainingTTL(source) / 1000));
      if (!isKnown && atOnce >= mostAtOnce) throw refuse(1);
      counts.set(source, count + 1);
      const places = isKnown ? 0 : 1;
      atOnce += places;
      try {
        return await fetch();
      } finally {
        atOnce -= places;
      }
    },
  };
}

/** Hosts below one registrable domain are one owner's; at a hoster, such as github.io, each customer's are. */
async function siteOf({ hostname, host }: URL): Promise<string> {
  const { getDomain } = await import("tldts"); // a list of thousands, which few servers ever look at
  return getDomain(hostname, { allowPrivateDomains: true }) ?? host;
}
