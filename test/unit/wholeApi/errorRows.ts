/** What can go wrong. */
import assert from 'node:assert/strict';
import * as Errors from '@anthropic-ai/sdk/core/error';
import { toChatError } from '../../../src/claude/errors.ts';
import type { ChatErrorKind } from '../../../src/shared/errors.ts';
import { each, notOffered, type Rows, type Shown, shown } from './rows.ts';
import type { ErrorClass, ErrorCode, ErrorType } from './sdkSurface.ts';

const context = {
  host: 'api.anthropic.com',
  model: 'claude-sonnet-5-5',
  maxTokens: 1000,
  pictures: 0,
  documents: 0,
  thinking: 0,
  hasFormat: false,
  ...{ port: 443, hasKey: true, secrets: ['sk-ant-x'], aws: null },
  now: 0,
};

/** As the API answers it. Without a status: an error event in the midst of a stream. */
function answered(status: number | undefined, type: string, error_code?: string, message = 'No.'): unknown {
  const details = error_code === undefined ? {} : { details: { error_code } };
  const body = { type: 'error', error: { type, message, ...details } };
  const headers = new Headers({ 'request-id': 'req_1' });
  return status === undefined
    ? new Errors.APIError(undefined, body, undefined, headers)
    : Errors.APIError.generate(status, body, undefined, headers);
}

function becomes(kind: ChatErrorKind, thrown: () => unknown): Shown {
  return shown(`becomes ${kind}`, () => assert.equal(toChatError(thrown(), context).kind, kind));
}

const byStatus = (status: number, kind: ChatErrorKind, message?: string) =>
  becomes(kind, () => new Errors.APIError(status, undefined, message ?? 'No.', new Headers()));

export const errorClasses: Rows<ErrorClass> = {
  AnthropicError: becomes('cutOff', () => new Errors.AnthropicError('terminated')),
  APIError: becomes('unknown', () => new Errors.APIError(undefined, undefined, 'No.', undefined)),
  APIUserAbortError: becomes('unknown', () => new Errors.APIUserAbortError()),
  APIConnectionError: becomes('offline', () => new Errors.APIConnectionError({ cause: new Error('ECONNREFUSED') })),
  APIConnectionTimeoutError: becomes('offline', () => new Errors.APIConnectionTimeoutError()),
  RetryableError: becomes('cutOff', () => new Errors.RetryableError('Again.')),
  BadRequestError: byStatus(400, 'invalidRequest'),
  AuthenticationError: byStatus(401, 'invalidKey'),
  PaymentRequiredError: byStatus(402, 'credit'),
  PermissionDeniedError: byStatus(403, 'permission'),
  NotFoundError: byStatus(404, 'modelNotFound', 'model: claude-nobody'),
  RequestTimeoutError: byStatus(408, 'serverError'),
  ConflictError: byStatus(409, 'serverError'),
  PreconditionFailedError: byStatus(412, 'invalidRequest'),
  ContentTooLargeError: byStatus(413, 'tooLarge'),
  UnprocessableEntityError: byStatus(422, 'invalidRequest'),
  RateLimitError: byStatus(429, 'rateLimited'),
  RequestHeaderFieldsTooLargeError: byStatus(431, 'invalidRequest'),
  ClientClosedRequestError: byStatus(499, 'invalidRequest'),
  InternalServerError: byStatus(500, 'serverError'),
  NotImplementedError: byStatus(501, 'serverError'),
  ServiceUnavailableError: byStatus(503, 'serverError'),
  GatewayTimeoutError: byStatus(504, 'serverError'),
  OverloadedError: byStatus(529, 'overloaded'),
};

const inStream = (type: string, kind: ChatErrorKind) => becomes(kind, () => answered(undefined, type));
const files = notOffered('It is of stores of memories on the server, which Parley does not use.');

export const errorTypes: Rows<ErrorType> = {
  invalid_request_error: inStream('invalid_request_error', 'invalidRequest'),
  authentication_error: inStream('authentication_error', 'invalidKey'),
  billing_error: inStream('billing_error', 'credit'),
  permission_error: inStream('permission_error', 'permission'),
  not_found_error: inStream('not_found_error', 'invalidRequest'),
  rate_limit_error: inStream('rate_limit_error', 'rateLimited'),
  timeout_error: inStream('timeout_error', 'serverError'),
  api_error: inStream('api_error', 'serverError'),
  overloaded_error: inStream('overloaded_error', 'overloaded'),
  conflict_error: becomes('serverError', () => answered(409, 'conflict_error')),
  memory_precondition_failed_error: files,
  memory_path_conflict_error: files,
};

const refusedWith = (status: number, type: string, kind: ChatErrorKind) => (code: string) =>
  becomes(kind, () => answered(status, type, code));
const ofEndpoint = (what: string) => () => notOffered(`It is answered by ${what}, of which Parley asks nothing.`);

