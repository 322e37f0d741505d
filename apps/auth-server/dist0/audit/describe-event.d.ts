/** An audit event as operators and administrators see it. */
import type { RecordedEvent } from "./audit-trail.sql.js";
/** In wire names. */
export declare const describeEvent: (event: RecordedEvent) => {
    at: string;
    event: string;
    reason: string | null;
    actor: string | null;
    client_id: string | null;
    user_id: string | null;
    session_id: string | null;
    address: string | null;
    request_id: string | null;
};
