/** "host/channel" on XS. */
export const post = hostNatives.post;
export const onMessage = hostNatives.onMessage;
export const setPin = hostNatives.setPin;
export const watch = hostNatives.watch;
export const allocated = hostNatives.allocated;
export const collect = hostNatives.collect;
