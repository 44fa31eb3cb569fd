// A client that openapi-generator made of the gateway's own document: gets a token, posts a lead and finds it again.
//
// LEADGATE_URL=… CLIENT_ID=… CLIENT_SECRET=… CAMPAIGN=… node generated-client.js

import assert from 'node:assert/strict'
import { CampaignsApi, Configuration, LeadsApi, TokensApi } from './typescript'

const { LEADGATE_URL, CLIENT_ID, CLIENT_SECRET, CAMPAIGN } = process.env as Record<string, string>
const email = 'generated-typescript@clients.example.com'

async function main(): Promise<void> {
  const { accessToken } = await new TokensApi(new Configuration({ basePath: LEADGATE_URL })).getToken({
    tokenRequest: { grantType: 'client_credentials', clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  })
  assert.ok(accessToken)
  // The generator leaves the scheme of a token to its user.
  const configuration = new Configuration({ basePath: LEADGATE_URL, accessToken: `Bearer ${accessToken}` })
  const leads = new LeadsApi(configuration)
  const campaignId = Number(CAMPAIGN)
  const receipt = await leads.postLead({ campaignId, body: { first_name: 'Ada', email } })
  assert.ok('status' in receipt, 'the receipt of one lead')
  assert.equal(receipt.status, 'accepted')
  assert.ok(receipt.receivedAt instanceof Date)
  const page = await leads.listLeads({ email })
  assert.deepEqual(page.items.map((lead) => [lead.campaignId, lead.fields['email']]), [[campaignId, email]])
  const campaign = await new CampaignsApi(configuration).getCampaign({ campaignId })
  assert.equal(campaign.id, campaignId)
  await assert.rejects(leads.postLead({ campaignId, body: {} }), (failure: { response: Response }) => failure.response.status === 422)
  console.log(`posted: ${email}`)
}

main().catch((failure) => {
  console.error(failure)
  process.exitCode = 1
})
