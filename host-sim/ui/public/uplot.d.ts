// the server gives uplot.js out of the package
export { default } from "uplot";
