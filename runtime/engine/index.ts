/** The engine: flows as data, a pure function over them. */
export { advance, newSession, startOf } from './advance.ts';
export {
  checkExpression,
  evaluateExpression,
  ExpressionError,
  expressionLimits,
  type ExpressionData,
  type ExpressionProblem,
  type ExpressionWorld,
} from './expressions/expression.ts';
export {
  checkExpressionIn,
  checkTemplateIn,
  functionSignature,
  typeOfExpression,
  type ScopeProblem,
  type TemplateOptions,
} from './expressions/check.ts';
export {
  functionGroups,
  functionList,
  functionsByName,
  toldFunctions,
  type FunctionDefinition,
  type FunctionExample,
  type FunctionGroup,
  type NativeFunction,
} from './expressions/functions/index.ts';
export { calledFlows, runFlowTests, subFlows, type FlowTestOptions, type FlowTestResult } from './flow-tests.ts';
export { languageChain, localizedNode } from './languages/localize.ts';
export { addDays, daysInMonth, isDate, minutesOf, weekdayName } from './dates/calendar.ts';
export { zoneOfContact, zoneOfPhone } from './dates/contact-zone.ts';
export { cronOf } from './dates/cron.ts';
export { isOpen } from './dates/opening-hours.ts';
export { instantOf, localTime, type LocalTime } from './dates/zone.ts';
export { kindsOf, mayBeAbsent, type Kind, type ValueType } from './expressions/value-types.ts';
export { bodyScope, scopeOf, type Listed, type Scope, type WorkspaceNames } from './expressions/scope.ts';
export { checkPattern, matchPattern, PatternError } from './pattern.ts';
export { seededRandom } from './random.ts';
export {
  checkTemplate,
  hasPlaceholder,
  plainNumber,
  renderTemplate,
  renderWithSecrets,
  templateParts,
} from './expressions/template.ts';
export { fold, wordsOf } from './text.ts';
export { contactChanges } from './triggers/contact-changes.ts';
export {
  chainedBegins,
  chooseTrigger,
  firedKey,
  interrupts,
  restarts,
  triggerView,
  type ConsideredTrigger,
  type TriggerCandidate,
  type TriggerContext,
  type TriggerDecision,
  type WaitingSession,
} from './triggers/choose.ts';
export type { Happening } from './triggers/match.ts';
export { whyInWords, whyTexts, type Why, type WhyCode } from './triggers/why.ts';
export { changeSentence } from './changes/sentence.ts';
export {
  cardTitle,
  changeWords,
  diffSentences,
  sentenceText,
  type ChangeWords,
  type Wording,
} from './changes/words.ts';
export { cardDifference, suggestedMove } from './changes/card-difference.ts';
export type { Change } from './changes/change.ts';
export { cardNamed, flowChanges, type CardNamed } from './changes/changes.ts';
export { apply, applyAll, invert, isConflict } from './edits.ts';
export { upgradedFlow } from './migrate.ts';
export { parseFlow, type ParsedFlow } from './read.ts';
export { moved, play, startChat, type Chat, type ChatOptions, type ChatTurn, type Move } from './replay.ts';
export {
  moveOf,
  recordTranscript,
  runTranscript,
  transcriptProblems,
  type PlayedTurn,
  type TranscriptRun,
} from './transcript.ts';
export {
  completeness,
  flowItself,
  flowTexts,
  otherLanguages,
  translationOf,
  type FlowText,
  type TranslationReport,
} from './languages/translations.ts';
export { validateFlow, type OtherFlow, type ValidateOptions, type WorkspaceView } from './validate.ts';
