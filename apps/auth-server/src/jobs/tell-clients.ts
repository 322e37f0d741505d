/**
 * Tells clients of ended sessions. Any number of replicas may do so: each notice is claimed by one.
 *
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#Backchannel
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context.js";
import type { ActiveKey } from "../keys/sign-jws.js";
import {
  claimNotices,
  type DueClient,
  deleteTold,
  findDueClients,
  type LogoutNotice,
  pauseClient,
  recordFailure,
} from "../logout-notices/logout-notices.sql.js";
import { pauseAfter } from "../logout-notices/pauses.js";
import { type Problem, sendLogoutToken } from "../logout-notices/send.js";
import { signLogoutToken } from "../tokens/logout-token.js";
import { createTurns } from "./turns.js";

const pollMs = 1_000;
/** After a failure of the database, which would otherwise be logged every second. */
const restMs = 10_000;
/** When the process ends, clients get this long to answer; what they have not answered is sent again. */
const lastMs = 2_000;

/** Tell clients until `signal` aborts. */
export async function keepTellingClients(context: Context, signal: AbortSignal): Promise<void> {
  const hangUp = new AbortController();
  const turns = createTurns<DueClient>(
    ({ clientId }) => clientId,
    (client, places) => tellClient(context, client, places, hangUp.signal),
  );
  while (!signal.aborted) {
    const due = await findDueClients(context.pool).catch((err: unknown) => {
      context.log.error({ err }, "cannot read which clients to tell of ended sessions; trying again");
      return null;
    });
    for (const client of due ?? []) turns.add(client);
    await sleep(due === null ? restMs : pollMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
  const timer = setTimeout(() => hangUp.abort(), lastMs);
  await turns.stop();
  clearTimeout(timer);
}

interface Attempt {
  readonly notice: LogoutNotice;
  /** Null: the client has been told. */
  readonly problem: Problem | null;
}

/** Tell it of so many at once. @returns the client if it answers and may have to be told of more */
async function tellClient(
  context: Context,
  client: DueClient,
  places: number,
  hangUp: AbortSignal,
): Promise<DueClient | null> {
  const { clientId, alg, profile } = client;
  try {
    const key = context.keyRing.signingKeys(profile === "fapi2" ? [alg] : []).keyFor(alg);
    const notices = await claimNotices(context.pool, clientId, places);
    const sending: Promise<Attempt>[] = [];
    for (const notice of notices) {
      // One signature after the other: refreshes sign on the same threads.
      const logoutToken = await signNotice(context, key, clientId, notice);
      const sent = sendLogoutToken(notice.uri, logoutToken, hangUp);
      sending.push(sent.then((problem) => ({ notice, problem })));
    }
    const attempts = await Promise.all(sending);
    // What was cut off has not failed: its claim runs out.
    const ended = attempts.filter(({ problem }) => problem === null || !hangUp.aborted);
    const isReached = await record(context, client, ended);
    return isReached && notices.length === places ? { ...client, failures: 0 } : null;
  } catch (err) {
    context.log.error({ err, clientId }, "cannot tell a client of ended sessions; trying again");
    return null;
  }
}

const signNotice = ({ config, now }: Context, key: ActiveKey, clientId: string, notice: LogoutNotice) =>
  signLogoutToken(key, {
    issuer: config.issuer,
    clientId,
    subject: notice.userId,
    sessionId: notice.sessionId,
    tokenId: notice.id,
    issuedAtSeconds: Math.floor(now() / 1000),
  });

/** @returns whether every attempt reached the client */
async function record(
  context: Context,
  { clientId, failures }: DueClient,
  attempts: readonly Attempt[],
): Promise<boolean> {
  const told = attempts.filter(({ problem }) => problem === null);
  context.metrics.countLogoutNotices("told", told.length);
  const isReached = attempts.some(({ problem }) => problem === null || problem.onlyThisNotice);
  if (isReached)
    await deleteTold(
      context.pool,
      clientId,
      told.map(({ notice }) => notice.id),
    );
  let unreached: string | null = null;
  for (const { notice, problem } of attempts) {
    if (problem === null) continue;
    await recordProblem(context, clientId, notice, problem);
    if (!problem.onlyThisNotice) unreached = problem.problem;
  }
  if (unreached === null) return true;
  const inARow = isReached ? 1 : failures + 1;
  const givenUp = await pauseClient(
    context.pool,
    { clientId, failures: inARow },
    unreached,
    pauseAfter(inARow),
  );
  giveUp(context, clientId, givenUp);
  return false;
}

async function recordProblem(
  context: Context,
  clientId: string,
  { id, attempts }: LogoutNotice,
  { problem, onlyThisNotice }: Problem,
): Promise<void> {
  context.metrics.countLogoutNotices("failed", 1);
  context.log.warn({ clientId, problem, attempts }, "could not tell a client of an ended session");
  // A client that could not be reached pauses as a whole.
  const isGivenUp = await recordFailure(context.pool, id, problem, onlyThisNotice ? pauseAfter(attempts) : 0);
  if (isGivenUp) giveUp(context, clientId, 1);
}

function giveUp({ metrics, log }: Context, clientId: string, count: number): void {
  if (count === 0) return;
  metrics.countLogoutNotices("given_up", count);
  log.error({ clientId, notices: count }, "gave up telling a client of ended sessions");
}
