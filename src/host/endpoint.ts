import type { Settings } from './settings.ts';

/** The public API. */
export const publicBaseUrl = 'https://api.anthropic.com';

/** Where requests go, by the settings. */
export interface Endpoint {
  /** `awsUnset`: AWS, and not yet said which region or workspace: nothing can be sent. */
  readonly kind: 'public' | 'gateway' | 'aws' | 'awsUnset';
  /** With scheme, without a slash at its end. */
  readonly baseUrl: string;
  /** For people. */
  readonly host: string;
  /** Of the workspace on AWS; null elsewhere. */
  readonly aws: { readonly region: string; readonly workspaceId: string } | null;
}

/** An address that is set takes the place of AWS's own, as for a private link. */
export function endpointOf({ provider, baseUrl, awsRegion, awsWorkspaceId }: Settings): Endpoint {
  const isSet = baseUrl !== publicBaseUrl;
  if (provider === 'anthropic') return { kind: isSet ? 'gateway' : 'public', baseUrl, host: new URL(baseUrl).host, aws: null };
  const aws = { region: awsRegion, workspaceId: awsWorkspaceId };
  if (awsRegion === '' || awsWorkspaceId === '') return { kind: 'awsUnset', baseUrl, host: 'Claude Platform on AWS', aws };
  const address = isSet ? baseUrl : `https://aws-external-anthropic.${awsRegion}.api.aws`;
  return { kind: 'aws', baseUrl: address, host: new URL(address).host, aws };
}
