export function createFairQueue(atOnce, places, full) {
    /** In the order of their turns. */
    const waiting = new Map();
    let [running, taken] = [0, 0];
    const longest = () => [...waiting.values()].reduce((most, jobs) => (jobs.length > most.length ? jobs : most), []);
    const hasRoom = (party) => taken < places || (waiting.get(party)?.length ?? 0) + 1 < longest().length;
    function startNext() {
        for (const [party, jobs] of waiting) {
            if (running >= atOnce)
                return;
            waiting.delete(party);
            const job = jobs.shift();
            if (jobs.length > 0)
                waiting.set(party, jobs); // to the end of the line
            if (job === undefined)
                continue;
            taken -= 1;
            running += 1;
            void job.start().finally(() => {
                running -= 1;
                startNext();
            });
        }
    }
    return {
        hasRoom,
        run: (party, work) => new Promise((resolve, reject) => {
            if (!hasRoom(party))
                return reject(full());
            if (taken >= places) {
                longest().pop()?.giveUp();
                taken -= 1;
            }
            const job = { start: () => work().then(resolve, reject), giveUp: () => reject(full()) };
            waiting.set(party, [...(waiting.get(party) ?? []), job]);
            taken += 1;
            startNext();
        }),
    };
}
//# sourceMappingURL=fair-queue.js.map