/** JSON paths, part of the model; functions read them too, so that they are declared below both. */
export type { JsonPath, PathStep } from '../types/json/path.ts'
