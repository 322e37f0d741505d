import { type Asked, type Explanation } from "./explanation.js";
export declare function explainId(asked: Asked, id: string): Promise<Explanation>;
/** Explains an email address, in any spelling. */
export declare function explainEmail(asked: Asked, email: string): Promise<Explanation>;
