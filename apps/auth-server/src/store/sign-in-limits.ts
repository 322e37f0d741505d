/**
 * Guesses at passwords, each counted before it is made, by the database's clock. Three rows stand in the way of one: that
 * of the account in its network, which waits longer after each failure, and two budgets, the account's over all networks
 * and the network's over all accounts. A budget gives each guess back after a while, one by one.
 *
 * Rows are locked in one order everywhere, pair, account, network, so that no two statements wait for each other.
 */
import type { Db } from "./database.js";
import type { Purgeable } from "./purge.js";

/** Each is a hash: the table holds no name and no address. */
export interface GuessKeys {
  readonly pair: string;
  readonly account: string;
  readonly network: string;
}

interface Budget {
  /** Guesses that may be made one right after the other. */
  readonly size: number;
  /** Each comes back after so long. */
  readonly seconds: number;
}

/** This many failures are free; after each further one the wait is twice as long, up to the longest. */
const freeFailures = 5;
const longestWaitSeconds = 900;
const forgetFailuresSeconds = 86_400;
const forgetNetworkSeconds = 90 * 86_400;
const budgets = {
  account: { size: 50, seconds: 60 },
  network: { size: 200, seconds: 10 },
} as const satisfies Record<string, Budget>;

const interval = (seconds: number) => `interval '${seconds} s'`;
const milliseconds = (time: string) => `(extract(epoch from ${time}) * 1000)::bigint`;
/** A budget that is due later than this from now is used up. */
const allowance = ({ size, seconds }: Budget) => interval((size - 1) * seconds);

/** Take one guess out of a budget, where `from` has a row. */
const take = (key: string, budget: Budget, from: string): string => {
  const each = interval(budget.seconds);
  const next = `greatest(l.next_at, now()) + ${each}`;
  return `
    insert into sign_in_limits as l (key, next_at, expire)
    select ${key}, now() + ${each}, ${milliseconds(`now() + ${each}`)} from ${from}
    on conflict (key) do update set next_at = ${next}, expire = ${milliseconds(next)}
     where l.next_at <= now() + ${allowance(budget)}
    returning 1`;
};

/** After this many failures. */
const waitAfter = (failures: string): string =>
  `case when ${failures} < ${freeFailures} then interval '0'
        else least(power(2, least(${failures} - ${freeFailures}, 30)), ${longestWaitSeconds}) * interval '1 s' end`;

const failuresNow = `(case when l.next_at < now() - ${interval(forgetFailuresSeconds)} then 0 else l.points end + 1)`;
const keptUntil = (time: string) => milliseconds(`greatest(l.known_until, ${time})`);

/**
 * By the clock and not by `now()`, which is from before the wait for a row: what was counted or forgotten meanwhile would seem
 * to lie in the future.
 *
 * Whoever has to wait by what `seen` reads is told so without a lock and a new row. Of those who read the same at once, the
 * rows let as many through as are free. Who is known here does not need the budgets, which others may have used up.
 */
const reserve = `
  with seen as (
    select max(next_at) filter (where key = $1) as pair,
           coalesce(bool_or(known_until > now()), false) as known,
           max(next_at) filter (where key = $2) - ${allowance(budgets.account)} as account,
           max(next_at) filter (where key = $3) - ${allowance(budgets.network)} as network
      from sign_in_limits where key in ($1, $2, $3)),
  due as (
    select known, greatest(pair, case when not known then greatest(account, network) end) as at from seen),
  pair as (
    insert into sign_in_limits as l (key, points, next_at, expire)
    select $1, 1, now(), ${milliseconds(`now() + ${interval(forgetFailuresSeconds)}`)}
      from due where at is null or at <= clock_timestamp()
    on conflict (key) do update
       set points = ${failuresNow}, next_at = now() + ${waitAfter(failuresNow)},
           expire = ${keptUntil(`now() + ${interval(forgetFailuresSeconds + longestWaitSeconds)}`)}
     where l.next_at <= clock_timestamp()
    returning points),
  account as (${take("$2", budgets.account, "pair")}),
  network as (${take("$3", budgets.network, "pair where exists (select from account) or (select known from due)")})
  select known, coalesce(extract(epoch from at - now()) * 1000, 0)::float8 as "waitMs",
         (select points from pair) as failures,
         exists (select from account) as account, exists (select from network) as network
    from due`;

interface ReserveRow {
  known: boolean;
  waitMs: number;
  failures: number | null;
  account: boolean;
  network: boolean;
}

/** A guess that counts as wrong until it proves to be right. */
export interface ReservedGuess {
  /** The rows that count it. */
  readonly keys: Pick<GuessKeys, "pair"> & Partial<GuessKeys>;
  /** Of the account in its network, with this one. */
  readonly failures: number;
}

/**
 * Count a guess before it is made: one statement, by which of those at once no more pass than are free.
 *
 * @returns how many milliseconds to wait where it may not be made
 */
export async function reserveGuess(db: Db, keys: GuessKeys): Promise<ReservedGuess | number> {
  const { rows } = await db.query<ReserveRow>({
    name: "reserve-guess",
    text: reserve,
    values: [keys.pair, keys.account, keys.network],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("reserving a guess returned no row");
  const { known, failures, account, network } = row;
  if (failures === null) return row.waitMs;
  const taken = {
    pair: keys.pair,
    ...(account && { account: keys.account }),
    ...(network && { network: keys.network }),
  };
  const guess = { keys: taken, failures };
  if (known || (account && network)) return guess;
  await cancelGuess(db, guess); // another one took the last of a budget at the same moment
  return row.waitMs;
}

const giveBack = (key: string, { seconds }: Budget, after: string): string =>
  `update sign_in_limits set next_at = next_at - ${interval(seconds)}
    where key = ${key} and (select count(*) from ${after}) >= 0 returning 1`;

const settle = (changes: string): string => `
  with pair as (update sign_in_limits set ${changes} where key = $1 returning 1),
  account as (${giveBack("$2", budgets.account, "pair")}),
  network as (${giveBack("$3", budgets.network, "account")})
  select from network`;

/** It was not made. Where another was counted since, the wait after that one stands. */
export async function cancelGuess(db: Db, { keys, failures }: ReservedGuess): Promise<void> {
  await db.query({
    name: "cancel-guess",
    text: settle(
      "points = greatest(points - 1, 0), next_at = case when points = $4::int then now() else next_at end",
    ),
    values: [keys.pair, keys.account, keys.network, failures],
  });
}

/**
 * It was right: the failures of this account from this network are forgotten, and the network is known. Budgets get back this
 * guess alone: whoever has an account of their own could otherwise clear their network's by signing in.
 */
export async function acceptGuess(db: Db, { keys }: ReservedGuess): Promise<void> {
  const known = `now() + ${interval(forgetNetworkSeconds)}`;
  await db.query({
    name: "accept-guess",
    text: settle(`points = 0, next_at = now(), known_until = ${known}, expire = ${milliseconds(known)}`),
    values: [keys.pair, keys.account, keys.network],
  });
}

/** With a margin, because the limits' times come from the replicas' clocks. */
export const purgeableLimits: Purgeable = {
  table: "sign_in_limits",
  condition: "expire < extract(epoch from now() - $1 * interval '1 second') * 1000",
  value: 3600,
};
