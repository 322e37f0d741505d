/** The scope grammar of RFC 6749 §3.3: `scope = scope-token *( SP scope-token )`. */
/** Whether the value is a well-formed scope-token. */
export declare const isScopeToken: (value: string) => boolean;
/**
 * Parse a scope string into its tokens, in order, without duplicates.
 *
 * @returns null if the syntax is wrong (empty, double or outer spaces, invalid characters)
 */
export declare function parseScope(value: string): string[] | null;
export declare const formatScope: (scope: readonly string[]) => string;
/** Whether every token of `part` is in `whole`. */
export declare const isScopeWithin: (part: readonly string[], whole: readonly string[]) => boolean;
