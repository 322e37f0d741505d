/** Why sessions ended, in the words of the account page. */

import type { Texts } from "../../http/views/texts/en.js";
import { endReasons, isEndReason, isTold } from "../../sessions/end-reasons.js";

interface End {
  readonly why: string;
  readonly alarming: boolean;
}

/** Why a session ended, in words; null for reasons that users gave themselves. */
export const endInWords = (reason: string, { ends }: Texts): End | null =>
  isEndReason(reason) && isTold(reason)
    ? { why: ends[reason], alarming: endReasons[reason].told === "alarm" }
    : null;
