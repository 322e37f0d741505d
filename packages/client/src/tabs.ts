/**
 * The tabs of an app share the server's cookie, and so the grant. Here they agree on who refreshes and exchange the
 * results.
 *
 * With Web Locks one tab refreshes while the others wait. Without them, tabs that want to refresh at the same time
 * draw lots: if two refreshed together, one could send a cookie that the other's responses have already replaced
 * twice.
 */
import type { IdToken } from "./id-token.js";
import { type Lock, localLock, waitsAtMostMs, webLock } from "./lock.js";
import type { Store } from "./store.js";
import { hasTabs, hasWebLocks } from "./surroundings.js";

/** `at` is in milliseconds since 1970; a tab ignores messages older than what it knows. */
export type TabMessage =
  | {
      readonly type: "tokens";
      readonly at: number;
      readonly isSignIn: boolean;
      readonly token: AccessToken;
      readonly idToken: IdToken | null;
    }
  | { readonly type: "signed-out"; readonly at: number; readonly reason: string };

/** Exists in memory, and in messages to this origin's other tabs. */
export interface AccessToken {
  readonly value: string;
  readonly scope: readonly string[];
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly expiresAt: number;
}

export interface Tabs {
  /**
   * Runs the task in one tab at a time. A tab that had to wait has then heard the previous one's messages. When
   * drawing lots, `goesFirst` wins: a refresh alongside a sign-in would find no grant yet.
   */
  exclusively<T>(task: () => Promise<T>, goesFirst?: boolean): Promise<T>;
  tell(message: TabMessage): void;
  /** Stops listening. Work in progress finishes, and the others hear of it. */
  close(): void;
}

type Announcement =
  | TabMessage
  | { readonly type: "asks"; readonly lot: number }
  | { readonly type: "begun" }
  | { readonly type: "ended" };

/** How long tabs collect each other's lots. */
const lotsMs = 150;

/** The longest time for a message between tabs on a busy machine. */
const heardWithinMs = 1_000;

export function joinTabs(name: string, onMessage: (message: TabMessage) => void): Tabs {
  // By a clock that never steps.
  let othersBusyUntil = 0;
  let underWay = 0;
  let isClosed = false;
  let endings = 0;
  let news = 0;
  let lowestLot = Number.POSITIVE_INFINITY;
  const waiting: Record<"begun" | "ended", (() => void)[]> = { begun: [], ended: [] };

  const channel = openChannel(name, (data) => {
    if (data.type === "tokens" || data.type === "signed-out") return isClosed ? undefined : onMessage(data);
    if (data.type === "asks") {
      lowestLot = Math.min(lowestLot, data.lot);
      return;
    }
    othersBusyUntil = data.type === "begun" ? performance.now() + waitsAtMostMs : 0;
    news += 1;
    if (data.type === "ended") endings += 1;
    for (const wake of waiting[data.type].splice(0)) wake();
  });
  const closeWhenIdle = () => {
    if (isClosed && underWay === 0) channel.close();
  };
  const next = (type: "begun" | "ended", withinMs: number) =>
    new Promise<void>((resolve) => {
      waiting[type].push(resolve);
      setTimeout(resolve, withinMs);
    });
  const inThisTab = localLock();
  /** Whether this tab drew the lowest lot of those that asked at the same time. */
  async function drawLots(goesFirst: boolean): Promise<boolean> {
    const lot = goesFirst ? -1 : Math.random();
    lowestLot = Number.POSITIVE_INFINITY;
    channel.post({ type: "asks", lot });
    await new Promise((resolve) => setTimeout(resolve, lotsMs));
    return lot < lowestLot;
  }
  const announcedLock =
    (goesFirst: boolean): Lock =>
    (task) =>
      inThisTab(async () => {
        const newsBefore = news;
        const isFirst = othersBusyUntil > performance.now() || (await drawLots(goesFirst));
        // The tab that won may have finished while this one was still collecting lots, or may have been closed.
        if (!isFirst && news === newsBefore) await next("begun", heardWithinMs);
        const wait = othersBusyUntil - performance.now();
        if (wait > 0) await next("ended", wait);
        return task(false);
      });

  return {
    exclusively(task, goesFirst = false) {
      const announced = announcedLock(goesFirst);
      const lock = hasWebLocks() ? webLock(name, announced) : announced;
      const endingsBefore = endings;
      underWay += 1;
      return lock(async (hadToWait) => {
        if (hadToWait && endings === endingsBefore) await next("ended", heardWithinMs);
        channel.post({ type: "begun" });
        return task().finally(() => {
          endings += 1; // a tab does not receive its own messages
          channel.post({ type: "ended" });
        });
      }).finally(() => {
        underWay -= 1;
        closeWhenIdle();
      });
    },
    tell: channel.post,
    close() {
      isClosed = true;
      closeWhenIdle();
    },
  };
}

/**
 * For grants that are not shared by a cookie: each client has its own, identified by its store. Tabs may share a
 * store, and so may clients in one process.
 */
export function standAlone(name: string, store: Store): Tabs {
  const inProcess = storeLocks.get(store) ?? localLock();
  storeLocks.set(store, inProcess);
  const exclusively = hasWebLocks() ? webLock(name, inProcess) : inProcess;
  return { exclusively, tell: () => undefined, close: () => undefined };
}

const storeLocks = new WeakMap<Store, Lock>();

interface Channel {
  post(message: Announcement): void;
  close(): void;
}

const noChannel: Channel = { post: () => undefined, close: () => undefined };

function openChannel(name: string, hear: (message: Announcement) => void): Channel {
  const channel = hasTabs() ? newChannel(name) : null;
  if (channel === null) return noChannel;
  channel.onmessage = ({ data }: MessageEvent<Announcement>) => hear(data);
  // In Node.js the channel would keep the process running.
  if ("unref" in channel && typeof channel.unref === "function") channel.unref();
  let isOpen = true;
  return {
    post(message) {
      if (isOpen) channel.postMessage(message);
    },
    close() {
      isOpen = false;
      channel.close();
    },
  };
}

/** Null in old browsers and in frames that may not communicate: such a tab is on its own. */
function newChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
