/** From a V8 CPU profile to self times: where the main thread was, sample by sample. */

/** The parts of a .cpuprofile that are read here. Times in microseconds of the monotonic clock. */
export interface CpuProfile {
  readonly startTime: number;
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Since the sample before, or since `startTime`. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface SelfTime {
  readonly name: string;
  readonly microseconds: number;
}

/** Self time by the name that `nameOf` gives a frame, most first. Samples outside the window do not count. */
export function selfTimes(
  profile: CpuProfile,
  window: Window,
  nameOf: (frame: ProfileNode["callFrame"]) => string,
): SelfTime[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  let now = profile.startTime;
  profile.samples.forEach((id, i) => {
    const delta = profile.timeDeltas[i] ?? 0;
    now += delta;
    if (now < window.from || now > window.to) return;
    const name = names.get(id) ?? "(unknown)";
    times.set(name, (times.get(name) ?? 0) + delta);
  });
  return [...times]
    .map(([name, microseconds]) => ({ name, microseconds }))
    .sort((a, b) => b.microseconds - a.microseconds);
}

/** `verify (jose/dist/verify.js:12)`: the function, and where it is, from its package on. */
export function functionName({ functionName: name, url, lineNumber }: ProfileNode["callFrame"]): string {
  return url === "" ? name : `${name || "(anonymous)"} (${shortPath(url)}:${lineNumber + 1})`;
}

/** `pg`, `node:net`, `apps/auth-server/dist`, or V8's own `(program)` and `(garbage collector)`. */
export function packageName({ functionName: name, url }: ProfileNode["callFrame"]): string {
  if (url === "") return name.startsWith("(") && name !== "(anonymous)" ? name : "(native)";
  if (url.startsWith("node:")) return url.split("/").slice(0, 2).join("/");
  const path = shortPath(url);
  const parts = path.split("/");
  return parts.slice(0, path.startsWith("@") ? 2 : path.startsWith("apps/") ? 3 : 1).join("/");
}

const shortPath = (url: string): string =>
  url.replace(/^.*\/node_modules\//, "").replace(/^file:.*?\/(?=(apps|packages)\/[^/]+\/dist\/)/, "");
