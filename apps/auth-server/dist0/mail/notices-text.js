/** What a mail of security notices says. */
import { knownDeviceOf } from "../http/views/device.js";
/** Whoever repeats an act cannot make the mail so long that nobody finds the others. */
const mostOfAnEvent = 5;
export function noticesText(notices, texts, facts) {
    const { name, issuer } = facts;
    const names = [...new Set(notices.map(({ event }) => event))];
    const kinds = names.map((name) => notices.filter(({ event }) => event === name));
    const [first] = notices;
    const isAllOfOthers = notices.every(({ actor }) => actor !== undefined);
    return {
        subject: first !== undefined && kinds.length === 1
            ? texts.subject(titleOf(first, texts), name)
            : texts.subjectOfMany(notices.length, name),
        before: [texts.about(name), ...kinds.flatMap((kind) => linesOf(kind, texts, facts))],
        button: texts.button,
        after: isAllOfOthers ? [texts.ifUnexpected] : [texts.ifYou, texts.ifNotYou(issuer)],
    };
}
function linesOf(notices, texts, facts) {
    const lines = notices.slice(0, mostOfAnEvent).map((notice) => lineOf(notice, texts, facts));
    const more = notices.length - lines.length;
    return more === 0 ? lines : [...lines, texts.more(more)];
}
/** "Password changed", and in the next line "3 May 2027 at 14:05 UTC, from 192.0.2.1 with Firefox on Linux". */
function lineOf(notice, texts, { time }) {
    const { at, address, actor, reason, detail, client_name } = notice;
    const { program, system } = knownDeviceOf(notice.user_agent ?? null);
    const device = program === null || system === null ? program : texts.device(program, system);
    const factor = wordFor(texts.factors, detail?.kind);
    const what = [titleOf(notice, texts), factor, client_name].filter((word) => word !== undefined).join(": ");
    const why = actor === undefined ? wordFor(texts.ends, reason) : undefined;
    // An administrator's address is nobody else's business.
    const who = actor === undefined ? texts.from(address, device) : texts.byAdministrator;
    return [what, ...(why === undefined ? [] : [why]), [time(at), who].filter(Boolean).join(", ")].join("\n");
}
const titleOf = ({ event }, { events }) => wordFor(events, event) ?? event;
const wordFor = (words, name) => typeof name === "string" && Object.hasOwn(words, name) ? words[name] : undefined;
//# sourceMappingURL=notices-text.js.map