/** "mc/config": the values handed over at launch. */
export default Object.freeze(JSON.parse(hostNatives.config()));
