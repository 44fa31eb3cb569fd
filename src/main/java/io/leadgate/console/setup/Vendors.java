package io.leadgate.console.setup;

import io.leadgate.console.frame.NameChoice;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import io.leadgate.store.Names;
import io.leadgate.store.VendorFigures;
import io.vertx.core.Future;

/** What the pages of campaigns read beside the campaigns themselves. */
record Vendors(
    Edits<LeadSource> sources, Edits<LeadType> types, Names typeNames, VendorFigures figures) {

  Future<NameChoice> typeChoice() {
    return NameChoice.of(typeNames);
  }

  /** What stands above the tabs of a campaign. */
  Future<CampaignPage.Head> head(Campaign campaign) {
    return sources
        .find(campaign.leadSourceId())
        .compose(
            source ->
                types
                    .find(campaign.leadTypeId())
                    .map(
                        type ->
                            new CampaignPage.Head(
                                campaign,
                                source
                                    .map(LeadSource::name)
                                    .orElse("no. " + campaign.leadSourceId()),
                                type.map(LeadType::name).orElse("no. " + campaign.leadTypeId()))));
  }
}
