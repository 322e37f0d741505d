/** Explains an access token: whether APIs accept it offline, the state of its session, and what the status lists say. */
import { type Asked, type Explanation } from "./explanation.js";
export declare function explainAccessToken(asked: Asked, text: string): Promise<Explanation>;
