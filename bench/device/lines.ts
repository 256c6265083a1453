// The driver's own reader and engine on a stream of events: sums what stands in them.

import { board, others } from "bench/board";
import { report } from "bench/meter";

const { names, engine } = board(0, 512);
const { fields } = engine;
let lines = 0;
let sum = 0;

others(names);
names.tell("WSCNIND", 3, 2, (rssi, security, channel) => {
	lines++;
	sum += rssi + security + channel + fields.firstLength + fields.textLength;
});
names.tell("SOCKRXT", 2, 0, (id, count) => {
	lines++;
	sum += id + count;
});
report(() => ({ lines, sum, lost: engine.counters.unknownBytes + engine.counters.malformedLines }));
