// A program that does nothing: what the engine takes for itself.
export {};
