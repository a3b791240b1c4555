/** Text to JSON path and back; see `types/json/parse-path.ts`. */
export { parseJsonPath, pathText, type ParsedPath, type PathProblem } from '../types/json/parse-path.ts'
