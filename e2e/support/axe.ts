/** What axe finds on a page. */
import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** In a line each. @param rules default: all */
export async function violationsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(`"axe" in globalThis`))) await page.evaluate(axe.source);
  const options = { resultTypes: ["violations"], ...(rules !== undefined && { runOnly: rules }) };
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
