/** The corpus: hostile and odd tokens, generated, each with this verifier's verdict. */
import { algorithms } from "./algorithms.js";
import { claims } from "./claims.js";
import { headers } from "./headers.js";
import { serialization } from "./serialization.js";
import { times } from "./times.js";
import type { CorpusToken } from "./token.js";

export const corpus: ReadonlyMap<string, readonly CorpusToken[]> = new Map([
  ["Algorithms", algorithms],
  ["Header", headers],
  ["Serialization", serialization],
  ["Claims", claims],
  ["Times", times],
]);
