/** Valid JSON with one fault. */
import { garbageText, mutate } from "./garbage-values.js";
import type { Random } from "./random.js";

/** Replaces the whole, or the value of one member or item. */
export function spoilJson(random: Random, json: unknown): string {
  const text = JSON.stringify(json);
  if (random.oneIn(5)) return spoilText(random, text);
  return JSON.stringify(replaceIn(random, json)) ?? "";
}

function replaceIn(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.oneIn(8)) return instead(random, value);
  const entries = Object.entries(value);
  const at = random.int(entries.length);
  const changed = entries.flatMap(([name, member], index): [string, unknown][] => {
    if (index !== at) return [[name, member]];
    return random.run<[string, unknown][]>([
      () => [],
      () => [[garbageText(random), member]],
      () => [[name, entries[random.int(entries.length)]?.[1]]],
      () => [[name, replaceIn(random, member)]],
      () => [[name, replaceIn(random, member)]],
      () => [[name, replaceIn(random, member)]],
    ]);
  });
  if (Array.isArray(value)) return changed.map(([, member]) => member);
  if (random.oneIn(6)) changed.push([garbageText(random), instead(random, "")]);
  return Object.fromEntries(changed);
}

/** Lone surrogates, which JSON can express; noncharacters; controls. */
const oddCharacters = ["\ud800", "\udfff", "\ufffe", "\u0000", "\u007f", "\u2028"] as const;

function instead(random: Random, value: unknown): unknown {
  if (typeof value === "string" && random.oneIn(3)) {
    const at = random.int(value.length + 1);
    return `${value.slice(0, at)}${random.pick(oddCharacters)}${value.slice(at)}`;
  }
  return otherValue(random, value);
}

const otherValue = (random: Random, value: unknown): unknown =>
  random.run<unknown>([
    () => null,
    () => random.oneIn(2),
    () => random.pick([0, -1, 0.5, 1e21, 2 ** 31, 2 ** 53, Number.MIN_VALUE]),
    () => [],
    () => [value, value],
    () => ({}),
    () => ({ [garbageText(random)]: value }),
    () => garbageText(random),
    () => garbageText(random),
    () => (typeof value === "string" && value !== "" ? mutate(random, value) : `${value}`),
    () => random.pick(oddCharacters),
    () => Array.from({ length: 120 }, (_, index) => `${value}${index}`),
    () => "é".repeat(random.pick([201, 5_000])),
  ]);

/** What JSON.stringify would not produce. */
const spoilText = (random: Random, text: string): string =>
  random.run<string>([
    () => "",
    () => text.slice(0, random.int(text.length)),
    () => `${text}${text}`,
    () => `\ufeff${text}`,
    () => text.replace("{", '{"__proto__":{"admin":true},'),
    () => text.replace("{", '{"constructor":{"prototype":{"admin":true}},'),
    () => text.replace(/"(\w+)":/, '"$1":null,"$1":'),
    () => text.replace(/:/, ':1e999,"x":'),
    () => text.replace(/"/g, "'"),
    () => text.replace(/:"/, ':"\\ud800'),
    () => text.replace(/:"/, ':"\\u0000'),
    () => text.replace(/:"/, ':"\u0001'),
    () => `${'{"a":'.repeat(2_500)}1${"}".repeat(2_500)}`,
    () => `${"[".repeat(8_000)}`,
    () => text.replace(/:.*/s, `:"${"x".repeat(20_000)}"}`),
    () => `${text.slice(0, -1)},}`,
  ]);
