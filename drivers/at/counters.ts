import { Arena } from "drivers/uart/arena";

/** The lowest result of a command, and how many results there are; a code above them is counted as the last. */
const LOWEST = -8;
const RESULTS = 72;

/** What went wrong, or aside, on the wire. Only ever counted up. */
export class Counters {
	/** Where in the words of the arena results are counted. */
	private readonly words: Int32Array;
	private readonly at: number;
	/** Commands answered by `OK`: counted apart, as most are. */
	oks = 0;
	/** Commands sent. */
	commands = 0;
	/** Commands answered by `ERROR`. */
	errors = 0;
	/** Commands without an answer in time. */
	timeouts = 0;
	/** `OK` or `ERROR` that no command waited for. */
	strayResults = 0;
	/** Those of them that came while the driver was finding back: answers after their command's deadline. */
	lateAnswers = 0;
	/** Lines whose name nobody knows, and text between lines. */
	unknownLines = 0;
	/** Bytes of such lines. */
	unknownBytes = 0;
	/** Lines with a known name whose fields were not as the reference has them. */
	malformedLines = 0;
	/** Commands that came back as echo. */
	echoes = 0;
	/** Payloads that were not followed by what must follow them. */
	tornPayloads = 0;
	/** Times that the driver had to find back to a known state. */
	resynchronisations = 0;
	/** Times that the module was seen to have started anew. */
	resets = 0;

	constructor(arena: Arena) {
		this.words = arena.words;
		this.at = arena.take(Counters.byteLength) >> 2;
	}

	/** What counters take from the arena. */
	static readonly byteLength = Arena.round(RESULTS * 4);

	/** A command has ended with another result than `OK`. */
	count(result: number): void {
		const index = result - LOWEST;
		this.words[this.at + (index < RESULTS ? index : RESULTS - 1)]++;
	}

	/** How many commands have ended with each result: 0 is `OK`, above 0 the module's codes, below 0 the driver's own. */
	get results(): { [result: number]: number } {
		const counts: { [result: number]: number } = {};
		for (let index = 0; index < RESULTS; index++) {
			const count = index === -LOWEST ? this.oks : this.words[this.at + index];
			if (count) counts[index + LOWEST] = count;
		}
		return counts;
	}
}
