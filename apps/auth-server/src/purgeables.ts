/** What each room lets the purge delete, in order. */
import type { Retention } from "./config.js";
import { purgeableSessions } from "./sessions/session.sql.js";
import { purgeableAuditEvents } from "./store/audit-partitions.js";
import { purgeableCodes } from "./store/authorization-codes.js";
import type { Purgeable } from "./store/purge.js";
import { purgeableLimits } from "./store/sign-in-limits.js";
import { purgeableSignIns } from "./users/sign-ins.sql.js";

export const purgeables = ({ endedSessionSeconds, auditMonths }: Retention): Purgeable[] => [
  purgeableCodes,
  purgeableSignIns,
  purgeableLimits,
  purgeableSessions(endedSessionSeconds),
  ...(auditMonths === 0 ? [] : [purgeableAuditEvents(auditMonths)]),
];
