const COLON = 0x3a;
const E = 0x45;
const O = 0x4f;
const R = 0x52;

// The lines that end a command: `OK`, `ERROR`, `ERROR:<code>`, `ERROR:<code>,"<text>"`.

/** Of `ERROR`, and of the colon behind it. */
export const ERROR_LENGTH = 5;
/** What a line means that has no readable code. */
export const GENERAL_ERROR = 1;

/** Whether the line between two offsets of the arena says that a command has failed. */
export function isError(bytes: Uint8Array, at: number, end: number): boolean {
	if (end - at < ERROR_LENGTH || bytes[at] !== E || bytes[at + 1] !== R || bytes[at + 2] !== R) return false;
	if (bytes[at + 3] !== O || bytes[at + 4] !== R) return false;
	return end - at === ERROR_LENGTH || bytes[at + ERROR_LENGTH] === COLON;
}
