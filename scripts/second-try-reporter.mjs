/** A vitest reporter: names the tests that passed only when they ran again, which a green run would otherwise hide. */
export default class SecondTryReporter {
  #names = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky) this.#names.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd() {
    for (const name of this.#names) console.error(`  passed at the second try only: ${name}`);
  }
}
