/** Whether a session is open; if not, when and why it ended. */
import { type Reason } from "../../shared/index.js";
import type { RecordedEvent } from "../../audit/audit-trail.sql.js";
import type { SessionState } from "../../sessions/state.sql.js";
/** @returns null if it is open */
export declare function sessionEnd(session: SessionState, events: readonly RecordedEvent[], nowMs: number): string | null;
export declare const isReason: (text: string) => text is Reason;
export declare const factsOfSession: (session: SessionState, nowMs: number) => Record<string, string>;
export declare const signInAgain = "Sign in again. An ended session cannot be reopened.";
