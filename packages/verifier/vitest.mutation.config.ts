import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Leaves out tests of dist and of other verifiers, which no mutant reaches, and parsers.test.ts, whose random cases
 * would change the score each time. The last two wait real seconds.
 */
const files = [
  ...["checks", "dpop", "corpus", "proofs-corpus", "access-token", "fetch", "token-cache"],
  ...["algorithms", "dpop-guards"],
  ...["fastify", "express", "key-store", "jwks-file"],
];

/** The first failing test kills a mutant, and later files are not even loaded: quick ones first. */
class QuickFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      files.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
    return specifications.toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    include: files.map((name) => `test/${name}.test.ts`),
    sequence: { sequencer: QuickFirst },
  },
});
