/** Programs that fail, in the way that mc/config says. */
import config from "mc/config";
import Timer from "timer";

let kept: unknown[] = [];
let chain: object = {};

function deeper(): number {
	return deeper() + 1;
}

const ways: Record<string, () => void> = {
	"throws at once": () => {
		throw new Error("at once");
	},
	"throws in a timer": () => {
		Timer.set(() => {
			throw new RangeError("in a timer");
		}, 10);
	},
	"rejects and nobody listens": () => {
		Timer.set(() => {
			Promise.reject(new Error("unheard"));
		}, 10);
	},
	"never returns": () => {
		Timer.set(() => {
			for (;;);
		}, 10);
	},
	"never rests": () => {
		const again = () => {
			Timer.set(again, 0);
		};
		Timer.set(again, 10);
	},
	"calls itself without end": () => {
		Timer.set(() => {
			deeper();
		}, 10);
	},
	"keeps objects without end": () => {
		Timer.set(() => {
			for (;;) chain = { chain };
		}, 10);
	},
	"keeps bytes without end": () => {
		Timer.set(() => {
			kept = [];
			for (;;) kept.push(new Uint8Array(1000));
		}, 10);
	},
};

ways[config.way]();
