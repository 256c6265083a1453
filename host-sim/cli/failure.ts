/** Something that a person can do something about: `message` says what went wrong, `advice` what to do. */
export class Failure extends Error {
	readonly advice: string;

	constructor(message: string, advice = "") {
		super(message);
		this.advice = advice;
	}
}

/** Options that make no sense. */
export class UsageFailure extends Failure {
	constructor(message: string, advice = "(--help lists the options)") {
		super(message, advice);
	}
}
