/**
 * A row that repeats a rule of another chapter names it, `sameAs: "RFC 6749 §3.3: The default is documented"`. Its
 * tests are that rule's, and so is what it does not say itself.
 */
export function withRepeated(chapters) {
  return chapters.map((chapter) => ({
    ...chapter,
    rows: chapter.rows.map((row) => {
      if (row.sameAs === undefined) return row;
      const repeated = rowNamed(row.sameAs, chapters);
      return { ...repeated, ...row, tests: repeated.tests };
    }),
  }));
}

export const standardOf = ({ title }) => title.split(":")[0];

function rowNamed(name, chapters) {
  const named = chapters.flatMap((chapter) =>
    chapter.rows.filter(({ section, rule }) => name === `${standardOf(chapter)} ${section}: ${rule}`),
  );
  if (named.length !== 1) throw new Error(`sameAs: ${named.length} rows are "${name}"`);
  return named[0];
}
