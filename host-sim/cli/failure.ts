/** Something that a person can do something about: `message` says what went wrong, `advice` what to do. */
export class Failure extends Error {
	readonly advice: string;

	constructor(message: string, advice = "") {
		super(message);
		this.advice = advice;
	}
}

/** How the programs of this folder end. */
export const ExitCode = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;
