/** The lifetimes of a client's tokens and sessions. */
export interface Lifetimes {
    readonly accessTokenSeconds: number;
    readonly sessionIdleSeconds: number;
    readonly sessionAbsoluteSeconds: number;
}
type Own = {
    readonly [name in keyof Lifetimes]: number | null;
};
/**
 * The client's own values or the settings', limited by the resource. Without `resource` there is no limit: the
 * statement that finds out which resource a session or code is for applies it.
 */
export declare function lifetimesOf(config: Lifetimes, client: Own & {
    readonly resources: readonly (Own & {
        readonly uri: string;
    })[];
}, resource?: string): Lifetimes;
export {};
