/** Shares places among clients: they take turns, so that none that is slow or has much to do keeps others waiting. */
/** All that are given out together, and to one client. */
export const allPlaces = 64;
const placesOfOne = 8;
/**
 * A client gets one place at its first turn, which shows whether it answers, and more at the following ones. `work` must not
 * reject.
 */
export function createTurns(idOf, work) {
    const inLine = new Map();
    const atWork = new Map();
    let free = allPlaces;
    let isStopped = false;
    const begin = () => {
        for (const [id, { client, wanted }] of inLine) {
            if (free === 0 || isStopped)
                return;
            inLine.delete(id);
            const places = Math.min(free, wanted);
            free -= places;
            atWork.set(id, takeTurn(id, client, places));
        }
    };
    const takeTurn = async (id, client, places) => {
        const next = await work(client, places);
        free += places;
        atWork.delete(id);
        if (next !== null)
            inLine.set(id, { client: next, wanted: placesOfOne });
        begin();
    };
    return {
        add(client) {
            const id = idOf(client);
            if (inLine.has(id) || atWork.has(id))
                return;
            inLine.set(id, { client, wanted: 1 });
            begin();
        },
        async stop() {
            isStopped = true;
            await Promise.all(atWork.values());
        },
    };
}
//# sourceMappingURL=turns.js.map