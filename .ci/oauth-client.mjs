// An OAuth client that nobody here wrote (oauth4webapi) against a running gateway: discovery, token,
// introspection, revocation. It throws where a server is not to the RFCs; what it leaves open is asserted.
//
// LEADGATE_URL=… CLIENT_ID=… CLIENT_SECRET=… CAMPAIGN=… node oauth-client.mjs

import assert from 'node:assert/strict'
import * as oauth from 'oauth4webapi'

const { LEADGATE_URL, CLIENT_ID, CLIENT_SECRET, CAMPAIGN } = process.env
const issuer = new URL(LEADGATE_URL)
const plainHttp = { [oauth.allowInsecureRequests]: true }
const client = { client_id: CLIENT_ID }
const basic = oauth.ClientSecretBasic(CLIENT_SECRET)
const post = oauth.ClientSecretPost(CLIENT_SECRET)

const server = await oauth.processDiscoveryResponse(
  issuer,
  await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...plainHttp }),
)
for (const endpoint of ['token', 'revocation', 'introspection']) {
  assert.equal(new URL(server[`${endpoint}_endpoint`]).origin, issuer.origin, endpoint)
}
assert.ok(server.grant_types_supported.includes('client_credentials'))
for (const method of ['client_secret_basic', 'client_secret_post']) {
  assert.ok(server.token_endpoint_auth_methods_supported.includes(method), method)
}
console.log(`discovery: ${server.issuer}`)

async function token(authentication, parameters = {}) {
  const answer = await oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, plainHttp)
  return oauth.processClientCredentialsResponse(server, client, answer)
}

async function introspect(authentication, accessToken) {
  const answer = await oauth.introspectionRequest(server, client, authentication, accessToken, plainHttp)
  return oauth.processIntrospectionResponse(server, client, answer)
}

async function revoke(authentication, accessToken) {
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(server, client, authentication, accessToken, plainHttp),
  )
}

async function lead(accessToken) {
  const answer = await oauth.protectedResourceRequest(
    accessToken,
    'POST',
    new URL(`/v1/campaigns/${CAMPAIGN}/leads`, issuer),
    new Headers({ 'Content-Type': 'application/json' }),
    JSON.stringify({ first_name: 'Grace', email: 'grace@example.com' }),
    plainHttp,
  )
  return answer.status
}

async function isGood(accessToken, authentication) {
  const told = await introspect(authentication, accessToken)
  assert.equal(told.active, true)
  assert.equal(told.client_id, CLIENT_ID)
  assert.equal(told.scope, 'lead_receiver')
  assert.ok(told.exp > Date.now() / 1000)
  assert.equal(await lead(accessToken), 201)
}

/** It is refused as RFC 6750 has it, and introspection says no more than that. */
async function isEnded(accessToken, authentication) {
  assert.deepEqual(await introspect(authentication, accessToken), { active: false })
  await assert.rejects(lead(accessToken), (refused) => {
    assert.ok(refused instanceof oauth.WWWAuthenticateChallengeError, refused)
    assert.equal(refused.status, 401)
    assert.equal(refused.cause[0].scheme, 'bearer')
    assert.equal(refused.cause[0].parameters.error, 'invalid_token')
    return true
  })
}

const ended = []
for (const [name, authentication] of Object.entries({ client_secret_basic: basic, client_secret_post: post })) {
  const { access_token, token_type, expires_in, scope } = await token(authentication, { scope: 'lead_receiver' })
  assert.equal(token_type, 'bearer')
  assert.equal(scope, 'lead_receiver')
  assert.ok(expires_in > 0 && expires_in <= 3600)
  assert.ok(!ended.includes(access_token), 'a revoked token was issued again')
  console.log(`${name}: a token for ${expires_in} s`)

  await isGood(access_token, authentication)
  console.log(`${name}: it is active and takes a lead`)

  await revoke(authentication, access_token)
  await isEnded(access_token, authentication)
  console.log(`${name}: revoked, it is inactive and takes none`)
  ended.push(access_token)
}

const fresh = await token(basic, { scope: 'lead_receiver' })
assert.ok(!ended.includes(fresh.access_token), 'a revoked token was issued again')
await isGood(fresh.access_token, basic)
console.log('afterwards: another token, and it takes a lead')

await revoke(basic, 'no-token-at-all')
assert.deepEqual(await introspect(basic, 'no-token-at-all'), { active: false })
await assert.rejects(token(oauth.ClientSecretBasic('lgs_wrong')), (refused) => {
  assert.ok(refused instanceof oauth.WWWAuthenticateChallengeError, refused)
  assert.equal(refused.status, 401)
  assert.equal(refused.cause[0].scheme, 'basic')
  return true
})
await assert.rejects(token(oauth.ClientSecretPost('lgs_wrong')), (refused) => {
  assert.ok(refused instanceof oauth.ResponseBodyError, refused)
  assert.equal(refused.status, 401)
  assert.equal(refused.error, 'invalid_client')
  return true
})
console.log('a wrong secret: invalid_client')
