/** What waits in a socket: first in, first out, within its own section of the arena wherever a payload begins. */
import { Arena } from "drivers/uart/arena";
import { FifoBuffer } from "drivers/wfi32/buffer";
import { behaviour } from "testing/behaviour";
import { Chance, sameBytes } from "tests/device/uart-support";

const SIZE = 61;
const MARK = 0xa5;

behaviour(
	"payloads of any length, from any alignment, come out as they went in, and nothing beside them changes",
	(t) => {
		const chance = new Chance(7);
		const arena = new Arena(4 + Arena.round(SIZE + FifoBuffer.spare) + 4);
		arena.bytes.fill(MARK);
		const before = arena.take(4);
		const buffer = new FifoBuffer(arena, SIZE, arena.take(SIZE + FifoBuffer.spare));
		const behind = arena.take(4);
		const held: number[] = [];
		for (let turn = 0; turn < 2000; turn++) {
			const count = 1 + chance.below(SIZE);
			if (count <= buffer.free) {
				buffer.makeRoom(count);
				t.ok(buffer.freeInPiece >= count, `turn ${turn}: room in one piece`);
				const payload = chance.bytes(count);
				const from = chance.below(1000);
				const empty = buffer.count === 0;
				const place = buffer.aligned(from);
				if (empty) t.equal(place & 3, from & 3);
				arena.bytes.set(payload, place);
				buffer.added(count);
				held.push(...payload);
			}
			t.equal(buffer.count, held.length);
			const taken = chance.below(buffer.count + 1);
			sameBytes(t, arena.bytes.slice(buffer.tail, buffer.tail + taken), held.splice(0, taken), `turn ${turn}`);
			buffer.removed(taken);
			t.equal(buffer.free, SIZE - held.length);
		}
		for (let i = 0; i < 4; i++) t.equal([arena.bytes[before + i], arena.bytes[behind + i]], [MARK, MARK]);
	},
);
