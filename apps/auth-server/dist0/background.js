export function createBackground(log) {
    const underWay = new Set();
    return {
        add(work, problem) {
            const done = work
                .catch((err) => log.error({ err }, problem))
                .finally(() => underWay.delete(done));
            underWay.add(done);
        },
        async finish() {
            while (underWay.size > 0)
                await Promise.all(underWay);
        },
    };
}
//# sourceMappingURL=background.js.map