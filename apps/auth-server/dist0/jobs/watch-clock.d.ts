import type { Context } from "../context.js";
export declare function keepWatchingClock({ clock }: Context, signal: AbortSignal): Promise<void>;
