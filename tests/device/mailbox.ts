/** Received messages, in the order they came, with their topics. */
import { Decoder } from "drivers/at/text";
import { Arena } from "drivers/uart/arena";
import type { Context } from "drivers/wfi32/context";
import { Mailbox } from "drivers/wfi32/mailbox";
import { behaviour } from "testing/behaviour";
import { bytesOf, Chance, textOf } from "tests/device/uart-support";

/** Counts the strings that are made. */
class Counting extends Decoder {
	made = 0;

	override decode(bytes: Uint8Array, start: number, length: number): string {
		this.made++;
		return super.decode(bytes, start, length);
	}
}

const LINE = 400;

function box(size: number) {
	const arena = new Arena(LINE + size + Mailbox.byteLength + 8);
	const line = arena.take(LINE);
	const decoder = new Counting();
	const mailbox = new Mailbox({ arena, decoder } as Partial<Context> as Context, size);
	const rest = arena.take(8);
	/** As a line brings it, from an offset on. */
	const keep = (topic: string, payload: string, offset = 0) => {
		const at = line + offset;
		arena.bytes.set(bytesOf(`${topic},${payload}`), at);
		return mailbox.keep(at, topic.length, at + topic.length + 1, payload.length);
	};
	const payload = () => textOf(arena.bytes, mailbox.at, mailbox.at + mailbox.left);
	const isWhole = () => arena.bytes.subarray(rest).every((it) => it === 0);
	return { mailbox, keep, payload, decoder, isWhole };
}

behaviour("a topic makes a string only where it is not the one before", (t) => {
	const { mailbox, keep, payload, decoder } = box(256);
	for (let length = 0; length <= 20; length++) {
		const topic = "abcdefghijklmnopqrst".slice(0, length);
		const tell = (text: string, offset: number) => {
			const { made } = decoder;
			t.ok(keep(text, "payload", offset));
			t.equal([mailbox.topic, payload()], [text, "payload"]);
			mailbox.drop();
			return decoder.made - made;
		};
		t.equal(tell(topic, 0), 1, topic);
		for (let offset = 1; offset < 4; offset++) t.equal(tell(topic, offset), 0, topic);
		for (let at = 0; at < length; at++) {
			const other = `${topic.slice(0, at)}-${topic.slice(at + 1)}`;
			t.equal([tell(other, 1), tell(other, 2), tell(topic, 3)], [1, 0, 1], other);
		}
	}
});

behaviour("a topic that is longer than is kept makes a string each time", (t) => {
	const { mailbox, keep, decoder } = box(512);
	for (const [length, made] of [
		[127, 1],
		[128, 1],
		[129, 3],
	]) {
		const before = decoder.made;
		for (let i = 0; i < 3; i++) {
			keep("x".repeat(length), "y");
			t.equal(mailbox.topic, "x".repeat(length));
			mailbox.drop();
		}
		t.equal(decoder.made - before, made, `${length}`);
	}
});

behaviour("messages come out as they came in, whatever their lengths, and what finds no room is counted", (t) => {
	const chance = new Chance(13);
	for (const size of [64, 65, 66, 67, 200]) {
		const { mailbox, keep, payload, isWhole } = box(size);
		const kept: [string, string][] = [];
		let lost = 0;
		for (let turn = 0; turn < 600; turn++) {
			if (chance.below(5) < 3) {
				const topic = chance.of(["", "a", "ab", "abc", "abcd", "abcde", "abcdf"]);
				const text = "0123456789012345678901234567890".slice(0, chance.below(24));
				if (keep(topic, text, chance.below(4))) kept.push([topic, text]);
				else lost++;
			} else {
				const first = kept.shift();
				if (!first) continue;
				const [topic, text] = first;
				t.equal([mailbox.topic, payload(), mailbox.byteLength], [topic, text, text.length]);
				const part = chance.below(text.length + 1);
				mailbox.taken(part);
				t.equal(payload(), text.slice(part));
				mailbox.drop();
			}
			t.equal([mailbox.count, mailbox.lost], [kept.length, lost]);
		}
		t.ok(lost > 0 && isWhole());
	}
	const { mailbox, keep } = box(64);
	t.ok(keep("ab", "x".repeat(62)), "all of the room can be had");
	mailbox.drop();
	t.ok(!keep("ab", "x".repeat(63)));
});
