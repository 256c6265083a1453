/** "time": `ticks` is a 32-bit counter of milliseconds that wraps, read as a signed integer. */
import { theBoard, toInteger } from "./board";

const milliseconds = () => Math.floor(theBoard().now());

// biome-ignore lint/complexity/noStaticOnlyClass: the SDK's shape
class Time {
	static timezone = 0;
	static dst = 0;

	static get ticks(): number {
		const board = theBoard();
		return (board.ticks + milliseconds()) | 0;
	}

	static get microseconds(): number {
		return Math.floor(theBoard().now() * 1000);
	}

	static delta(start: number, end: number = Time.ticks): number {
		return (toInteger(end) - toInteger(start)) | 0;
	}

	static set(seconds: number): void {
		const board = theBoard();
		board.epoch = (toInteger(seconds) >>> 0) * 1000 - board.now();
	}
}

export default Time;
