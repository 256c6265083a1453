/** The figures by the names that their budgets have. */
import { nameOf, wayOf } from "./cases";
import type { PageFigures } from "./figures";
import type { Tool } from "./gather";
import { loadOnRp2040 } from "./rp2040";
import { nameOfAhead } from "./streams";

/** Figures that are counted on the host's own engine; all others on the emulated machine. */
const ON_HOST = /^a byte's way, |: (time|commands) beside /;

/** What a figure is measured with, by its name. */
export const toolOf = (name: string): Tool => (ON_HOST.test(name) ? "engine" : "machine");

/** Bytes at once that have budgets, those that `--check` measures: of our readers, and through the whole stack. */
const budgeted = [1, 64, 512];
const budgetedOfStack = [64, 512];

/** Everything that has a budget, by name; for all of them less is better. */
export function measured(figures: PageFigures): Map<string, number> {
	const values = new Map<string, number>();
	for (const { stream, reader, chunk, instructions, slots, chunks } of figures.receive) {
		if (!reader.startsWith("ours") || !budgeted.includes(chunk)) continue;
		// what fails is over any budget
		if (instructions === undefined) {
			values.set(`receive ${stream} ${chunk}, ${reader}: instructions per byte`, Number.POSITIVE_INFINITY);
			continue;
		}
		const name = `receive ${stream} ${chunk}, ${reader}`;
		values.set(`${name}: instructions per byte`, instructions);
		values.set(`${name}: slots and chunk bytes`, slots + chunks);
		if (chunk !== 64 || reader !== "ours" || !/^(events|payload)(?!, anycloud)/.test(stream)) continue;
		for (const baud of [230_400, 921_600])
			values.set(`RP2040, ${stream} at ${baud} baud: share of its time`, loadOnRp2040(instructions, baud));
	}
	for (const it of figures.streams) {
		const { kind, direction, release, topics, chunk, capacity, buffered, instructions, slots, chunks } = it;
		if (!budgetedOfStack.includes(chunk)) continue;
		const name = `${nameOf(it)}${topics ? `, ${topics} topics by turns,` : ""} ${chunk} of ${capacity}`;
		values.set(`${name}: instructions per byte, buffer`, buffered);
		values.set(`${name}: instructions per byte, all`, instructions);
		values.set(`${name}: slots and chunk bytes`, slots + chunks);
		if (chunk !== 64 || direction !== "receive" || kind !== "TCP" || release !== "reference") continue;
		for (const baud of [230_400, 921_600])
			values.set(`RP2040, ${name}, at ${baud} baud: share of its time`, loadOnRp2040(instructions, baud));
	}
	for (const { what, release, ahead, chunk, instructions, slots, chunks } of figures.events) {
		if (chunk !== 64) continue;
		const name = `events through the whole stack, ${release}, ${nameOfAhead(ahead)}, ${chunk}, ${what}`;
		values.set(`${name}: instructions per byte`, instructions);
		values.set(`${name}: slots and chunk bytes`, slots + chunks);
		values.set(`RP2040, ${name}, at 230400 baud: share of its time`, loadOnRp2040(instructions, 230_400));
	}
	for (const { what, writer, perCommand, perByte, slots, chunks } of figures.transmit) {
		if (writer !== "ours") continue;
		values.set(`transmit ${what}: instructions per byte`, perByte);
		values.set(`transmit ${what}: instructions per command`, perCommand);
		values.set(`transmit ${what}: slots and chunk bytes`, slots + chunks);
	}
	for (const it of figures.reactions) {
		const { what, kind, instructions, waited } = it;
		const name = `${kind}, ${what.replaceAll("`", "")}, ${wayOf(it)}`;
		values.set(`${name}: instructions`, instructions);
		values.set(`${name}: milliseconds waited`, waited);
	}
	for (const it of figures.journeys) values.set(`a byte's way, ${nameOf(it)} ${it.baud}: milliseconds`, it.most);
	for (const it of figures.goodput) {
		const { baud, capacity, rate, limit, allowed, commands, fewest } = it;
		const name = `${nameOf(it)} ${baud} of ${capacity}`;
		values.set(`${name}: time beside the limit`, limit / rate);
		if (allowed) values.set(`${name}: time beside what its ticks allow`, allowed / rate);
		values.set(`${name}: commands beside the fewest`, fewest ? commands / fewest : 1 + commands);
	}
	return values;
}
