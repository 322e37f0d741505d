/** Bounds on fetching, so that made-up client ids do not turn this server against others, or keep it busy. */
import { LRUCache } from "lru-cache";
import { getDomain } from "tldts";

/** Fetches at once. */
const mostAtOnce = 50;

/** Fetches from one registrable domain in a minute, whatever host and path. */
const mostFromSite = 20;
const minuteMs = 60_000;

export interface FetchLimits {
  /** @throws what `refuse` makes of the seconds to wait */
  within<T>(url: URL, fetch: () => Promise<T>): Promise<T>;
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
    async within(url, fetch) {
      const site = siteOf(url);
      const count = counts.get(site) ?? 0;
      if (count >= mostFromSite) throw refuse(Math.ceil(counts.getRemainingTTL(site) / 1000));
      if (atOnce >= mostAtOnce) throw refuse(1);
      counts.set(site, count + 1);
      atOnce += 1;
      try {
        return await fetch();
      } finally {
        atOnce -= 1;
      }
    },
  };
}

/** Hosts below one registrable domain are one owner's; at a hoster, such as github.io, each customer's are. */
const siteOf = ({ hostname, host }: URL): string =>
  getDomain(hostname, { allowPrivateDomains: true }) ?? host;
