/** After these, each failure doubles the wait, up to a maximum. */
const freeFailures = 5;
const longestWaitSeconds = 900;
const forgetFailuresSeconds = 86_400;
const forgetNetworkSeconds = 90 * 86_400;
const networkBudget = { size: 200, seconds: 10 };
/** Of six digits, three in a million are right at a time: a code gets fewer guesses than a password. */
const accountBudgets = {
    password: { size: 50, seconds: 60 },
    code: { size: 20, seconds: 3600 },
};
const interval = (seconds) => `interval '${seconds} s'`;
const milliseconds = (time) => `(extract(epoch from ${time}) * 1000)::bigint`;
/** A budget due later than this from now is exhausted. */
const allowance = ({ size, seconds }) => interval((size - 1) * seconds);
/** Take one guess from a budget, if `from` has a row. */
const take = (key, budget, from) => {
    const each = interval(budget.seconds);
    const next = `greatest(l.next_at, now()) + ${each}`;
    return `
    insert into sign_in_limits as l (key, next_at, expire)
    select ${key}, now() + ${each}, ${milliseconds(`now() + ${each}`)} from ${from}
    on conflict (key) do update set next_at = ${next}, expire = ${milliseconds(next)}
     where l.next_at <= now() + ${allowance(budget)}
    returning 1`;
};
/** The wait after this many failures. */
const waitAfter = (failures) => `case when ${failures} < ${freeFailures} then interval '0'
        else least(power(2, least(${failures} - ${freeFailures}, 30)), ${longestWaitSeconds}) * interval '1 s' end`;
const failuresNow = `(case when l.next_at < now() - ${interval(forgetFailuresSeconds)} then 0 else l.points end + 1)`;
const keptUntil = (time) => milliseconds(`greatest(l.known_until, ${time})`);
/**
 * Uses the clock, not `now()`, which predates the wait for a row: changes made meanwhile would appear to lie in the
 * future. Whoever must wait according to `seen` learns so without a lock or a new row; among those who read it at
 * once, the row locks let through as many as are free. Known accounts skip the budgets, which others may have
 * exhausted.
 */
const reserve = (account) => `
  with seen as (
    select max(next_at) filter (where key = $1) as pair,
           coalesce(bool_or(known_until > now()), false) as known,
           max(next_at) filter (where key = $2) - ${allowance(account)} as account,
           max(next_at) filter (where key = $3) - ${allowance(networkBudget)} as network
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
  account as (${take("$2", account, "pair")}),
  network as (${take("$3", networkBudget, "pair where exists (select from account) or (select known from due)")})
  select known, coalesce(extract(epoch from at - now()) * 1000, 0)::float8 as "waitMs",
         (select points from pair) as failures,
         exists (select from account) as account, exists (select from network) as network
    from due`;
const reserves = {
    password: { name: "reserve-guess", text: reserve(accountBudgets.password) },
    code: { name: "reserve-code-guess", text: reserve(accountBudgets.code) },
};
/**
 * Count a guess before it is made: one statement, so that of simultaneous guesses only the free ones pass.
 *
 * @returns how many milliseconds to wait if it may not be made
 */
export async function reserveGuess(db, keys) {
    const { rows } = await db.query({
        ...reserves[keys.budget],
        values: [keys.pair, keys.account, keys.network],
    });
    const [row] = rows;
    if (row === undefined)
        throw new Error("reserving a guess returned no row");
    const { known, failures, account, network } = row;
    if (failures === null)
        return row.waitMs;
    const taken = {
        pair: keys.pair,
        budget: keys.budget,
        ...(account && { account: keys.account }),
        ...(network && { network: keys.network }),
    };
    const guess = { keys: taken, failures };
    if (known || (account && network))
        return guess;
    await cancelGuess(db, guess); // another guess took the last of a budget at the same moment
    return row.waitMs;
}
const giveBack = (key, { seconds }, after) => `update sign_in_limits set next_at = next_at - ${interval(seconds)}
    where key = ${key} and (select count(*) from ${after}) >= 0 returning 1`;
const settle = (name, changes) => {
    const statement = (budget) => ({
        name: `${name}-${budget}`,
        text: `
  with pair as (update sign_in_limits set ${changes} where key = $1 returning 1),
  account as (${giveBack("$2", accountBudgets[budget], "pair")}),
  network as (${giveBack("$3", networkBudget, "account")})
  select from network`,
    });
    return { password: statement("password"), code: statement("code") };
};
const cancel = settle("cancel-guess", "points = greatest(points - 1, 0), next_at = case when points = $4::int then now() else next_at end");
/** The guess was not made. If another was counted since, the wait after that one stands. */
export async function cancelGuess(db, { keys, failures }) {
    await db.query({
        ...cancel[keys.budget],
        values: [keys.pair, keys.account, keys.network, failures],
    });
}
const known = `now() + ${interval(forgetNetworkSeconds)}`;
const accept = settle("accept-guess", `points = 0, next_at = now(), known_until = ${known}, expire = ${milliseconds(known)}`);
/**
 * The guess was right: forget this account's failures from this network, and remember the network. Budgets get back
 * only this guess, or anybody could restore their network's budget by signing in to an account of their own.
 */
export async function acceptGuess(db, { keys }) {
    await db.query({
        ...accept[keys.budget],
        values: [keys.pair, keys.account, keys.network],
    });
}
/** With a margin, because the limits' times come from the replicas' clocks. */
export const purgeableLimits = {
    table: "sign_in_limits",
    condition: "expire < extract(epoch from now() - $1 * interval '1 second') * 1000",
    value: 3600,
};
//# sourceMappingURL=sign-in-limits.sql.js.map