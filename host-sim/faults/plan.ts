import type { Cancel } from "../world/clock";
import type { End, Fault } from "./fault";
import { type FaultName, faults } from "./index";
import { type Parameters, rules } from "./parameters";
import type { Surroundings } from "./surroundings";

/** A fault with its times, in milliseconds from the beginning. */
export interface Planned extends Parameters {
	fault: FaultName;
	at: number;
	/** How long it lasts; 1000 unless told. */
	for?: number;
	/** How often, one beginning `again` milliseconds after the other; 1 unless told. */
	times?: number;
	again?: number;
}

/** A plan that cannot be followed; the message says where and why. */
export class PlanError extends Error {}

const timing: readonly (keyof Planned)[] = ["at", "for", "times", "again"];

/**
 * Reads a plan: `{"faults": [{"fault": "drop", "at": 5000, "for": 2000, "rate": 0.1}, …]}`, or the array alone.
 * @throws PlanError for anything else
 */
export function readPlan(text: string): Planned[] {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw new PlanError(`not JSON: ${(error as Error).message}`);
	}
	const list = Array.isArray(json) ? json : (json as { faults?: unknown } | null)?.faults;
	if (!Array.isArray(list)) throw new PlanError('it must be a list of faults, or {"faults": […]}');
	return list.map((item, index) => checked(item, `faults[${index}]`));
}

function checked(item: unknown, where: string): Planned {
	if (typeof item !== "object" || item === null) throw new PlanError(`${where}: must be an object`);
	const it = item as Record<string, unknown>;
	const name = it.fault;
	if (typeof name !== "string" || !Object.hasOwn(faults, name))
		throw new PlanError(`${where}.fault: must be one of ${Object.keys(faults).join(", ")}`);
	const { takes }: Fault = faults[name as FaultName];
	if (it.at === undefined) throw new PlanError(`${where}.at: is missing`);
	for (const [key, value] of Object.entries(it)) {
		if (key === "fault") continue;
		if (timing.includes(key as keyof Planned)) {
			if (typeof value !== "number" || !(value >= 0)) throw new PlanError(`${where}.${key}: must be a number from 0`);
			continue;
		}
		if (!takes.includes(key as keyof Parameters)) {
			const known = ["at", "for", "times", "again", ...takes].join(", ");
			throw new PlanError(`${where}.${key}: "${name}" takes ${known}`);
		}
		const { check, must } = rules[key as keyof Parameters];
		if (!check(value)) throw new PlanError(`${where}.${key}: must be ${must}`);
	}
	if ((it.times as number) > 1 && !((it.again as number) > 0))
		throw new PlanError(`${where}.again: must say how far apart the ${it.times} times are`);
	return it as unknown as Planned;
}

/** A fault that cannot happen here. @throws PlanError which says what it lacks */
export function mustBePossible(name: FaultName, surroundings: Surroundings): void {
	const { needs }: Fault = faults[name];
	if (needs && !surroundings[needs])
		throw new PlanError(
			`"${name}" cannot happen here: this run has no ${needs.replace(/[A-Z]/, (it) => ` ${it.toLowerCase()}`)} of its own`,
		);
}

/**
 * Follows a plan from now on.
 * @param onChange told of every beginning and end
 * @returns stops, and ends what has begun
 * @throws PlanError when one of the faults cannot happen here; nothing is begun then
 */
export function follow(
	plan: readonly Planned[],
	surroundings: Surroundings,
	onChange: (name: FaultName, began: boolean) => void = () => {},
): () => void {
	for (const { fault } of plan) mustBePossible(fault, surroundings);
	const timers: Cancel[] = [];
	const running = new Set<End>();
	const { clock } = surroundings;
	for (const { fault, at, for: duration = 1000, times = 1, again = 0, ...parameters } of plan) {
		for (let i = 0; i < times; i++) {
			const begin = () => {
				onChange(fault, true);
				const kind: Fault = faults[fault];
				const stop = kind.begin(surroundings, parameters);
				const end = () => {
					running.delete(end);
					stop();
					onChange(fault, false);
				};
				running.add(end);
				timers.push(clock.after(duration, end));
			};
			timers.push(clock.after(at + i * again, begin));
		}
	}
	return () => {
		for (const cancel of timers) cancel();
		for (const end of [...running]) end();
	};
}
