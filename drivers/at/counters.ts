/** What went wrong, or aside, on the wire. Only ever counted up. */
export class Counters {
	/** Commands sent. */
	commands = 0;
	/** Commands answered by `ERROR`. */
	errors = 0;
	/** Commands without an answer in time. */
	timeouts = 0;
	/** `OK` or `ERROR` that no command waited for. */
	strayResults = 0;
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
}
