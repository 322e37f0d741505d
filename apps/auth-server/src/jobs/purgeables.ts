/** What each room lets the purge delete, in order. */

import { purgeableAssertions } from "../assertions/used-assertions.sql.js";
import { purgeableAuditEvents } from "../audit/audit-partitions.sql.js";
import { purgeableRegistrationTokens } from "../clients/registration-tokens.sql.js";
import { purgeableRegistrationLimits } from "../clients/self-registered.sql.js";
import { purgeableStrangers } from "../clients/strangers.sql.js";
import { purgeableCodes } from "../codes/authorization-codes.sql.js";
import { purgeableDeviceCodes } from "../codes/device-codes.sql.js";
import { purgeablePushedRequests } from "../codes/pushed-requests.sql.js";
import type { Retention } from "../config.js";
import type { Purgeable } from "../database/purge.sql.js";
import { purgeableChallenges } from "../factors/passkeys.sql.js";
import { purgeableNotices } from "../logout-notices/logout-notices.sql.js";
import { purgeableMailLimits } from "../mail/mail-limits.sql.js";
import { purgeableMails } from "../mail/mails.sql.js";
import { purgeableMailedLinks } from "../mailed-links/mailed-links.sql.js";
import { purgeableSessions } from "../sessions/session.sql.js";
import { purgeableRevocations } from "../status-lists/status-lists.sql.js";
import { purgeableLimits } from "../users/sign-in-limits.sql.js";
import { purgeableSignIns } from "../users/sign-ins.sql.js";

export const purgeables = ({ endedSessionSeconds, auditMonths }: Retention): Purgeable[] => [
  purgeableCodes,
  purgeableDeviceCodes,
  purgeablePushedRequests,
  purgeableSignIns,
  purgeableLimits,
  purgeableNotices,
  purgeableMails,
  purgeableMailLimits,
  purgeableChallenges,
  purgeableAssertions,
  purgeableSessions(endedSessionSeconds),
  purgeableRevocations,
  purgeableMailedLinks,
  purgeableStrangers,
  purgeableRegistrationLimits,
  purgeableRegistrationTokens,
  ...(auditMonths === 0 ? [] : [purgeableAuditEvents(auditMonths)]),
];
