/**
 * A model of sessions and refresh tokens (ADR 0001) without database, locks or statements: for every token ever
 * issued, how a refresh with it must be answered now, and what that changes.
 *
 * What cannot be known from outside stays open: whether a time limit was reached while a request was in flight, and
 * the order of simultaneous events. Hence there are several answers and several possible worlds.
 */
import { isDeepStrictEqual } from "node:util";

export interface Rules {
  readonly retrySeconds: number;
  readonly reuseRevokes: "session" | "user";
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
}

/** A time, as precisely as it can be known from outside. Milliseconds. */
export interface Moment {
  readonly earliest: number;
  readonly latest: number;
}

interface Session {
  readonly user: string;
  readonly client: string;
  readonly signedIn: Moment;
  refreshed: Moment;
  generation: number;
  revoked: boolean;
}

export interface World {
  sessions: Record<string, Session>;
  backup: Record<string, Session>;
  readonly disabled: Set<string>;
  /** Clients that were disabled at some time: a replica may believe so for a few seconds longer. */
  readonly onceDisabled: Set<string>;
}

export type Operation =
  | { readonly kind: "sign in"; readonly user: string; readonly client: string }
  | {
      readonly kind: "refresh";
      readonly session: string;
      readonly generation: number;
      readonly client: string;
    }
  | { readonly kind: "revoke"; readonly session: string; readonly client: string }
  | { readonly kind: "end session"; readonly session: string }
  | { readonly kind: "end all"; readonly user: string }
  | { readonly kind: "disable" | "enable"; readonly subject: string; readonly isClient: boolean };

/** `ok` or the reason of the refusal, with the session that a sign-in opened. */
export interface Outcome {
  readonly answer: string;
  readonly opened?: string;
}

export const emptyWorld = (): World => ({
  sessions: {},
  backup: {},
  disabled: new Set(),
  onceDisabled: new Set(),
});

export const backedUp = (world: World): World => ({
  ...world,
  backup: structuredClone(world.sessions),
});
export const restored = (world: World): World => ({
  ...world,
  sessions: structuredClone(world.backup),
});

/**
 * The possible worlds after these simultaneous outcomes, over all orders that explain them. Empty if the rules do not
 * allow them.
 */
export function explain(
  worlds: readonly World[],
  rules: Rules,
  done: readonly (readonly [Operation, Outcome])[],
  at: Moment,
): World[] {
  if (done.length === 0) return distinct(worlds);
  return distinct(
    done.flatMap(([operation, outcome], index) => {
      const next = worlds.map((world) => step(world, rules, operation, outcome, at));
      return explain(
        next.filter((world) => world !== null),
        rules,
        done.toSpliced(index, 1),
        at,
      );
    }),
  );
}

const distinct = (worlds: readonly World[]): World[] =>
  worlds.filter((world, index) => !worlds.slice(0, index).some((before) => isDeepStrictEqual(before, world)));

/** The world after this outcome; null if the rules do not allow it. */
function step(
  world: World,
  rules: Rules,
  operation: Operation,
  { answer, opened }: Outcome,
  at: Moment,
): World | null {
  if (!allowedAnswers(world, rules, operation, at).includes(answer)) return null;
  const next = structuredClone(world);
  if (operation.kind === "sign in") {
    if (opened === undefined) return next;
    const { user, client } = operation;
    next.sessions[opened] = { user, client, signedIn: at, refreshed: at, generation: 0, revoked: false };
  } else if (operation.kind === "refresh") refreshed(next, rules, operation, answer, at);
  else if (operation.kind === "revoke") {
    if (answer === "ok") revoke(next, (_session, id) => id === operation.session);
  } else if (operation.kind === "end session") revoke(next, (_session, id) => id === operation.session);
  else if (operation.kind === "end all") revoke(next, ({ user }) => user === operation.user);
  else if (operation.kind === "enable") next.disabled.delete(operation.subject);
  else {
    next.disabled.add(operation.subject);
    if (operation.isClient) next.onceDisabled.add(operation.subject);
  }
  return next;
}

function refreshed(
  world: World,
  { reuseRevokes }: Rules,
  { session: id, generation }: Extract<Operation, { kind: "refresh" }>,
  answer: string,
  at: Moment,
): void {
  const session = world.sessions[id];
  if (session === undefined) return;
  if (answer === "ok" && generation === session.generation) {
    session.generation += 1;
    session.refreshed = at;
  }
  if (answer === "refresh_token_ahead") revoke(world, (_session, other) => other === id);
  if (answer === "refresh_token_reused")
    revoke(world, ({ user }, other) => other === id || (reuseRevokes === "user" && user === session.user));
}

function revoke(world: World, which: (session: Session, id: string) => boolean): void {
  for (const [id, session] of Object.entries(world.sessions)) if (which(session, id)) session.revoked = true;
}

function allowedAnswers(world: World, rules: Rules, operation: Operation, at: Moment): string[] {
  if (!("client" in operation)) return ["ok"];
  const { disabled, onceDisabled } = world;
  const answers =
    operation.kind === "refresh"
      ? refreshAnswers(world, rules, operation, at)
      : operation.kind === "revoke"
        ? [isForeign(world, operation) ? "refresh_token_wrong_client" : "ok"]
        : [disabled.has(operation.user) ? "user_disabled" : "ok"];
  return onceDisabled.has(operation.client) ? [...answers, "client_disabled"] : answers;
}

const isForeign = ({ sessions }: World, { session, client }: { session: string; client: string }): boolean =>
  (sessions[session]?.client ?? client) !== client;

/** In the order of the checks. */
function refreshAnswers(
  world: World,
  rules: Rules,
  operation: Extract<Operation, { kind: "refresh" }>,
  at: Moment,
): string[] {
  const session = world.sessions[operation.session];
  if (session === undefined) return ["refresh_token_unknown"];
  if (isForeign(world, operation)) return ["refresh_token_wrong_client"];
  if (session.revoked) return ["refresh_token_revoked"];
  const behind = session.generation - operation.generation;
  if (behind < 0) return ["refresh_token_ahead"];
  if (behind > 1) return ["refresh_token_reused"];
  const good = world.disabled.has(session.client)
    ? ["client_disabled"]
    : world.disabled.has(session.user)
      ? ["user_disabled"]
      : isExpired(session, rules, at).map((over) => (over ? "refresh_token_expired" : "ok"));
  if (behind === 0) return good;
  // With a window of zero, even the same millisecond is too late.
  const late = rules.retrySeconds === 0 ? [true] : isOver(session.refreshed, rules.retrySeconds, at);
  return late.flatMap((over) => (over ? ["refresh_token_reused"] : good));
}

function isExpired({ refreshed, signedIn }: Session, rules: Rules, at: Moment): boolean[] {
  const idle = isOver(refreshed, rules.idleSeconds, at);
  const absolute = isOver(signedIn, rules.absoluteSeconds, at);
  return idle.flatMap((one) => absolute.map((other) => one || other));
}

/** Whether this many seconds have passed; both answers if that cannot be known. */
function isOver(since: Moment, seconds: number, at: Moment): boolean[] {
  if (at.latest - since.earliest < seconds * 1000) return [false];
  return at.earliest - since.latest >= seconds * 1000 ? [true] : [false, true];
}
