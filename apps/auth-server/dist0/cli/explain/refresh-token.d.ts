/** Explains a refresh token: what a refresh with it would return now. */
import { type Asked, type Explanation } from "./explanation.js";
export declare function explainRefreshToken(asked: Asked, text: string): Promise<Explanation>;
