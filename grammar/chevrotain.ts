/** What of the parser library those who read its trees and exceptions may see. */
export { tokenMatcher } from 'chevrotain'
export type { CstNode, IParserErrorMessageProvider, IRecognitionException, IToken, TokenType } from 'chevrotain'
