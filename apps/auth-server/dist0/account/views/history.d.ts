import { type View } from "../../http/views/layout.js";
import type { Items } from "./account.js";
import { type HistoryView } from "./account-rows.js";
interface HistoryPageView {
    readonly email: string;
    readonly events: Items<HistoryView>;
    readonly isFirst: boolean;
    /** By the clock that the times are of. */
    readonly now: Date;
}
export declare const historyPage: ({ email, events: { items, older }, isFirst, now }: HistoryPageView) => View;
export {};
