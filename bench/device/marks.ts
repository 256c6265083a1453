/**
 * Where instructions go: methods are marked with the stage that they are, and a stage's time is that of its methods without
 * the marked ones that they call. What a mark takes itself is measured ahead, and taken off.
 */
import { instructions } from "bench/meter";

const MOST = 16;
/** Instructions of each stage; how often it was entered, and how often another was entered from it. */
const spent = new Float64Array(MOST);
const entered = new Float64Array(MOST);
const left = new Float64Array(MOST);
/** What is in no marked method. */
const OUTSIDE = 0;
const CALIBRATION = MOST - 1;
const ROUNDS = 64;
let stage = OUTSIDE;
let last = 0;
/** What a mark adds to the stage that is entered, and to the one that it is entered from. */
let inside = 0;
let around = 0;

function enter(next: number): number {
	const now = instructions();
	const before = stage;
	spent[before] += now - last;
	left[before]++;
	entered[next]++;
	stage = next;
	last = now;
	return before;
}

function leave(before: number): void {
	const now = instructions();
	spent[stage] += now - last;
	stage = before;
	last = now;
}

type Method = (this: unknown, a?: unknown, b?: unknown, c?: unknown, d?: unknown) => unknown;

/** Has a method of a class, or the one that it inherits, be a stage. */
export function mark<T extends object>(prototype: T, name: keyof T & string, its: number): void {
	let owner = prototype as Record<string, Method>;
	while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
	const method = owner[name];
	owner[name] = function (a, b, c, d) {
		const before = enter(its);
		const result = method.call(this, a, b, c, d);
		leave(before);
		return result;
	};
}

class Nothing {
	marked(): void {}
	plain(): void {}
}

/** Measures what a mark takes. To be called once, from a callback: nothing is counted elsewhere. */
export function calibrate(): void {
	mark(Nothing.prototype, "marked", CALIBRATION);
	const nothing = new Nothing();
	const begin = instructions();
	for (let i = 0; i < ROUNDS; i++) nothing.plain();
	const plain = instructions() - begin;
	const all = instructions();
	for (let i = 0; i < ROUNDS; i++) nothing.marked();
	const marked = instructions() - all;
	inside = spent[CALIBRATION] / ROUNDS;
	// the loop itself is in both
	around = (marked - plain) / ROUNDS - inside;
	spent.fill(0);
	entered.fill(0);
	left.fill(0);
	last = instructions();
}

/** Instructions of a stage so far. */
export const spentIn = (its: number): number => spent[its] - entered[its] * inside - left[its] * around;
