/**
 * What the stand-ins of this folder run on. It is found through the global object rather than imported, because each
 * program has its own instance of these modules.
 */
import type { Dialect } from "../launch";

export interface BoardPort {
	id: number;
	dialect: Dialect;
	rx: number | undefined;
	tx: number | undefined;
	hold: boolean;
	paced: boolean;
	device: string;
}

export interface Board {
	/** Milliseconds since the launch, with fractions. */
	now(): number;
	ports: BoardPort[];
	config: string;
	ticks: number;
	epoch: number;
	seed: number;
	/** Whether time passes by itself. */
	live: boolean;
	send(port: number, bytes: Uint8Array): void;
	opened(port: number, baud: number): void;
	closed(port: number): void;
	post(text: string): void;
	pin(pin: number, level: number): void;
	watch(milliseconds: number): void;
	trace(text: string): void;
	/** Told when a deadline may have changed while no turn was running: code outside of a program's loop set a timer. */
	changed?: () => void;
}

/** Where the board is in a realm's global object. */
export const boardKey: unique symbol = Symbol.for("simulated board");

type Holder = { [boardKey]?: Board };

/** Puts a board under the programs that are loaded from now on in this realm. */
export function setBoard(board: Board | undefined): void {
	(globalThis as Holder)[boardKey] = board;
}

/** The board under this program. @throws Error when there is none */
export function theBoard(): Board {
	const board = (globalThis as Holder)[boardKey];
	if (!board) throw new Error("no simulated board: use launchNode or simulateBoard");
	return board;
}

/** As XS converts a number given to a driver: to 32 bits, NaN to 0. */
export const toInteger = (value: unknown): number => Number(value) | 0;
