export { numbersIn, parseNumber } from '../engine/spoken-numbers.ts';
