/** How an installation's pages look: its name, its logo, and an accent colour that can be read on light and dark paper. */
import { hash } from "node:crypto";
/** What text in the accent colour stands on: of each scheme's two papers, the one that leaves less contrast. */
export const hardestPaper = { light: "#f7f4ef", dark: "#211e1a" };
/** @see https://www.w3.org/TR/WCAG22/#contrast-minimum */
export const leastContrast = 4.5;
/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color) {
    const [red = 0, green = 0, blue = 0] = channels(color)
        .map((channel) => channel / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
const channels = (color) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
/** From 1 to 21. Colours are `#rrggbb`. */
export function contrast(one, other) {
    const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
}
/** The colour nearest to this one that can be read on the scheme's paper: darker on light, lighter on dark. */
export function readable(color, scheme) {
    const towards = scheme === "light" ? 0 : 255;
    const mixed = (share) => `#${channels(color)
        .map((channel) => Math.round(channel + (towards - channel) * share))
        .map((channel) => channel.toString(16).padStart(2, "0"))
        .join("")}`;
    const shares = Array.from({ length: 101 }, (_, percent) => percent / 100);
    return shares.map(mixed).find((mix) => contrast(mix, hardestPaper[scheme]) >= leastContrast) ?? mixed(1);
}
/** Text on a ground of this colour. */
export const inkOn = (color) => contrast(color, "#ffffff") >= contrast(color, "#1c1009") ? "#ffffff" : "#1c1009";
/** What a file's first bytes say that it is; null where it is no image that every browser shows. */
export function imageTypeOf(bytes) {
    const start = bytes.subarray(0, 1024).toString("latin1");
    if (start.startsWith("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (start.startsWith("\xff\xd8\xff"))
        return "image/jpeg";
    if (/^RIFF[\s\S]{4}WEBP/.test(start))
        return "image/webp";
    return /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s/>]/i.test(start)
        ? "image/svg+xml"
        : null;
}
/** The logo, or a mark in the accent colour. Its own ground makes it visible on tabs of either scheme. */
export function logoOf({ logo, accent }) {
    const image = logo ?? { type: "image/svg+xml", bytes: Buffer.from(mark(accent.light)) };
    return { ...image, etag: `"${hash("sha256", image.bytes, "base64url")}"` };
}
const mark = (color) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${color}"/><path d="M16 7l9 9-9 9-9-9z" fill="${inkOn(color)}"/></svg>`;
//# sourceMappingURL=branding.js.map