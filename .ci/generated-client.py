"""A client that openapi-generator made of the gateway's own document: gets a token, posts a lead and finds it again.

LEADGATE_URL=... CLIENT_ID=... CLIENT_SECRET=... CAMPAIGN=... python3 generated-client.py
"""

import os

import openapi_client

URL = os.environ["LEADGATE_URL"]
CAMPAIGN = int(os.environ["CAMPAIGN"])
EMAIL = "generated-python@clients.example.com"


def client(access_token=None):
    return openapi_client.ApiClient(openapi_client.Configuration(host=URL, access_token=access_token))


token = openapi_client.TokensApi(client()).get_token(
    openapi_client.TokenRequest(
        grant_type="client_credentials",
        client_id=os.environ["CLIENT_ID"],
        client_secret=os.environ["CLIENT_SECRET"],
    )
)
assert token.expires_in == 3600, token
known = client(token.access_token)
leads = openapi_client.LeadsApi(known)
receipt = leads.post_lead(CAMPAIGN, {"first_name": "Ada", "email": EMAIL})
assert receipt.status == "accepted", receipt
page = leads.list_leads(email=EMAIL)
assert [(lead.campaign_id, lead.fields["email"]) for lead in page.items] == [(CAMPAIGN, EMAIL)], page
assert openapi_client.CampaignsApi(known).get_campaign(CAMPAIGN).id == CAMPAIGN
try:
    leads.post_lead(CAMPAIGN, {})
    raise AssertionError("a lead without fields was taken")
except openapi_client.ApiException as refused:
    assert refused.status == 422, refused
print(f"posted: {EMAIL}")
