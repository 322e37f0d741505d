/** Why sessions ended, in the words of the account page. */
import { endReasons, isEndReason, isTold } from "../../sessions/end-reasons.js";
/** Why a session ended, in words; null for reasons that users gave themselves. */
export const endInWords = (reason, { ends }) => isEndReason(reason) && isTold(reason)
    ? { why: ends[reason], alarming: endReasons[reason].told === "alarm" }
    : null;
//# sourceMappingURL=ends.js.map