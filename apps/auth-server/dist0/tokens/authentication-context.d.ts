/**
 * How users were authenticated, in the words of ID tokens.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8176
 * @see https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics
 */
/** The levels that `acr_values` may ask for, the strongest first: two factors, one. */
export declare const supportedAcrs: readonly ["2", "1"];
export type Acr = (typeof supportedAcrs)[number];
/** The level of a sign-in by these methods. */
export declare const acrOf: (amr: readonly string[]) => Acr;
