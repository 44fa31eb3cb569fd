// OAuth clients that nobody here wrote (simple-oauth2 and openid-client) against a running gateway: each gets a token
// and posts a lead with it.
//
// LEADGATE_URL=… CLIENT_ID=… CLIENT_SECRET=… CAMPAIGN=… node oauth-clients.mjs

import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import { ClientCredentials } from 'simple-oauth2'

const { LEADGATE_URL, CLIENT_ID, CLIENT_SECRET, CAMPAIGN } = process.env

async function lead(token, name) {
  const email = `${name}@clients.example.com`
  const answer = await fetch(`${LEADGATE_URL}/v1/campaigns/${CAMPAIGN}/leads`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ first_name: 'Ada', email }),
  })
  assert.equal(answer.status, 201, await answer.text())
  console.log(`posted: ${email}`)
}

for (const authorizationMethod of ['header', 'body']) {
  const client = new ClientCredentials({
    client: { id: CLIENT_ID, secret: CLIENT_SECRET },
    auth: { tokenHost: LEADGATE_URL, tokenPath: '/oauth2/token' },
    options: { authorizationMethod },
  })
  const { token } = await client.getToken({ scope: ['lead_receiver'] })
  await lead(token.access_token, `simple-oauth2-${authorizationMethod}`)
}

for (const [name, authentication] of [
  ['basic', openid.ClientSecretBasic(CLIENT_SECRET)],
  ['body', openid.ClientSecretPost(CLIENT_SECRET)],
]) {
  const config = await openid.discovery(new URL(LEADGATE_URL), CLIENT_ID, {}, authentication, {
    algorithm: 'oauth2',
    execute: [openid.allowInsecureRequests],
  })
  const token = await openid.clientCredentialsGrant(config, { scope: 'lead_receiver' })
  assert.equal(token.expires_in, 3600)
  await lead(token.access_token, `openid-client-${name}`)
}
