// What the npm release of @moddable/typings has and this project uses. `trace` is XS's own.
/// <reference path="../node_modules/@moddable/typings/timer.d.ts" />
/// <reference path="../node_modules/@moddable/typings/time.d.ts" />
/// <reference path="../node_modules/@moddable/typings/mc/config.d.ts" />

declare function trace(...parts: (string | number)[]): void;
