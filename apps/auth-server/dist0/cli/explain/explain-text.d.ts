import type { Asked, Explanation } from "./explanation.js";
export declare function explainText(asked: Asked, pasted: string): Promise<Explanation>;
