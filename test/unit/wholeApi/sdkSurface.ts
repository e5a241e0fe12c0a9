/** What the SDK's types say that the Messages API has: unions of names, which the compiler works out from the installed version. */
import type * as Errors from '@anthropic-ai/sdk/core/error';
import type * as Api from '@anthropic-ai/sdk/resources/messages';
import type * as Shared from '@anthropic-ai/sdk/resources/shared';

type TypeOf<T> = T extends { readonly type?: infer Name } ? Extract<Name, string> : never;
type FieldOf<T> = T extends unknown ? Exclude<keyof T & string, 'type'> : never;
type CodeOf<T> = T extends { readonly error_code: infer Code extends string } ? Code : never;
type Params = Api.MessageCreateParamsBase;
type In<Name extends keyof Params> = Exclude<NonNullable<Params[Name]>, string | readonly unknown[]>;

/** Of a request, and the fields of those that have some. */
export type Parameter =
  | (keyof Params & string)
  | `cache_control.${FieldOf<In<'cache_control'>>}`
  | `container.${FieldOf<In<'container'>>}`
  | `diagnostics.${FieldOf<In<'diagnostics'>>}`
  | `metadata.${FieldOf<In<'metadata'>>}`
  | `output_config.${FieldOf<In<'output_config'>>}`
  | `thinking.${FieldOf<In<'thinking'>>}`
  | `tool_choice.${FieldOf<In<'tool_choice'>>}`;

/** What some of them can be. */
export type Choice =
  | `cache_control.ttl ${NonNullable<Api.CacheControlEphemeral['ttl']>}`
  | `output_config.effort ${NonNullable<Api.OutputConfig['effort']>}`
  | `output_config.format ${TypeOf<Api.OutputConfig['format']>}`
  | `role ${Api.MessageParam['role']}`
  | `service_tier ${NonNullable<Params['service_tier']>}`
  | `speed ${NonNullable<Params['speed']>}`
  | `thinking ${TypeOf<Api.ThinkingConfigParam>}`
  | `thinking.display ${NonNullable<Api.ThinkingConfigAdaptive['display']>}`
  | `tool_choice ${TypeOf<Api.ToolChoice>}`
  | `tools ${TypeOf<Api.ToolUnion>}`;

export type SentBlock = TypeOf<Api.ContentBlockParam>;
export type ImageSource = TypeOf<Api.ImageBlockParam['source']>;
export type DocumentSource = TypeOf<Api.DocumentBlockParam['source']>;
export type ReplyBlock = TypeOf<Api.ContentBlock>;
export type StreamEvent = TypeOf<Api.RawMessageStreamEvent>;
export type Delta = TypeOf<Api.RawContentBlockDelta>;
export type Citation = TypeOf<Api.TextCitation>;
export type StopReason = Api.StopReason;
export type RefusalCategory = NonNullable<Api.RefusalStopDetails['category']>;
export type ErrorClass = keyof typeof Errors;
export type ErrorType = Shared.ErrorType;
export type ErrorCode = CodeOf<Shared.ErrorDetails>;
