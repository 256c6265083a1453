/** For unit tests of programs that use the module: `testBench()` is all they need. See docs/testing.md. */
export { type TestBench, type TestBenchOptions, testBench } from "./bench";
export type { Wire } from "./wire-log";
