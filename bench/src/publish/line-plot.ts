/**
 * A line plot as SVG: one y axis from zero, a logarithmic x axis, and each line named at its end. It has a background of
 * its own, so that it reads the same on a light page and on a dark one.
 */
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
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
const margin = { top: 76, right: 32, bottom: 60, left: 64 };
const bottom = height - margin.bottom;
/** Of a letter of a line's name, with room to spare: a text's width is known only where it is drawn. */
const letterWidth = 8;
/** Between the names of two lines that end close to each other. */
const nameSpacing = 18;

/** From values to places on the drawing. */
interface Frame {
  readonly x: ScaleContinuousNumeric<number, number>;
  readonly y: ScaleContinuousNumeric<number, number>;
  /** The values of x that there are. */
  readonly xs: readonly number[];
  readonly right: number;
}

export function drawLinePlot({ title, xLabel, yLabel, series }: LinePlot): string {
  const frame = frameOf(series);
  const font = `font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ${font}>`,
    `<title>${escapeXml(title)}</title>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="#ffffff" stroke="#d0d7de"/>`,
    text(24, 32, title, { fill: "#1f2328", weight: 600, size: 16 }),
    text(24, 56, yLabel),
    ...drawAxes(frame),
    text((margin.left + frame.right) / 2, height - 16, xLabel, { anchor: "middle" }),
    ...series.map((one) => drawLine(frame, one)),
    ...drawNames(frame, series),
    "</svg>\n",
  ].join("\n");
}

function frameOf(series: readonly Series[]): Frame {
  const right = width - margin.right - letterWidth * Math.max(...series.map(({ name }) => name.length));
  const points = series.flatMap((one) => one.points);
  const xs = [...new Set(points.map(([x]) => x))].toSorted((a, b) => a - b);
  const x = scaleLog([xs[0] ?? 1, xs.at(-1) ?? 1], [margin.left, right]);
  const y = scaleLinear([0, Math.max(...points.map(([, y]) => y))], [bottom, margin.top]).nice(5);
  return { x, y, xs, right };
}

function drawAxes({ x, y, xs, right }: Frame): readonly string[] {
  const grid = y.ticks(5).flatMap((value) => {
    const line = `<path d="M${margin.left},${y(value).toFixed(1)}H${right}" stroke="#e3e6ea"/>`;
    return [line, text(margin.left - 10, y(value) + 4, value.toLocaleString("en"), { anchor: "end" })];
  });
  const marks = xs.flatMap((value) => {
    const mark = `<path d="M${x(value).toFixed(1)},${bottom}v5" stroke="#57606a"/>`;
    return [mark, text(x(value), bottom + 22, value.toLocaleString("en"), { anchor: "middle" })];
  });
  return [...grid, `<path d="M${margin.left},${bottom}H${right}" stroke="#57606a"/>`, ...marks];
}

function drawLine({ x, y }: Frame, { colour, points }: Series): string {
  const path = line<readonly [number, number]>(
    ([at]) => x(at),
    ([, value]) => y(value),
  ).digits(1);
  const dots = points.map(
    ([at, value]) =>
      `<circle cx="${x(at).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3.5" fill="${colour}"/>`,
  );
  const stroke = `fill="none" stroke="${colour}" stroke-width="2.5" stroke-linejoin="round"`;
  return [`<path d="${path(points)}" ${stroke}/>`, ...dots].join("\n");
}

function drawNames({ y, right }: Frame, series: readonly Series[]): readonly string[] {
  const places = spread(series.map(({ points }) => y(points.at(-1)?.[1] ?? 0)));
  return series.map(({ name, colour }, i) =>
    text(right + 12, (places[i] ?? 0) + 5, name, { fill: colour, weight: 600 }),
  );
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
