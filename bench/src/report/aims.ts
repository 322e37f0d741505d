/** What Regrant sets out to reach, and whether this run did. Nothing fails where one is missed: it is said. */
import type { Ratio } from "./figures.js";

export interface Aim {
  readonly text: string;
  readonly bound: "at least" | "at most";
  /** Null where two are compared and nothing is set out to be reached. */
  readonly target: number | null;
  /** Null where the platform did not let it be measured. */
  readonly measured: Ratio | null;
  /** The same ratio by CPU per request, which other programs on the machine disturb less than they do rates. */
  readonly byCpu?: number | null;
}

function verdict({ bound, target, measured }: Aim): string {
  if (target === null || measured === null) return "–";
  return (bound === "at least" ? measured.value >= target : measured.value <= target) ? "reached" : "missed";
}

export function formatAim(aim: Aim): string {
  const target = aim.target === null ? "–" : `${aim.bound} ${aim.target} ×`;
  if (aim.measured === null) return `| ${aim.text} | ${target} | n/a | n/a | – |`;
  const byCpu = typeof aim.byCpu === "number" ? `${aim.byCpu.toFixed(2)} ×` : "–";
  const { value, least, most } = aim.measured;
  const spread = least === most ? "" : ` (${least.toFixed(2)}–${most.toFixed(2)})`;
  return `| ${aim.text} | ${target} | ${value.toFixed(2)} ×${spread} | ${byCpu} | ${verdict(aim)} |`;
}
