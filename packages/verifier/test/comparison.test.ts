import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchVerifier } from "../src/fetch.js";
import { createVerifier, type Verifier } from "../src/index.js";
import { type Comparison, type Comparisons, differs, formatComparison } from "./support/comparison.js";
import { type Corpus, corpora } from "./support/corpus/index.js";
import { proofs } from "./support/corpus/proofs.js";
import { toleranceSeconds } from "./support/corpus/times.js";
import { type CorpusToken, key } from "./support/corpus/token.js";
import { reasonOf } from "./support/expect-refusal.js";
import { createForeignProofs } from "./support/foreign-proofs.js";
import { createForeignVerifiers, type ForeignVerifier } from "./support/foreign-verifiers.js";
import { audience, startIssuer, type TestIssuer } from "./support/issuer.js";
import { requestOf } from "./support/sent.js";

interface Setting {
  readonly issuer: TestIssuer;
  readonly tokens: readonly CorpusToken[];
  readonly verifier: Verifier;
  readonly foreign: readonly ForeignVerifier[];
}

let settings: readonly Setting[];
let foreign: readonly ForeignVerifier[];
let compared: readonly Comparison[];
let ofProofs: Comparisons;

/** Each corpus has verifiers of its own, set to its algorithms. */
async function setUp({ algorithms, keys, groups }: Corpus): Promise<Setting> {
  const issuer = await startIssuer(keys.map((jwk) => ({ jwk })));
  const verifier = createVerifier({
    issuer: issuer.issuer,
    audience,
    algorithms,
    clockToleranceSeconds: toleranceSeconds,
    jwksCooldownSeconds: 3_600,
    warn: false,
  });
  await verifier.refreshKeys();
  const tokens = groups.flatMap(([, all]) => all).filter(({ isComparable }) => isComparable !== false);
  return {
    issuer,
    tokens,
    verifier,
    foreign: await createForeignVerifiers({ issuer, keys, algorithms, toleranceSeconds }),
  };
}

beforeAll(async () => {
  settings = await Promise.all(corpora.map(setUp));
  foreign = settings[0]?.foreign ?? [];
  const results: Comparison[] = [];
  for (const setting of settings)
    for (const token of setting.tokens) results.push(await compare(token, setting));
  compared = results;
  ofProofs = await compareProofs();
}, 60_000);
afterAll(async () => {
  for (const setting of settings) {
    setting.verifier.close();
    await Promise.all(setting.foreign.map((other) => other.close()));
    await setting.issuer.close();
  }
});

/** A series counts as admitted if any of its tokens is. */
async function compare(
  token: CorpusToken,
  { issuer, verifier, foreign: others }: Setting,
): Promise<Comparison> {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const tokens = [token.make({ issuer: issuer.issuer, nowSeconds })].flat();
  const anyOf = async (admits: (text: string) => Promise<boolean>): Promise<boolean> =>
    (await Promise.all(tokens.map(admits))).includes(true);
  return {
    token,
    isAdmitted: await anyOf(async (text) => (await reasonOf(() => verifier.verify(text))) === "admitted"),
    others: await Promise.all(others.map((other) => anyOf(other.admits))),
  };
}

/** A request that is sent twice is judged by the second time. */
async function compareProofs(): Promise<Comparisons> {
  const issuer = await startIssuer([key]);
  const api = fetchVerifier({ issuer: issuer.issuer, audience, warn: false });
  const guard = api.requireToken();
  const others = await createForeignProofs(issuer);
  const results: Comparison[] = [];
  for (const request of proofs) {
    const sent = request.make(issuer.issuer);
    const judge = async () => ({
      token: request,
      isAdmitted: (await guard(requestOf(sent), () => new Response())).ok,
      others: await Promise.all(others.map(({ admits }) => admits(sent))),
    });
    const first = await judge();
    results.push(request.isSentTwice ? await judge() : first);
  }
  api.close();
  await Promise.all(others.map((other) => other.close()));
  await issuer.close();
  return { compared: results, foreign: others };
}

describe("the corpus before verifiers that nobody here wrote", () => {
  it("is about the tokens: all of them admit the good one [comparison-1]", () => {
    const good = compared.find(({ token }) => token.name === "a good token");
    expect(good).toMatchObject({ isAdmitted: true, others: foreign.map(() => true) });
  });

  it("is decided as the corpus expects by this one", () => {
    const admitted = settings.flatMap(({ tokens }) =>
      tokens.filter(({ expected }) => [expected].flat().includes("admitted")),
    );
    const names = compared.filter(({ isAdmitted }) => isAdmitted).map(({ token }) => token.name);
    expect(names).toEqual(admitted.map(({ name }) => name));
  });

  it("says why wherever one decides otherwise [comparison-2]", () => {
    const unexplained = compared.filter((one) => differs(one) && one.token.because === undefined);
    expect(unexplained.map(({ token, others }) => [token.name, ...others])).toEqual([]);
  });

  it("is about the proofs too: both admit the good one, and wherever one decides otherwise it says why [comparison-4]", () => {
    expect(ofProofs.compared[0]).toMatchObject({ isAdmitted: true, others: [true, true] });
    const unexplained = ofProofs.compared.filter((one) => differs(one) && one.token.because === undefined);
    expect(unexplained.map(({ token, others }) => [token.name, ...others])).toEqual([]);
  });

  it("is what docs/verifiers.md says [comparison-3]", async () => {
    await expect(await formatComparison({ compared, foreign }, ofProofs)).toMatchFileSnapshot(
      "../../../docs/verifiers.md",
    );
  });
});
