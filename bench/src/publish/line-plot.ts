/**
 * A line plot as SVG: one y axis from zero, a logarithmic x axis, and each line named at its end. It has a background of
 * its own, so that it reads the same on a light page and on a dark one.
 */
import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";

export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LinePlot {
  readonly title: string;
  readonly xLabel: string;
  /** With its unit. */
  readonly yLabel: string;
  readonly series: readonly Series[];
}

const [width, height] = [760, 420];
const margin = { top: 76, right: 196, bottom: 60, left: 64 };
const [right, bottom] = [width - margin.right, height - margin.bottom];
/** Between the names of two lines that end close to each other. */
const nameSpacing = 18;

export function drawLinePlot({ title, xLabel, yLabel, series }: LinePlot): string {
  const points = series.flatMap((one) => one.points);
  const xs = [...new Set(points.map(([x]) => x))].toSorted((a, b) => a - b);
  const x = scaleLog([xs[0] ?? 1, xs.at(-1) ?? 1], [margin.left, right]);
  const most = Math.max(...points.map(([, y]) => y));
  const y = scaleLinear([0, most], [bottom, margin.top]).nice(5);
  const path = line<readonly [number, number]>(
    ([at]) => x(at),
    ([, value]) => y(value),
  ).digits(1);
  const grid = y.ticks(5).map((tick) => {
    const at = y(tick).toFixed(1);
    return `<path d="M${margin.left},${at}H${right}" stroke="#e3e6ea"/>${text(margin.left - 10, y(tick) + 4, tick.toLocaleString("en"), { anchor: "end" })}`;
  });
  const marks = xs.map((value) => {
    const at = x(value).toFixed(1);
    return `<path d="M${at},${bottom}v5" stroke="#57606a"/>${text(x(value), bottom + 22, value.toLocaleString("en"), { anchor: "middle" })}`;
  });
  const lines = series.map(
    ({ colour, points }) =>
      `<path d="${path(points)}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-linejoin="round"/>` +
      points
        .map(
          ([at, value]) =>
            `<circle cx="${x(at).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3.5" fill="${colour}"/>`,
        )
        .join(""),
  );
  const ends = series.map(({ points }) => y(points.at(-1)?.[1] ?? 0));
  const names = spread(ends).map((at, i) =>
    text(right + 12, at + 5, series[i]?.name ?? "", { fill: series[i]?.colour ?? "", weight: 600 }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13">
<title>${escapeXml(title)}</title>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="#ffffff" stroke="#d0d7de"/>
${text(24, 32, title, { fill: "#1f2328", weight: 600, size: 16 })}
${text(24, 56, yLabel)}
${grid.join("\n")}
<path d="M${margin.left},${bottom}H${right}" stroke="#57606a"/>
${marks.join("\n")}
${text((margin.left + right) / 2, height - 16, xLabel, { anchor: "middle" })}
${lines.join("\n")}
${names.join("\n")}
</svg>
`;
}

/** Moves places apart that are too close, downwards in their order, and all back up where that leaves the plot. */
export function spread(places: readonly number[]): readonly number[] {
  const order = places.map((_, i) => i).toSorted((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const moved = [...places];
  let least = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    least = Math.max(moved[i] ?? 0, least);
    moved[i] = least;
    least += nameSpacing;
  }
  const over = Math.max(0, least - nameSpacing - bottom);
  return moved.map((place) => place - over);
}

interface TextStyle {
  readonly anchor?: "start" | "middle" | "end";
  readonly fill?: string;
  readonly weight?: number;
  readonly size?: number;
}

function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { anchor = "start", fill = "#3d444d", weight = 400, size = 13 } = style;
  const at = `x="${x.toFixed(1)}" y="${y.toFixed(1)}"`;
  return `<text ${at} text-anchor="${anchor}" fill="${fill}" font-weight="${weight}" font-size="${size}">${escapeXml(content)}</text>`;
}

const escapeXml = (content: string): string =>
  content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
