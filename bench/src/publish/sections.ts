/** The parts of a Markdown page that a program writes, between comments that do not show. */

/**
 * Put `content` between `<!-- bench: name -->` and `<!-- bench: end -->`.
 *
 * @throws {Error} where the page has no such section
 */
export function replaceSection(page: string, name: string, content: string): string {
  const opening = `<!-- bench: ${name} -->\n`;
  const start = page.indexOf(opening);
  const end = page.indexOf("<!-- bench: end -->", start);
  if (start === -1 || end === -1)
    throw new Error(`the page has no section from "${opening.trim()}" to "<!-- bench: end -->"; put one in`);
  return `${page.slice(0, start)}${opening}\n${content}\n\n${page.slice(end)}`;
}
