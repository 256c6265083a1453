/** Figures against the budgets that were committed. */
import { type Budgets, readBudgets, writeBudgets } from "./budgets";
import type { PageFigures } from "./figures";
import type { AllFigures } from "./gather";
import { loadOnRp2040 } from "./rp2040";
import { nameOfAhead } from "./streams";
import { holds, wanted, worst } from "./wanted";

/** What a figure may be over its budget. */
const TOLERANCE = 1.05;
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
		const { kind, direction, release, form, chunk, capacity, buffered, instructions, slots, chunks } = it;
		if (!budgetedOfStack.includes(chunk)) continue;
		const name = `${kind} ${direction} ${form ? `${release} ${form}` : release} ${chunk} of ${capacity}`;
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
	for (const { what, kind, release, form, instructions, waited } of figures.reactions) {
		const name = `${kind}, ${what.replaceAll("`", "")}, ${form ? `${release} ${form}` : release}`;
		values.set(`${name}: instructions`, instructions);
		values.set(`${name}: milliseconds waited`, waited);
	}
	for (const { direction, kind, release, form, baud, most } of figures.journeys) {
		const name = `${kind} ${direction} ${form ? `${release} ${form}` : release} ${baud}`;
		values.set(`a byte's way, ${name}: milliseconds`, most);
	}
	for (const it of figures.goodput) {
		const { kind, direction, release, form, baud, capacity, rate, limit, allowed, commands, fewest } = it;
		const name = `${kind} ${direction} ${form ? `${release} ${form}` : release} ${baud} of ${capacity}`;
		values.set(`${name}: time beside the limit`, limit / rate);
		if (allowed) values.set(`${name}: time beside what its ticks allow`, allowed / rate);
		values.set(`${name}: commands beside the fewest`, fewest ? commands / fewest : 1 + commands);
	}
	return values;
}

/**
 * @returns false when something costs more than 5 % over its budget, when something with a budget was not measured, or when
 * something that was as {@link wanted} no longer is
 */
export function check(figures: AllFigures, all: Budgets = readBudgets()): boolean {
	const budgets = all[figures.engine];
	if (!budgets) {
		console.log(`no budgets for XS ${figures.engine}`);
		return true;
	}
	const values = measured(figures);
	let good = true;
	for (const [name, budget] of Object.entries(budgets)) {
		const value = values.get(name);
		if (value === undefined) {
			// said already: the tools are not there
			if (figures.missing.length) continue;
			console.log(`not measured: ${name}`);
			good = false;
		} else if (value > budget * TOLERANCE) {
			console.log(`over its budget: ${name}: ${value.toFixed(3)}, budget ${budget}`);
			good = false;
		}
	}
	for (const it of wanted) {
		const kept = worst(it, Object.entries(budgets));
		const now = worst(it, values);
		if (!kept || !now || holds(it, now[1])) continue;
		const [name, value] = now;
		// what has been reached stays so, without any tolerance
		if (holds(it, kept[1])) good = false;
		const verdict = holds(it, kept[1]) ? "no longer as wanted" : "not as wanted";
		console.log(`${verdict}: ${it.what}, at most ${it.most.toPrecision(4)}: ${value.toPrecision(4)} (${name})`);
	}
	if (good) console.log(`${Object.keys(budgets).length} budgets kept`);
	return good;
}

/** Makes the budgets of this engine's version what was measured. */
export function setBudgets(figures: AllFigures): void {
	const entries = [...measured(figures)].map(([name, value]) => [name, Number(value.toPrecision(4))]);
	writeBudgets({ ...readBudgets(), [figures.engine]: Object.fromEntries(entries) });
}
