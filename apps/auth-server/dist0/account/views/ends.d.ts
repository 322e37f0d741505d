/** Why sessions ended, in the words of the account page. */
import type { Texts } from "../../http/views/texts/en.js";
interface End {
    readonly why: string;
    readonly alarming: boolean;
}
/** Why a session ended, in words; null for reasons that users gave themselves. */
export declare const endInWords: (reason: string, { ends }: Texts) => End | null;
export {};
