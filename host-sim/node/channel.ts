/** "host/channel" on Node. */
import { theBoard } from "./board";

const waiting: string[] = [];
let receiver: ((text: string) => void) | undefined;

export function post(text: string): void {
	theBoard().post(String(text));
}

export function onMessage(callback: (text: string) => void): void {
	receiver = callback;
}

/** A pin's level, for the launcher. */
export function setPin(pin: number, level: number): void {
	theBoard().pin(pin, level);
}

/** The watchdog bites in so many milliseconds, unless it is fed. */
export function watch(milliseconds: number): void {
	theBoard().watch(milliseconds);
}

/** Node tells nobody what is allocated, and collects when it wants to. */
export const allocated: ((into: Float64Array) => void) | undefined = undefined;
export const collect: (() => void) | undefined = undefined;

/** A message from the launcher. */
export function arrived(text: string): void {
	waiting.push(text);
}

/** One message to the program; messages wait for a receiver. */
export function* deliver(): Generator<void> {
	if (!receiver || !waiting.length) return;
	receiver(waiting.shift() as string);
	yield;
}

export const pending = (): boolean => receiver !== undefined && waiting.length > 0;
