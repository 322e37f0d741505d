/** The answer of `regrant explain`. It never contains the text itself, nor a usable part of it. */
import { durationInWords } from "../../http/views/texts/numbers.js";
/** How many events to show. */
export const eventsTold = 8;
/** "2026-11-22 20:41:07 UTC (3 minutes ago)". */
export function moment(date, nowMs) {
    const seconds = (date.getTime() - nowMs) / 1000;
    const distance = durationInWords(Math.abs(seconds));
    const relative = seconds > 0 ? `in ${distance}` : `${distance} ago`;
    return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC (${relative})`;
}
//# sourceMappingURL=explanation.js.map