/** Explains 43 characters that hold 256 bits: an authorization code, a secret, a sign-in cookie, or a kid. */
import { type Asked, type Explanation } from "./explanation.js";
export declare function explainHandle(asked: Asked, text: string): Promise<Explanation>;
