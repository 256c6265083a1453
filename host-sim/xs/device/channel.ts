/** "host/channel" on XS. */
export const post = hostNatives.post;
export const onMessage = hostNatives.onMessage;
export const allocated = hostNatives.allocated;
export const collect = hostNatives.collect;
