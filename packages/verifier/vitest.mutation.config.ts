import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Without the tests of dist and of other verifiers, which no mutant reaches, and without parsers.test.ts, whose random
 * cases would make the score another each time. The last two wait for real seconds.
 */
const files = [
  ...["checks", "corpus", "access-token", "fetch", "token-cache"],
  ...["fastify", "express", "key-store", "jwks-file"],
];

/** A mutant is dead with the first test that fails, and the files after it are not even loaded: the quick ones first. */
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
