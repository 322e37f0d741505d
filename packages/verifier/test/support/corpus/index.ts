/** The corpus: hostile and odd tokens, generated, each with this verifier's verdict. */
import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import { algorithms } from "./algorithms.js";
import { claims } from "./claims.js";
import { headers } from "./headers.js";
import { mixed, publishedKeys } from "./mixed.js";
import { serialization } from "./serialization.js";
import { times } from "./times.js";
import { type CorpusToken, key, type Members } from "./token.js";

export interface Corpus {
  /** What the verifiers are set to. */
  readonly algorithms: readonly SigningAlgorithm[];
  /** What the issuer publishes. */
  readonly keys: readonly Members[];
  readonly groups: readonly (readonly [name: string, tokens: readonly CorpusToken[]])[];
}

const ofRs256: Corpus["groups"] = [
  ["Algorithms", algorithms],
  ["Header", headers],
  ["Serialization", serialization],
  ["Claims", claims],
  ["Times", times],
];

export const corpora: readonly Corpus[] = [
  { algorithms: ["RS256"], keys: [key.jwk], groups: ofRs256 },
  { algorithms: signingAlgorithms, keys: publishedKeys, groups: [["Mixed algorithms", mixed]] },
];
