/**
 * Limits on mails that strangers can cause: by address, so that nobody's mailbox is flooded, and by the network that asks, so
 * that nobody mails a whole list. Counted whether or not the address has an account. Times are the database's.
 */
import { hash } from "node:crypto";
import { networkOf } from "../http/address-prefix.js";
const budgets = {
    pause: { size: 1, seconds: 60 },
    address: { size: 10, seconds: 900 },
    network: { size: 30, seconds: 60 },
    notices: { size: 5, seconds: 600 },
};
/** A budget due later than this from now is exhausted. */
const allowance = ({ size, seconds }) => `interval '${(size - 1) * seconds} s'`;
/** Take one mail from a budget, if `from` has a row. */
const take = (key, budget, from) => `
  insert into mail_limits as l (key, next_at)
  select ${key}, clock_timestamp() + interval '${budget.seconds} s' from ${from}
  on conflict (key) do update set next_at = greatest(l.next_at, clock_timestamp()) + interval '${budget.seconds} s'
   where l.next_at <= clock_timestamp() + ${allowance(budget)}
  returning 1`;
/**
 * Whoever has to wait according to `seen` changes nothing. Of those who see their turn at once, the rows' locks let through as
 * many as may go. The address comes first: those who lose there take nothing from their network. Always in this order, so that
 * no two statements deadlock.
 */
const takeTurn = `
  with seen as (
    select from mail_limits
     where key = $1 and next_at > now() + ${allowance(budgets.pause)}
        or key = $2 and next_at > now() + ${allowance(budgets.address)}
        or key = $3 and next_at > now() + ${allowance(budgets.network)}),
  due as (select where not exists (select from seen)),
  pause as (${take("$1", budgets.pause, "due")}),
  address as (${take("$2", budgets.address, "pause")}),
  network as (${take("$3", budgets.network, "address")})
  select from network`;
/**
 * Whether a mail may go to this address (as `emailKey` writes it) because of a request from this network: one a minute and ten
 * in a row per address, thirty in a row per network. One statement, outside the caller's transaction: its rows stay locked.
 */
export async function takeMailTurn(db, { address, network }) {
    const { rowCount } = await db.query({
        name: "take-mail-turn",
        text: takeTurn,
        values: [
            sha256(`pause ${address.toLowerCase()}`),
            sha256(`address ${address.toLowerCase()}`),
            sha256(`network ${networkOf(network)}`),
        ],
    });
    return rowCount === 1;
}
/**
 * Whether a mail of security notices may go to this user: five in a row, then one in ten minutes. What waits goes with the next,
 * so that a flood delays a notice, and never keeps it back.
 */
export async function takeNoticesTurn(db, userId) {
    const { rowCount } = await db.query({
        name: "take-notices-turn",
        text: take("$1", budgets.notices, "(values (1)) as one"),
        values: [sha256(`notices ${userId}`)],
    });
    return rowCount === 1;
}
/** Keeps e-mail addresses out of the table. */
const sha256 = (text) => hash("sha256", text, "base64url");
export const purgeableMailLimits = {
    table: "mail_limits",
    condition: "next_at < now() - $1 * interval '1 second'",
    value: 0,
};
//# sourceMappingURL=mail-limits.sql.js.map