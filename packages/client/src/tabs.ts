/**
 * The tabs of one app share the server's cookie, and so the grant. Here they agree on who refreshes, and tell each
 * other what came of it.
 *
 * With Web Locks one tab refreshes while the others wait. Without, tabs that want to at the same moment draw lots: were
 * two to refresh together, one could send the cookie that the other's answer has just replaced twice over.
 */
import { hasWebLocks, type Lock, localLock, waitsAtMostMs, webLock } from "./lock.js";

/** `at` in milliseconds since 1970: what is older than what a tab knows already is passed over. */
export type TabMessage =
  | { readonly type: "tokens"; readonly at: number; readonly isSignIn: boolean; readonly token: AccessToken }
  | { readonly type: "signed-out"; readonly at: number; readonly reason: string };

/** Lives in memory, and in messages to this origin's other tabs. */
export interface AccessToken {
  readonly value: string;
  readonly scope: readonly string[];
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly expiresAt: number;
}

export interface Tabs {
  /** Runs the task in one tab at a time. Whoever had to wait has by then heard what the tab before told. */
  exclusively<T>(task: () => Promise<T>): Promise<T>;
  tell(message: TabMessage): void;
  close(): void;
}

type Announcement =
  | TabMessage
  | { readonly type: "asks"; readonly lot: number }
  | { readonly type: "begun" }
  | { readonly type: "ended" };

/** How long tabs listen for each other's lots. */
const lotsMs = 150;

/** How long a message may take from tab to tab, on a busy machine. */
const heardWithinMs = 1_000;

export function joinTabs(name: string, onMessage: (message: TabMessage) => void): Tabs {
  const channel = openChannel(name);
  let othersBusyUntil = 0;
  let endings = 0;
  let lowestLot = Number.POSITIVE_INFINITY;
  let waiting: (() => void)[] = [];

  channel.onmessage = ({ data }: MessageEvent<Announcement>) => {
    if (data.type === "tokens" || data.type === "signed-out") return onMessage(data);
    if (data.type === "asks") {
      lowestLot = Math.min(lowestLot, data.lot);
      return;
    }
    othersBusyUntil = data.type === "begun" ? Date.now() + waitsAtMostMs : 0;
    if (data.type === "begun") return;
    endings += 1;
    for (const wake of waiting.splice(0)) wake();
  };
  const nextEnding = (withinMs: number) =>
    new Promise<void>((resolve) => {
      waiting = [...waiting, resolve];
      setTimeout(resolve, withinMs);
    });
  const inThisTab = localLock();
  /** Whether no other tab that asked at the same time drew a lower lot. */
  async function drawLots(): Promise<boolean> {
    const lot = Math.random();
    lowestLot = Number.POSITIVE_INFINITY;
    channel.postMessage({ type: "asks", lot });
    await new Promise((resolve) => setTimeout(resolve, lotsMs));
    return lot < lowestLot;
  }
  const announcedLock: Lock = (task) =>
    inThisTab(async () => {
      const isFirst = othersBusyUntil > Date.now() || (await drawLots());
      if (!isFirst) await nextEnding(waitsAtMostMs);
      const wait = othersBusyUntil - Date.now();
      if (wait > 0) await nextEnding(wait);
      return task(false);
    });
  const lock = hasWebLocks() ? webLock(name) : announcedLock;

  return {
    exclusively(task) {
      const endingsBefore = endings;
      return lock(async (hadToWait) => {
        if (hadToWait && endings === endingsBefore) await nextEnding(heardWithinMs);
        channel.postMessage({ type: "begun" });
        return task().finally(() => {
          endings += 1; // this tab does not hear itself
          channel.postMessage({ type: "ended" });
        });
      });
    },
    tell: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}

/** Where the grant is not shared by a cookie: each client has its own, and its store says whose. */
export function standAlone(name: string): Tabs {
  const lock = hasWebLocks() ? webLock(name) : localLock();
  return { exclusively: lock, tell: () => undefined, close: () => undefined };
}

/** In Node.js a channel would keep the process running. */
function openChannel(name: string): BroadcastChannel {
  const channel = new BroadcastChannel(name);
  if ("unref" in channel && typeof channel.unref === "function") channel.unref();
  return channel;
}