export const errorCodes: Rows<ErrorCode> = {
  ...each(
    [
      ...(['claude_code_key_creator_not_member', 'cmek_key_disabled', 'cmek_key_network_blocked', 'organization_on_hold'] as const),
      ...(['organization_type_not_supported', 'parent_organization_required'] as const),
    ],
    refusedWith(400, 'invalid_request_error', 'permission'),
  ),
  sandbox_egress_restricted: becomes('permission', () => answered(403, 'permission_error', 'sandbox_egress_restricted')),
  ...each(['cmek_context_unavailable', 'cmek_key_unreachable'], refusedWith(503, 'api_error', 'serverError')),
  ...each(['contract_spend_limit_reached', 'enforced_spend_limit_reached'], refusedWith(429, 'rate_limit_error', 'credit')),
  ...each(
    ['linked_organization_spend_limit_reached', 'linked_organization_billing_unavailable'],
    refusedWith(402, 'billing_error', 'credit'),
  ),
  user_profile_not_billable: becomes('credit', () => answered(402, 'billing_error', 'user_profile_not_billable')),
  ramp_limit_exceeded: becomes('rateLimited', () => answered(429, 'rate_limit_error', 'ramp_limit_exceeded')),
  request_body_too_large_after_decoding: becomes('tooLarge', () =>
    answered(413, 'invalid_request_error', 'request_body_too_large_after_decoding'),
  ),
  claude_code_version_too_old: notOffered('It is about another program.'),
  ...each(['request_body_encoding_invalid', 'request_body_encoding_unsupported'], () =>
    notOffered('Parley sends bodies as they are, without an encoding.'),
  ),
  ...each(['available_tools_limit_exceeded', 'tool_name_conflict', 'tool_reference_unresolved'], () =>
    notOffered('Parley has no tools of its own yet.'),
  ),
  ...each(
    [
      ...([
        'compaction_block_ambiguous',
        'compaction_block_misplaced',
        'compaction_content_mismatch',
        'compaction_incomplete_turn',
      ] as const),
      ...(['compaction_nothing_to_summarize', 'compaction_signature_invalid', 'compaction_too_many_tool_references'] as const),
      ...(['compaction_tool_changes_mismatch', 'compaction_unavailable'] as const),
    ],
    () => notOffered('The API’s own compaction is beta only, and is not asked for.'),
  ),
  ...each(
    [
      ...(['thread_already_continued', 'thread_continue_in_flight', 'thread_fingerprint_mismatch', 'thread_not_found'] as const),
      'thread_unsupported_request',
    ],
    () => notOffered('Conversations are kept here, and sent whole: there are no threads on the server.'),
  ),
  ...each(['file_expired', 'file_not_downloadable', 'storage_quota_exceeded'], ofEndpoint('the Files API')),
  skill_read_blocked_undecryptable: ofEndpoint('the Skills API')(),
  ...each(['user_profile_billing_not_authorized', 'user_profile_not_found', 'user_profile_required'], ofEndpoint('user profiles')),
  ...each(
    [
      ...([
        'org_api_key_limit_exceeded',
        'workspace_api_key_limit_exceeded',
        'external_key_changed',
        'external_key_in_workspace_policy',
      ] as const),
      ...(['external_key_validation_failed', 'external_key_validation_timed_out', 'already_member', 'email_domain_not_allowed'] as const),
      ...(['cannot_invite_emails_with_unverified_domains', 'invite_already_exists', 'concurrent_membership_change'] as const),
      ...(['org_member_limit_exceeded', 'rbac_role_not_found', 'rbac_group_grants_owner_access', 'rbac_group_not_found'] as const),
      ...(['rbac_group_owner_access_unconfirmed', 'cannot_remove_last_member', 'key_profile_mismatch'] as const),
      ...(['workspace_member_limit_exceeded', 'workspace_policy_violation', 'settings_document_limit_exceeded'] as const),
      ...(['settings_history_limit_exceeded', 'cmek_feature_unsupported', 'rbac_group_managed_settings_not_found'] as const),
      ...(['rbac_group_order_limit_exceeded', 'api_key_scope_missing', 'bundle_attachment_not_supported', 'bundle_on_call'] as const),
      ...(['claude_tag_writes_not_enabled', 'compliance_configuration_restricted'] as const),
      ...(['organization_level_scoped_api_key_required', 'slack_channel_set_up_environment_not_found'] as const),
      ...(['slack_channel_set_up_settings_conflict', 'slack_channel_set_up_settings_refused', 'plugin_name_taken'] as const),
      ...(['registration_pending', 'scan_failed', 'scan_pending', 'skill_name_taken'] as const),
      ...(['spend_limits_admin_api_writes_not_enabled', 'cannot_sign_out_managed_member', 'cannot_sign_out_owner'] as const),
      ...(['cannot_sign_out_membership_admin', 'cannot_sign_out_primary_owner', 'cannot_sign_out_privileged_member'] as const),
      'cannot_sign_out_self',
    ],
    ofEndpoint('the administration of an organization'),
  ),
  ...each(
    [
      ...(['environment_archived', 'environment_create_disabled', 'environment_not_found', 'environment_update_disabled'] as const),
      ...(['invalid_config_type_change', 'invalid_metadata', 'heartbeat_precondition_failed'] as const),
      ...(['organization_not_enrolled_in_beta', 'request_body_timeout', 'unsupported_charset'] as const),
    ],
    ofEndpoint('beta endpoints'),
  ),
};
