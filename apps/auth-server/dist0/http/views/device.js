/** What a User-Agent header says of a device: enough for a name and a picture. Browsers let their users write anything into it. */
import bowser from "bowser";
const kinds = {
    mobile: "phone",
    tablet: "tablet",
    tv: "television",
    bot: "program",
};
export function deviceOf(userAgent) {
    const { browser, os, platform } = bowser.parse(userAgent || " ");
    const system = os.name || null;
    if (browser.name && (system ?? platform.type)) {
        const kind = kinds[platform.type ?? ""] ?? "computer";
        return { kind, program: browser.name, system: system === browser.name ? null : system };
    }
    const program = userAgent?.split(/[ /(]/, 1)[0] || null;
    return { kind: program === null ? "unknown" : "program", program, system: null };
}
const { BROWSER_MAP, OS_MAP } = bowser;
const knownPrograms = new Set(Object.values(BROWSER_MAP));
const knownSystems = new Set(Object.values(OS_MAP));
/** Only names that are well known: for texts in which a name of somebody's own choice, such as an address, would be taken for ours. */
export function knownDeviceOf(userAgent) {
    const { program, system } = deviceOf(userAgent);
    return knownPrograms.has(program)
        ? { program, system: knownSystems.has(system) ? system : null }
        : { program: null, system: null };
}
//# sourceMappingURL=device.js.map