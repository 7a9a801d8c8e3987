import type { FormField } from '../../../runtime/contract/index.ts';
import { Assignments } from './Assignments.tsx';
import { Cases } from './Cases.tsx';
import { Choices } from './Choices.tsx';
import { Duration } from './Duration.tsx';
import { Expression } from './Expression.tsx';
import { FieldValues } from './FieldValues.tsx';
import { Header } from './Header.tsx';
import { Hours } from './Hours.tsx';
import { HttpBody } from './HttpBody.tsx';
import { HttpHeaders } from './HttpHeaders.tsx';
import { Media } from './Media.tsx';
import { NumberWidget } from './Number.tsx';
import { Pick } from './Pick.tsx';
import { PickMany } from './PickMany.tsx';
import { Place } from './Place.tsx';
import { ResponseValues } from './ResponseValues.tsx';
import { Rules } from './Rules.tsx';
import { Sections } from './Sections.tsx';
import { SelectWidget } from './Select.tsx';
import { StatusRanges } from './StatusRanges.tsx';
import { TemplateText } from './TemplateText.tsx';
import { TextWidget } from './Text.tsx';
import { Toggle } from './Toggle.tsx';
import { Validation } from './Validation.tsx';
import { Value } from './Value.tsx';
import { VariableName } from './VariableName.tsx';
import type { WidgetEntry } from './widget.ts';

/** Every kind of field. A new one is a file and a line here. */
export const widgets: { readonly [widget in FormField['widget']]: WidgetEntry } = {
  'template-text': { Widget: TemplateText, grouped: true },
  text: { Widget: TextWidget },
  number: { Widget: NumberWidget, inline: true },
  toggle: { Widget: Toggle, inline: true },
  select: { Widget: SelectWidget },
  choices: { Widget: Choices, grouped: true, showsParts: true },
  sections: { Widget: Sections, grouped: true, showsParts: true },
  rules: { Widget: Rules, grouped: true, showsParts: true },
  cases: { Widget: Cases, grouped: true, showsParts: true },
  expression: { Widget: Expression, grouped: true },
  duration: { Widget: Duration, inline: true, grouped: true },
  hours: { Widget: Hours, grouped: true },
  'variable-name': { Widget: VariableName },
  'field-values': { Widget: FieldValues, grouped: true, showsParts: true },
  assignments: { Widget: Assignments, grouped: true, showsParts: true },
  value: { Widget: Value, grouped: true },
  media: { Widget: Media, grouped: true },
  place: { Widget: Place, grouped: true },
  'http-headers': { Widget: HttpHeaders, grouped: true, showsParts: true },
  'http-body': { Widget: HttpBody, grouped: true },
  'response-values': { Widget: ResponseValues, grouped: true, showsParts: true },
  'status-ranges': { Widget: StatusRanges, grouped: true, showsParts: true },
  validation: { Widget: Validation, grouped: true },
  header: { Widget: Header, grouped: true },
  pick: { Widget: Pick },
  'pick-many': { Widget: PickMany },
};
