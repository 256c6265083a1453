// The examples of the reference as the bench hands them over: see tests/transcripts.
import config from "mc/config";

/** One line of an example: a character a byte. */
export interface Step {
	/** Whether the host says it. */
	host: boolean;
	/** Data, not a command. */
	data: boolean;
	text: string;
}

export interface Example {
	chapter: string;
	title: string;
	steps: Step[];
}

export interface TranscriptConfig {
	examples: Example[];
	/** Where what the module says is cut: see Dialogue. */
	cuts: number[];
	/** The release that the driver takes the module for, where nothing else is said. */
	release: string;
}

export const data = config as unknown as TranscriptConfig;
