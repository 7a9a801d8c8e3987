import type { FormField } from '../../../runtime/contract/index.ts';
import { Assignments } from './Assignments.tsx';
import { CarouselCards } from './CarouselCards.tsx';
import { Categories } from './Categories.tsx';
import { Cases } from './Cases.tsx';
import { Choices } from './Choices.tsx';
import { ContactCards } from './ContactCards.tsx';
import { Duration } from './Duration.tsx';
import { Expression } from './Expression.tsx';
import { FieldValues } from './FieldValues.tsx';
import { FormAnswers } from './FormAnswers.tsx';
import { FormData } from './FormData.tsx';
import { GroupWays } from './GroupWays.tsx';
import { Header } from './Header.tsx';
import { Hours } from './Hours.tsx';
import { HttpBody } from './HttpBody.tsx';
import { HttpHeaders } from './HttpHeaders.tsx';
import { Media } from './Media.tsx';
import { Moment } from './Moment.tsx';
import { NumberWidget } from './Number.tsx';
import { Pick } from './Pick.tsx';
import { PickMany } from './PickMany.tsx';
import { Place } from './Place.tsx';
import { ProductSections } from './ProductSections.tsx';
import { Reminders } from './Reminders.tsx';
import { ResponseValues } from './ResponseValues.tsx';
import { RetryTexts } from './RetryTexts.tsx';
import { Rules } from './Rules.tsx';
import { Sections } from './Sections.tsx';
import { SelectWidget } from './Select.tsx';
import { Somebody } from './Somebody.tsx';
import { StatusRanges } from './StatusRanges.tsx';
import { Template } from './Template.tsx';
import { TemplateLanguages } from './TemplateLanguages.tsx';
import { TemplateText } from './TemplateText.tsx';
import { TemplateValues } from './TemplateValues.tsx';
import { TextWidget } from './Text.tsx';
import { Toggle } from './Toggle.tsx';
import { Validation } from './Validation.tsx';
import { Value } from './Value.tsx';
import { VariableName } from './VariableName.tsx';
import { Weights } from './Weights.tsx';
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
  reminders: { Widget: Reminders, grouped: true, showsParts: true },
  'retry-texts': { Widget: RetryTexts, grouped: true },
  weights: { Widget: Weights, grouped: true, showsParts: true },
  'group-ways': { Widget: GroupWays, grouped: true, showsParts: true },
  'contact-cards': { Widget: ContactCards, grouped: true, showsParts: true },
  'carousel-cards': { Widget: CarouselCards, grouped: true, showsParts: true },
  'product-sections': { Widget: ProductSections, grouped: true, showsParts: true },
  template: { Widget: Template, grouped: true, showsParts: true },
  'template-values': { Widget: TemplateValues, grouped: true, showsParts: true },
  'template-languages': { Widget: TemplateLanguages, grouped: true, showsParts: true },
  'form-data': { Widget: FormData, grouped: true, showsParts: true },
  'form-answers': { Widget: FormAnswers, grouped: true, showsParts: true },
  pick: { Widget: Pick },
  'pick-many': { Widget: PickMany },
  moment: { Widget: Moment, grouped: true },
  somebody: { Widget: Somebody, grouped: true },
  categories: { Widget: Categories, grouped: true, showsParts: true },
};
