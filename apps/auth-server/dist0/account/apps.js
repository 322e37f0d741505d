import { textsOf } from "../http/send-page.js";
import { listAppsOf } from "../sessions/account.sql.js";
/** More than these are not told by name. */
const mostApps = 20;
/** Those that still are; if a scope is named, by a session without it. */
export async function appsOf({ db }, request, { id: signInId, userId }, withoutScope) {
    const which = { userId, signInId, ...(withoutScope !== undefined && { withoutScope }) };
    const names = await listAppsOf(db, which, mostApps + 1);
    return names.length > mostApps ? [...names.slice(0, mostApps), textsOf(request).logout.moreApps] : names;
}
//# sourceMappingURL=apps.js.map