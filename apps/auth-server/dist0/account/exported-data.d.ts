import type { Context } from "../context.js";
export declare function exportedData({ db, config: { issuer }, now }: Context, userId: string): AsyncGenerator<string>;
